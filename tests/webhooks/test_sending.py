"""A receiver gets what changed: signed, with one id, again until it takes it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
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


def test_receiver_that_asks_for_time_gets_it(
    make_endpoint: Make, receiver: Receiver, send: Send, time_machine: Any
) -> None:
    receiver.answers[:] = [Answer(429, {"Retry-After": "120"})]
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    make_organisation(), make_organisation()
    assert send(endpoint) == 1
    later(time_machine, seconds=110)
    assert send(endpoint) == 0
    later(time_machine, seconds=15)
    assert send(endpoint) == 2


def test_receiver_that_fails_again_and_again_is_left_alone(
    make_endpoint: Make, receiver: Receiver, send: Send, time_machine: Any
) -> None:
    receiver.answers[:] = [Answer(500)] * 3
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    for _ in range(5):
        make_organisation()
    assert send(endpoint) == 3
    later(time_machine, seconds=20)
    assert send(endpoint) == 5
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.failing_since) == (0, None)


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (Answer(302, {"Location": "http://169.254.169.254/"}), "redirige (302)"),
        (Answer(404), "l’état 404"),
        (Answer(200, seconds=3), "Pas de réponse lisible en 2 secondes"),
    ],
)
def test_what_went_wrong_is_noted(
    make_endpoint: Make, receiver: Receiver, send: Send, answer: Answer, trouble: str
) -> None:
    receiver.answers[:] = [answer]
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    make_organisation()
    assert send(endpoint) == 1
    assert trouble in Delivery.objects.get().attempts[0]["trouble"]
    assert len(receiver.got) <= 1


def test_receiver_that_takes_nothing_for_a_day_is_paused(
    make_endpoint: Make,
    receiver: Receiver,
    send: Send,
    time_machine: Any,
    publishing: Client,
    admin_user: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    receiver.answers[:] = [Answer(500)] * 50
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    make_organisation()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(20):
            send(endpoint)
            later(time_machine, hours=2)
    endpoint.refresh_from_db()
    assert endpoint.paused_at is not None
    assert Delivery.objects.get().state == "WAITING"
    [told] = mail.outbox
    assert (told.to, "«\u00a0Site\u00a0»" in told.subject) == ([admin_user.email], True)
    assert f"/admin/webhooks/edit/{endpoint.pk}/" in told.body
    home = publishing.get("/admin/").content.decode()
    assert "n’est plus prévenu de vos publications" in home

    receiver.answers.clear()
    make_organisation()
    assert send(endpoint) == 0
    endpoint.resume()
    endpoint.save()
    assert send(endpoint) == 2
    assert "n’est plus prévenu" not in publishing.get("/admin/").content.decode()


def test_one_message_that_waits_for_a_receiver_that_is_away_is_not_given_up(
    make_endpoint: Make, receiver: Receiver, send: Send, time_machine: Any
) -> None:
    receiver.answers[:] = [Answer(500)] * 50
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    make_organisation()
    for _ in range(sending.MOST_ATTEMPTS):
        time_machine.move_to(Delivery.objects.get().due_at + timedelta(seconds=1))
        Endpoint.objects.update(resting_until=None)
        assert send(endpoint) == 1
    endpoint.refresh_from_db()
    assert (Delivery.objects.get().state, endpoint.paused_at is None) == ("WAITING", False)


def test_what_is_sent_again_is_tried_as_often_as_before(
    make_endpoint: Make, receiver: Receiver, send: Send
) -> None:
    receiver.answers[:] = [Answer(500)]
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    make_organisation()
    Delivery.objects.update(attempts=[{"at": "2026-01-01T00:00:00+00:00"}] * 12, tries=0)
    send(endpoint)
    assert (Delivery.objects.get().state, Delivery.objects.get().tries) == ("WAITING", 1)


@pytest.mark.parametrize(
    "asked_for", ["Thu, 01 Jan 99999999999 00:00:00 GMT", "-1", "9" * 5000, "\x00"]
)
def test_odd_answers_do_no_harm(
    make_endpoint: Make, receiver: Receiver, send: Send, asked_for: str
) -> None:
    receiver.answers[:] = [Answer(503, {"Retry-After": asked_for})]
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    make_organisation()
    assert send(endpoint) == 1
    assert len(Delivery.objects.get().attempts) == 1


def test_address_with_accents_is_reached(
    make_endpoint: Make, receiver: Receiver, send: Send
) -> None:
    endpoint = make_endpoint(kinds=["ORGANISATION"], url=f"{receiver.url}&lieu=Château/é")
    make_organisation()
    assert send(endpoint) == 1
    assert Delivery.objects.get().state == "DELIVERED"


def test_reason_of_any_length_pauses(make_endpoint: Make) -> None:
    endpoint = make_endpoint()
    endpoint.pause("x" * 900)
    endpoint.save()
    assert len(Endpoint.objects.get().pause_reason) == 300


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


def test_what_another_process_noted_meanwhile_stands(make_endpoint: Make) -> None:
    make_endpoint(kinds=["ORGANISATION"])
    make_organisation()
    delivery = Delivery.objects.select_related("endpoint").get()
    Delivery.objects.update(state="DELIVERED")
    sending.note(delivery, sending.Outcome(status=500, trouble="late"))
    assert (Delivery.objects.get().state, Delivery.objects.get().attempts) == ("DELIVERED", [])


def test_receiver_that_is_gone_is_paused_at_once(
    make_endpoint: Make, receiver: Receiver, send: Send
) -> None:
    receiver.answers[:] = [Answer(410)]
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    make_organisation()
    send(endpoint)
    endpoint.refresh_from_db()
    assert endpoint.paused_at is not None
    assert "410" in endpoint.pause_reason


def test_one_message_that_is_never_taken_is_given_up_and_the_rest_goes_on(
    make_endpoint: Make, receiver: Receiver, send: Send, time_machine: Any
) -> None:
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    organisation = make_organisation()
    for _ in range(sending.MOST_ATTEMPTS):
        receiver.answers[:] = [Answer(422)]
        send(endpoint)
        make_organisation()
        assert send(endpoint) == 1
        later(time_machine, hours=7)
    endpoint.refresh_from_db()
    assert endpoint.paused_at is None
    assert [each.object_id for each in Delivery.objects.filter(state="GIVEN_UP")] == [
        organisation.pk
    ]
    assert not Delivery.objects.waiting().exists()


def test_pauses_between_attempts_grow_and_end_within_a_day() -> None:
    pauses = [sending.pause(number, lambda: 0) for number in range(1, sending.MOST_ATTEMPTS)]
    assert pauses[:3] == [timedelta(seconds=5), timedelta(seconds=15), timedelta(seconds=45)]
    assert pauses == sorted(pauses)
    assert timedelta(hours=18) < sum(pauses, timedelta()) < timedelta(hours=30)


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


def test_message_that_cannot_be_written_waits(
    make_endpoint: Make, receiver: Receiver, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    make_organisation()
    monkeypatch.setattr("cms.webhooks.messages.told_of", lambda change: 1 / 0)
    assert send(endpoint) == 1
    assert (Delivery.objects.get().state, receiver.got) == ("WAITING", [])
    assert "le journal dit pourquoi" in Delivery.objects.get().attempts[0]["trouble"]


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
