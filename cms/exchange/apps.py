from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Content that is taken out into a file, and brought in from one."""

    name = "cms.exchange"
    label = "exchange"
    verbose_name = _("Import and export")
