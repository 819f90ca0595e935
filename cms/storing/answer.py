"""What is answered where a file is needed that cannot be read or kept now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

SECONDS_TO_RETRY = 60


def without_files(request: HttpRequest) -> HttpResponse:
    """A page that says so, and when to come again. The log tells once that the storage is gone, and not of each
    request."""
    sentences = {
        "title": _("The files cannot be reached now"),
        "sentence": _("Texts can be read and written all the same. Try again in a few minutes."),
    }
    response = render(request, "503.html", sentences, status=503)
    response["Retry-After"] = str(SECONDS_TO_RETRY)
    response["Cache-Control"] = "no-store"
    response._has_been_logged = True  # noqa: SLF001
    return response
