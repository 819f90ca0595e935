from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    """Others are told what changed."""

    name = "cms.webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")

    def ready(self) -> None:
        """Follow the journal, and send by whoever works."""
        from cms.publishing import background, journal
        from cms.webhooks.noting import note_deliveries
        from cms.webhooks.pruning import FORGETTING
        from cms.webhooks.sending import SENDING

        journal.followers.append(note_deliveries)
        background.works.extend((SENDING, FORGETTING))
