from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FindingConfig(AppConfig):
    """Screens by which editors find what there is: by date, by what it is filed under, by who is quoted."""

    name = "cms.finding"
    label = "finding"
    verbose_name = _("Finding content")
