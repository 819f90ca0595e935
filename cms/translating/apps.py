from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslatingConfig(AppConfig):
    """Translations that are kept up to date with what they were made from."""

    name = "cms.translating"
    label = "translating"
    verbose_name = _("Translations")
