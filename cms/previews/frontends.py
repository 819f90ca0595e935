"""The preview beside a form shows the customer's frontend, where there is one: with a token that opens,
in the API, what is typed and not saved yet."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.models import Page

from cms.previews.models import Unsaved
from cms.previews.tokens import NotPreviewableError, issue, kind_of


def show(thing: Model, request: HttpRequest, mode_name: str) -> HttpResponse | None:
    """To the frontend of the thing's language; a note while the thing was never saved and so has no name: the
    form saves it by itself, and shows its preview then. None for whatever is shown by the plain site: other
    modes, old versions; everything where tokens are turned off."""
    address = settings.PREVIEW_HOURS and settings.PREVIEW_URLS.get(thing.locale.language_code)
    is_form = getattr(request, "is_editing", False)
    if not address or not is_form or mode_name != thing.default_preview_mode:
        return None
    if thing.pk is None:
        return TemplateResponse(request, "cms/preview_once_saved.html")
    try:
        token = issue(thing, request.user, unsaved=True)
    except NotPreviewableError:
        return None
    keep(thing, request.user)
    told = {"token": token, "path": path_of(thing, request), "id": str(thing.pk)}
    return HttpResponseRedirect(
        address.format_map({name: quote(text, safe="") for name, text in told.items()})
    )


def keep(thing: Model, user: Any) -> None:
    """Keep what a user has typed of a thing as long as tokens are valid, the last of it only."""
    now = timezone.now()
    Unsaved.objects.filter(at__lt=now - timedelta(hours=settings.PREVIEW_HOURS)).delete()
    Unsaved.objects.update_or_create(
        kind=kind_of(type(thing)),
        key=thing.pk,
        user=user,
        defaults={"content": thing.serializable_data(), "at": now},
    )


def path_of(thing: Model, request: HttpRequest) -> str:
    """Where a page stands on the site; nothing for a record."""
    address = thing.get_full_url(request) if isinstance(thing, Page) else None
    return urlsplit(address).path if address else ""
