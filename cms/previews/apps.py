from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreviewsConfig(AppConfig):
    """Drafts shown to whoever holds a signed name of them."""

    name = "cms.previews"
    label = "previews"
    verbose_name = _("Previews")
