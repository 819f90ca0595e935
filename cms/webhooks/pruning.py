"""Forgets messages that are old, sent or not."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cms.publishing.background import HOUR, LOW_PRIORITY, Work
from cms.webhooks.models import Delivery, Endpoint


def prune() -> int:
    """Drop what is older than the setting says, or to nobody; tells how many messages."""
    limit = timezone.now() - timedelta(days=settings.WEBHOOK_DAYS)
    orphans = ~Exists(Endpoint.objects.filter(pk=OuterRef("endpoint")))
    dropped, _ = Delivery.objects.filter(Q(noted_at__lt=limit) | orphans).delete()
    return dropped


FORGETTING = Work("forgetting of old messages", prune, LOW_PRIORITY, HOUR)
