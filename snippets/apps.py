from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SnippetsConfig(AppConfig):
    """The facts stories point to: technopoles, organisations, people, sectors, series, photos."""

    name = "snippets"
    verbose_name = _("Directory")
