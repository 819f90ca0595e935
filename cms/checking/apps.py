from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CheckingConfig(AppConfig):
    """What the checks of all content found."""

    name = "cms.checking"
    label = "checking"
    verbose_name = _("Checks of content")
