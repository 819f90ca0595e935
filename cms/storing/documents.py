"""Documents that lie in object storage: an address that is signed and ends soon, for who may read them."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header

from cms.storing.absence import StorageError
from cms.storing.answer import without_files

SECONDS = 60


def hand_over(document: Any, request: HttpRequest) -> HttpResponse | None:
    """Where the storage gives a document to a reader who passed the privacy of its collection; None for files of
    this machine. It is saved, never shown: its host is another, and what stands in a document is an editor's."""
    if settings.OBJECT_STORAGE is None:
        return None
    file = document.file
    try:
        file.storage.look(file.name)
    except FileNotFoundError:
        raise Http404("The file of this document is lost.") from None
    except StorageError:
        return without_files(request)
    told = {
        "ResponseContentDisposition": content_disposition_header(
            as_attachment=True, filename=document.filename
        ),
        "ResponseContentType": document.content_type,
    }
    method = "HEAD" if request.method == "HEAD" else "GET"
    response = HttpResponseRedirect(
        file.storage.url(file.name, told, expire=SECONDS, http_method=method)
    )
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
