"""Nothing is lost or told under two ids, whoever is killed, and however the receiver behaves."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from cms.publishing.journal import one_change
from cms.webhooks.models import Delivery, Endpoint
from snippets.models import Organisation
from tests.factories import make_organisation
from tests.processes import serving, working
from tests.webhooks.receiver import Answer, Receiver

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]

ORGANISATIONS, PUBLICATIONS = 20, 200
PATIENCE = 240
TOLD = {"WEBHOOK_SECONDS": "2", "WEBHOOK_PRIVATE_HOSTS": "127.0.0.1"}


def publish(organisations: list[Organisation], numbers: range) -> None:
    """Publish one after the other, each under its number."""
    for number in numbers:
        organisation = organisations[number % ORGANISATIONS]
        with one_change():
            organisation.name = f"Organisation {number:03}"
            organisation.save_revision().publish()


def wait_for(receiver: Receiver, count: int) -> None:
    """Wait until a receiver took so many different messages."""
    until = time.monotonic() + PATIENCE
    while len({each.id for each in receiver.taken}) < count:
        assert time.monotonic() < until, Counter(each.status for each in receiver.got)
        time.sleep(0.05)


def is_in_order(numbers: list[int]) -> bool:
    """Whether messages first came in the order of the journal."""
    first = list(dict.fromkeys(numbers))
    return first == sorted(first)


@pytest.mark.parametrize("sender", [working, serving])
def test_receiver_gets_everything_once_it_answers(
    sender: Callable[..., Any], make_endpoint: Callable[..., Endpoint], receiver: Receiver
) -> None:
    receiver.answers[:] = [Answer(500), Answer(503), Answer(502), Answer(200, seconds=4)]
    make_endpoint(kinds=["ORGANISATION"], actions=["UPDATED"])
    organisations = [make_organisation() for _ in range(ORGANISATIONS)]
    with sender(**TOLD) as first:
        publish(organisations, range(60))
        wait_for(receiver, 10)
        first.kill()
    publish(organisations, range(60, 120))
    with sender(**TOLD) as second:
        wait_for(receiver, 70)
        second.kill()
    with sender(**TOLD):
        publish(organisations, range(120, PUBLICATIONS))
        wait_for(receiver, PUBLICATIONS)
        time.sleep(1)
        connection.close()
    deliveries = {each.message_id: each for each in Delivery.objects.all()}
    assert {each.state for each in deliveries.values()} == {"DELIVERED"}
    assert {each.id for each in receiver.got} == set(deliveries)
    assert len(deliveries) == PUBLICATIONS
    assert [each.status for each in receiver.got if each.status != 204][:3] == [500, 503, 502]
    numbers = defaultdict(list)
    for each in receiver.taken:
        numbers[deliveries[each.id].object_id].append(deliveries[each.id].number)
    assert len(numbers) == ORGANISATIONS
    assert all(map(is_in_order, numbers.values()))
    repeated = Counter(each.id for each in receiver.taken)
    assert sum(repeated.values()) - len(repeated) <= 3
