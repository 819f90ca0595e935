"""Uploads kept on this machine's disk. With object storage there are none."""

import posixpath
import re

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control
from django.views.static import serve
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve as serve_document

from cms.policy.policies import FILE, HEADER

PUBLIC_FOLDERS = ("images", "avatar_images")
EDITORS_FOLDER = "original_images"
DAY = 24 * 3600
ADDED = re.compile(r"(_[0-9A-Za-z]{7})+(?=(\.[^./]*)*$)")
"""What Django adds to a name that is taken, as it is by the file that is replaced; and again to that name."""


def upload(request: HttpRequest, name: str) -> HttpResponseBase:
    """Renditions for everybody, originals for editors; documents have a view of their own."""
    name = posixpath.normpath(name)
    folder = name.partition("/")[0]
    if settings.OBJECT_STORAGE or "\0" in name or not is_allowed(request, folder):
        raise Http404
    response = serve(request, name, document_root=settings.MEDIA_ROOT)
    if folder in PUBLIC_FOLDERS:
        patch_cache_control(response, public=True, max_age=DAY)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return inert(response)


def document(request: HttpRequest, key: int, name: str) -> HttpResponseBase:
    """A document, for whoever may read its collection. That is asked each time: no cache gives it unasked."""
    kept = get_object_or_404(get_document_model(), pk=key)
    if name != kept.filename and plain(name) == plain(kept.filename):
        return redirect(kept.url)
    try:
        response = serve_document(request, key, name)
    except FileNotFoundError as error:
        raise Http404 from error
    if not response.streaming:  # where else the file is, or a page that says why it is not given
        return response
    patch_cache_control(response, private=True, no_cache=True)
    return inert(response)


def plain(name: str) -> str:
    """The name of a file as it was sent: a document that is replaced by one of the same name keeps its addresses."""
    return ADDED.sub("", name)


def inert(response: HttpResponseBase) -> HttpResponseBase:
    """The same, of which nothing runs, and which is taken for nothing else than it says."""
    response[HEADER] = FILE
    response["X-Content-Type-Options"] = "nosniff"
    return response


def is_allowed(request: HttpRequest, folder: str) -> bool:
    if folder in PUBLIC_FOLDERS:
        return True
    return folder == EDITORS_FOLDER and request.user.has_perm("wagtailadmin.access_admin")
