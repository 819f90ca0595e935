"""A receiver gets what changed: signed, with one id, again until it takes it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.test import Client
from django.utils import timezone

from cms.publishing.journal import one_change
from cms.publishing.models import Change, Forgotten
from cms.webhooks import sending
from cms.webhooks.models import Delivery, Endpoint
from pages.models import EventReport
from tests.factories import make_organisation, make_person, make_report
from tests.webhooks.receiver import Answer, Receiver

CHANGES = (
    "{ changes(first: 100) { nodes { cursor at action kind id path locale tags affectedPaths } } }"
)
Make = Callable[..., Endpoint]
Send = Callable[[Endpoint], int]


def told_by_the_api() -> list[dict[str, Any]]:
    answer = Client().post("/graphql/", {"query": CHANGES}, content_type="application/json")
    return answer.json()["data"]["changes"]["nodes"]


def later(time_machine: Any, **passed: float) -> None:
    time_machine.move_to(timezone.now() + timedelta(**passed))


def test_message_tells_the_change_as_the_api_does(
    make_endpoint: Make, receiver: Receiver, send: Send
) -> None:
    endpoint = make_endpoint()
    make_report(title="Midi", slug="midi")
    waiting = Delivery.objects.filter(endpoint=endpoint).count()
    assert send(endpoint) == waiting > 0
    told = [change for change in told_by_the_api() if change["kind"] == "EVENT_REPORT"]
    got = [each for each in receiver.taken if each.body["type"].startswith("event_report")]
    assert [each.body["data"] for each in got] == told
    [message] = [each.body for each in got]
    assert message["type"] == "event_report.published"
    assert message["timestamp"] == told[0]["at"]
    assert told[0]["path"] == "/evenements/midi/"
    assert send(endpoint) == 0


def test_only_what_it_wants_is_sent(make_endpoint: Make, receiver: Receiver, send: Send) -> None:
    endpoint = make_endpoint(actions=["WITHDRAWN"], kinds=["ORGANISATION"])
    gone, stays = make_organisation(), make_person()
    with one_change():
        gone.delete()
        stays.name = "Autre"
        stays.save()
    assert send(endpoint) == 1
    assert [each.body["type"] for each in receiver.taken] == ["organisation.withdrawn"]


@pytest.mark.parametrize(("languages", "told"), [([], 1), (["fr"], 1), (["en"], 0)])
def test_languages_are_told_apart(make_endpoint: Make, languages: list[str], told: int) -> None:
    make_endpoint(languages=languages, kinds=["EVENT_REPORT"])
    make_report()
    assert Delivery.objects.count() == told


def test_what_is_taken_back_is_not_told(make_endpoint: Make) -> None:
    make_endpoint()
    before = Change.objects.count()
    with suppress(ZeroDivisionError), one_change():
        make_report()
        raise ZeroDivisionError
    assert Delivery.objects.count() == 0
    with transaction.atomic(), one_change():
        make_report()
    assert Delivery.objects.count() == Change.objects.count() - before > 0


def test_answer_to_a_query_is_sent_in_its_place(
    make_endpoint: Make, receiver: Receiver, send: Send
) -> None:
    query = "query ($id: ID!) { node(id: $id) { ... on EventReport { title } } }"
    endpoint = make_endpoint(kinds=["EVENT_REPORT"], operation=query)
    report = make_report(title="Midi", slug="midi")
    send(endpoint)
    [message] = [each.body for each in receiver.taken]
    assert message["data"] == {"node": {"title": "Midi"}}
    assert (message["type"], message["change"]["path"]) == (
        "event_report.published",
        "/evenements/midi/",
    )
    with one_change():
        EventReport.objects.get(pk=report.pk).unpublish()
    send(endpoint)
    message = receiver.taken[-1].body
    assert (message["data"], message["change"]["action"]) == ({"node": None}, "WITHDRAWN")


def test_message_is_sent_again_with_its_id_until_it_is_taken(
    make_endpoint: Make, receiver: Receiver, send: Send, time_machine: Any
) -> None:
    receiver.answers[:] = [Answer(500), Answer(503)]
    endpoint = make_endpoint(kinds=["EVENT_REPORT"])
    make_report()
    assert send(endpoint) == 1
    assert send(endpoint) == 0
    later(time_machine, seconds=6)
    assert send(endpoint) == 1
    later(time_machine, seconds=6)
    assert send(endpoint) == 0
    later(time_machine, seconds=12)
    assert send(endpoint) == 1
    assert [each.status for each in receiver.got] == [500, 503, 204]
    assert len({each.id for each in receiver.got}) == 1
    delivery = Delivery.objects.get()
    assert delivery.state == "DELIVERED"
    assert [attempt["status"] for attempt in delivery.attempts] == [500, 503, 204]


def test_what_is_about_one_thing_keeps_its_order(
    make_endpoint: Make, receiver: Receiver, send: Send, time_machine: Any
) -> None:
    receiver.answers[:] = [Answer(500)]
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    first, second = make_organisation(), make_organisation()
    with one_change():
        first.name = "Autre nom"
        first.save()
    assert send(endpoint) == 2
    later(time_machine, seconds=6)
    assert send(endpoint) == 2
    told = [
        (each.body["data"]["id"], each.body["data"]["action"], each.status) for each in receiver.got
    ]
    (one, *_), (other, *_) = told[0], told[1]
    assert one != other
    assert told == [
        (one, "PUBLISHED", 500),
        (other, "PUBLISHED", 204),
        (one, "PUBLISHED", 204),
        (one, "UPDATED", 204),
    ]
    assert second.pk


def test_address_with_accents_is_reached(
    make_endpoint: Make, receiver: Receiver, send: Send
) -> None:
    endpoint = make_endpoint(kinds=["ORGANISATION"], url=f"{receiver.url}&lieu=Château/é")
    make_organisation()
    assert send(endpoint) == 1
    assert Delivery.objects.get().state == "DELIVERED"


def test_query_is_known_even_where_only_known_ones_run(
    make_endpoint: Make, receiver: Receiver, send: Send, settings: Any
) -> None:
    settings.GRAPHQL_ALLOW_LIST = True
    endpoint = make_endpoint(kinds=["ORGANISATION"], operation="{ site { name } }")
    make_organisation()
    send(endpoint)
    assert "site" in receiver.taken[0].body["data"]


def test_database_that_fails_within_a_query_sends_nothing(
    make_endpoint: Make, receiver: Receiver, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "query ($id: ID!) { node(id: $id) { ... on EventReport { readingMinutes } } }"
    endpoint = make_endpoint(kinds=["EVENT_REPORT"], operation=query)
    make_report()

    def fail(page: EventReport) -> int:
        raise OperationalError("gone")

    monkeypatch.setattr("pages.models.EventReport.reading_minutes", property(fail))
    assert send(endpoint) == 1
    assert (Delivery.objects.get().state, receiver.got) == ("WAITING", [])


def test_another_process_that_sends_is_left_alone(
    make_endpoint: Make, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    make_organisation()
    monkeypatch.setattr("cms.publishing.leases.HOLDER", "other")
    assert sending.leases.hold(f"webhook {endpoint.pk}", timedelta(minutes=1)) is True
    monkeypatch.undo()
    assert send(endpoint) == 0


def test_change_that_the_journal_has_forgotten_is_given_up(
    make_endpoint: Make, receiver: Receiver, send: Send
) -> None:
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    make_organisation()
    Change.objects.filter(kind="ORGANISATION").delete()
    assert send(endpoint) == 1
    assert (Delivery.objects.get().state, receiver.got) == ("GIVEN_UP", [])
    endpoint.refresh_from_db()
    assert endpoint.failures == 0


def test_change_from_before_a_restore_is_told(
    make_endpoint: Make, receiver: Receiver, send: Send
) -> None:
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    make_organisation()
    Forgotten.objects.create(number=10**6)
    assert send(endpoint) == 1
    assert [each.body["type"] for each in receiver.taken] == ["organisation.published"]


def test_new_secret_and_former_one_both_hold_for_a_day(
    make_endpoint: Make, receiver: Receiver, send: Send, time_machine: Any
) -> None:
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    endpoint.renew_secret()
    endpoint.save()
    make_organisation()
    send(endpoint)
    receiver.secrets[:] = [endpoint.secret]
    make_organisation()
    send(endpoint)
    assert [each.status for each in receiver.got] == [204, 204]
    assert len(receiver.got[0].headers["webhook-signature"].split()) == 2
    later(time_machine, hours=25)
    make_organisation()
    send(endpoint)
    assert len(receiver.got[2].headers["webhook-signature"].split()) == 1
