from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    """What newsletter tools and mail programs read."""

    name = "cms.newsletter"
    label = "newsletter"
    verbose_name = _("Newsletters")

    def ready(self) -> None:
        """Tell the API how its fields for mails are made, before it builds its schema; the rest of what
        builds on the API comes when it is first needed."""
        import_module("cms.newsletter.fields").connect()
        import_module("cms.newsletter.wiring").connect()
