from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MergingConfig(AppConfig):
    """People and organisations that were written twice are found, and made one."""

    name = "cms.merging"
    label = "merging"
    verbose_name = _("Duplicates")
