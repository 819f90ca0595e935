from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from snippets.uploads.in_wagtail import decode_as_the_house_does


class SnippetsConfig(AppConfig):
    """The facts stories point to: technopoles, organisations, people, sectors, series, photos."""

    name = "snippets"
    verbose_name = _("Directory")

    def ready(self) -> None:
        """Have pictures decoded by a process of their own."""
        decode_as_the_house_does()
