from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The stories editors tell: event reports, testimonials and the pages around them."""

    name = "pages"
    verbose_name = _("Pages")
