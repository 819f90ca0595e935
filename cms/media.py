"""Uploads kept on this machine's disk. With object storage, nothing of this is mounted."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.static import serve

PUBLIC_FOLDERS = ("images", "avatar_images")
EDITORS_FOLDER = "original_images"
DAY = 24 * 3600


def upload(request: HttpRequest, name: str) -> HttpResponseBase:
    """Renditions for everybody, originals for editors; documents have a view of their own."""
    name = posixpath.normpath(name)
    folder = name.partition("/")[0]
    if "\0" in name or not is_allowed(request, folder):
        raise Http404
    response = serve(request, name, document_root=settings.MEDIA_ROOT)
    if folder in PUBLIC_FOLDERS:
        patch_cache_control(response, public=True, max_age=DAY)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def is_allowed(request: HttpRequest, folder: str) -> bool:
    if folder in PUBLIC_FOLDERS:
        return True
    return folder == EDITORS_FOLDER and request.user.has_perm("wagtailadmin.access_admin")
