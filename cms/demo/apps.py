from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The demo metropolis: loaded by `manage.py demo`, by tests and by benchmarks."""

    name = "cms.demo"
    label = "demo"
    verbose_name = _("Demo content")
