"""What happens by itself is done by workers, else by serving processes, and nothing stops it."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from cms.publishing import background, leases
from cms.publishing.models import Lease
from snippets.models import Photo, Rendition
from tests.factories import make_photo


def in_a_thread(work: Callable[[], None]) -> None:
    thread = Thread(target=work)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_everything_due_is_made(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    for _ in range(2):
        make_photo()
    urgent = Rendition.objects.count()
    assert urgent == 2 * 7
    in_a_thread(lambda: background.PICTURES.once(in_worker=False))
    assert Rendition.objects.count() > urgent
    assert set(Photo.objects.values_list("files_due_at", flat=True)) == {None}


@pytest.mark.parametrize(
    ("failure", "told"),
    [(OperationalError("gone"), "waits: gone"), (ValueError("odd"), "making of pictures waits")],
)
def test_failure_is_logged_and_the_connection_given_back(
    failure: Exception, told: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    closed = []

    def fail() -> bool:
        raise failure

    monkeypatch.setattr(background, "make_next", fail)
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    background.PICTURES.once(in_worker=True)
    assert closed == [True]
    assert told in caplog.text


@pytest.mark.django_db(transaction=True)
def test_serving_processes_leave_work_to_workers_that_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []

    def looks(*, is_left: bool) -> None:
        work = background.Work("x", lambda: done.append("x"), is_left_to_workers=is_left)
        in_a_thread(lambda: work.once(in_worker=False))

    looks(is_left=True)
    assert done == ["x"]
    leases.come()
    looks(is_left=True)
    assert done == ["x"]
    looks(is_left=False)
    assert done == ["x", "x"]
    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))
    looks(is_left=True)
    assert done == ["x", "x", "x"]


@pytest.mark.django_db
def test_worker_that_leaves_is_there_no_more() -> None:
    leases.come()
    Lease.objects.create(name="worker x", holder="x", until=timezone.now() - timedelta(days=2))
    assert leases.workers_are_there() is True
    leases.go()
    assert (leases.workers_are_there(), Lease.objects.count()) == (False, 0)


@pytest.mark.django_db(transaction=True)
def test_worker_does_once_what_is_to_be_done(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    photo = make_photo()
    call_command("worker", once=True)
    photo.refresh_from_db()
    assert photo.files_due_at is None
