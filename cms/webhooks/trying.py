"""A message that nothing happened, to see whether an endpoint takes what it is sent."""

from django.utils import timezone

from cms.webhooks.models import Endpoint, new_message_id
from cms.webhooks.posting import Outcome, post

TYPE = "webhook.tested"


def try_out(endpoint: Endpoint) -> Outcome:
    """Send it now, signed as all messages are; nothing is noted."""
    message = {"type": TYPE, "timestamp": timezone.now().isoformat(), "data": {}}
    return post(endpoint.url, endpoint.secrets, new_message_id(), message)
