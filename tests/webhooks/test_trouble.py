"""A receiver that does not take what it is sent: again, ever later, paused in the end, and nothing is lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms.webhooks import sending
from cms.webhooks.models import Delivery, Endpoint
from tests.factories import make_organisation
from tests.webhooks.receiver import Answer, Receiver

Make = Callable[..., Endpoint]
Send = Callable[[Endpoint], int]


def later(time_machine: Any, **passed: float) -> None:
    time_machine.move_to(timezone.now() + timedelta(**passed))


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
    endpoint.resume()
    endpoint.save()
    assert send(endpoint) == 1
    assert Delivery.objects.get().state == "WAITING"


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


def test_reason_of_any_length_pauses(make_endpoint: Make) -> None:
    endpoint = make_endpoint()
    endpoint.pause("x" * 900)
    endpoint.save()
    assert len(Endpoint.objects.get().pause_reason) == 300


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


def test_message_that_cannot_be_written_waits(
    make_endpoint: Make, receiver: Receiver, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    make_organisation()
    monkeypatch.setattr("cms.webhooks.messages.told_of", lambda change: 1 / 0)
    assert send(endpoint) == 1
    assert (Delivery.objects.get().state, receiver.got) == ("WAITING", [])
    assert "le journal dit pourquoi" in Delivery.objects.get().attempts[0]["trouble"]
