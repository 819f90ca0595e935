"""The schedule and an editor, at the same thing in the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models.signals import ModelSignal, post_delete, post_save
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.publishing import journal, schedule
from cms.publishing.journal import one_change, touched
from cms.publishing.middleware import EditorialTransactionMiddleware
from pages.models import EventReport
from tests.factories import make_report
from tests.threads import beside

LONG = 20
PAUSE = 0.5
"""Seconds in which the other one gets as far as it can, and less than PostgreSQL takes to look for
a deadlock: so the editor, who waits first, would be the one to lose it."""


@pytest.fixture
def expired(db: None) -> EventReport:
    """A report that is public still and was to end an hour ago."""
    report = make_report()
    report.expire_at = timezone.now() - timedelta(hours=1)
    EventReport.objects.filter(pk=report.pk).update(expire_at=report.expire_at)
    return report


@contextmanager
def pausing(signal: ModelSignal, sender: type) -> Iterator[Event]:
    """Who sends the signal waits a while, in the middle of a transaction; the event says that it does."""
    reached = Event()

    def wait(**about: Any) -> None:
        reached.set()
        Event().wait(PAUSE)

    signal.connect(wait, sender=sender)
    yield reached
    signal.disconnect(wait, sender=sender)


def delete(report: EventReport, client: Client) -> Any:
    return client.post(reverse("wagtailadmin_pages:delete", args=[report.pk]))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_editor_who_deletes_what_is_being_withdrawn_succeeds(
    expired: EventReport, admin_client: Client
) -> None:
    done: list[int] = []
    with pausing(post_save, Page) as writing:
        withdrawing = beside(lambda: done.append(schedule.run_due()))
        assert writing.wait(LONG)
        answer = delete(expired, admin_client)
        withdrawing.join(LONG)
    assert (done, answer.status_code) == ([1], 302)
    assert not Page.objects.filter(pk=expired.pk).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_is_being_deleted_is_not_withdrawn(
    expired: EventReport, admin_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    answers: list[Any] = []
    with pausing(post_delete, EventReport) as deleting:
        editing = beside(lambda: answers.append(delete(expired, admin_client)))
        assert deleting.wait(LONG)
        assert schedule.run_due() == 0
        editing.join(LONG)
    assert [answer.status_code for answer in answers] == [302]
    assert not Page.objects.filter(pk=expired.pk).exists()
    assert caplog.messages == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_schedule_comes_again_when_a_change_takes_long(
    expired: EventReport, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(journal, "PATIENCE", "50ms")
    begun, may_end = Event(), Event()

    def change_slowly() -> None:
        with one_change():
            begun.set()
            may_end.wait(LONG)

    changing = beside(change_slowly)
    assert begun.wait(LONG)
    assert schedule.run_due() == 0
    name = f"end of <Page: {expired.title}>"
    assert caplog.messages == [f"The schedule waits for a change that takes long: {name}"]
    may_end.set()
    changing.join(LONG)
    assert schedule.run_due() == 1


@pytest.mark.django_db
def test_what_an_editor_sends_arrives_before_the_transaction_begins(rf: RequestFactory) -> None:
    request = rf.post(reverse("wagtailadmin_home"), {"title": "Déjeuner"})
    request.user = AnonymousUser()
    changing: list[Any] = []
    read = request._stream.read

    def read_slowly(*size: int) -> bytes:
        changing.append(touched.get())
        return read(*size)

    request._stream.read = read_slowly
    answering = EditorialTransactionMiddleware(lambda sent: HttpResponse(sent.POST["title"]))
    assert answering(request).content.decode() == "Déjeuner"
    assert set(changing) == {None}


def test_what_got_another_date_meanwhile_stays(expired: EventReport) -> None:
    [step] = schedule.due()
    EventReport.objects.update(expire_at=timezone.now() + timedelta(hours=1))
    assert step.take() is False
    assert EventReport.objects.get().live is True
