"""Receivers of webhooks, and what they got."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cms.webhooks.models import Endpoint
from cms.webhooks.sending import send_due
from tests.admin.conftest import (  # noqa: F401 who signs in
    administering,
    publisher,
    publishing,
    sign_in,
)
from tests.webhooks.receiver import Receiver


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """A receiver on this machine, to which may be sent."""
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    settings.WEBHOOK_SECONDS = 2
    with Receiver() as listening:
        yield listening


@pytest.fixture
def make_endpoint(receiver: Receiver, db: None) -> Callable[..., Endpoint]:
    """Makes an endpoint at the receiver, whose messages it knows."""

    def make(**fields: Any) -> Endpoint:
        given = {"name": "Site", "url": receiver.url, **fields}
        endpoint = Endpoint.objects.create(**given)
        receiver.secrets.append(endpoint.secret)
        return endpoint

    return make


@pytest.fixture
def send() -> Callable[[Endpoint], int]:
    """Sends what is due, and tells how many messages were tried."""
    return lambda endpoint: send_due(endpoint.pk)
