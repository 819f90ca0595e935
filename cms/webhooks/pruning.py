"""Forgets messages that are old, sent or not."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from cms.publishing.background import HOUR, LOW_PRIORITY, Work
from cms.webhooks.models import Delivery


def prune() -> int:
    """Drop what is older than the setting says; tells how many messages."""
    limit = timezone.now() - timedelta(days=settings.WEBHOOK_DAYS)
    dropped, _ = Delivery.objects.filter(noted_at__lt=limit).delete()
    return dropped


FORGETTING = Work("forgetting of old messages", prune, LOW_PRIORITY, HOUR)
