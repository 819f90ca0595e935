"""Notes whom to tell of a change, in the transaction of the change."""

from collections.abc import Sequence

from cms.publishing.models import Change
from cms.webhooks.models import Delivery, Endpoint


def note_deliveries(changes: Sequence[Change]) -> None:
    """Note a message for each endpoint that wants to be told, those that are paused too."""
    endpoints = list(Endpoint.objects.all()) if changes else []
    Delivery.objects.bulk_create(
        [
            Delivery(
                endpoint=endpoint,
                number=change.number,
                kind=change.kind,
                object_id=change.object_id,
                action=change.action,
                noted_at=change.at,
            )
            for change in changes
            for endpoint in endpoints
            if endpoint.wants(change)
        ],
        batch_size=500,
    )
