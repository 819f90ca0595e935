"""Pictures, documents and videos: where files lie, and which are taken."""

from typing import Any

from wagtail.embeds.oembed_providers import dailymotion, vimeo, youtube

from cms.settings.env import BASE_DIR, variables
from cms.settings.storage import bucket

MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / variables.data_dir / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The bucket of the uploads; None where they lie in the folder MEDIA_ROOT.
OBJECT_STORAGE = bucket(variables.storage_url) if variables.storage_url else None
# Origins (`https://host`) beside our own from which pages load pictures.
MEDIA_ORIGINS: list[str] = []
if OBJECT_STORAGE:
    STORAGES["default"]["BACKEND"] = "cms.storing.objects.ObjectStorage"
    MEDIA_URL = OBJECT_STORAGE.public_root
    MEDIA_ORIGINS = OBJECT_STORAGE.origins

WAGTAILIMAGES_IMAGE_MODEL = "snippets.Photo"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "snippets.picture_form.PictureForm"
RENDITION_AVIF = variables.image_avif
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_MODEL = "snippets.Attachment"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odp", "ods", "odt", "pdf", "pptx", "xlsx", "zip"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "snippets.document_form.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# The view checks the privacy of the document's collection, before cms.storing.documents hands it over too.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# A document is kept, never shown: what a browser opens in place may run something.
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILEMBEDS_FINDERS = [
    {
        "class": "cms.embeds",
        # Vimeo answers under its short name, and sends who asks by the long one there.
        "providers": [
            youtube,
            {**vimeo, "endpoint": "https://vimeo.com/api/oembed.json"},
            dailymotion,
        ],
    }
]
