"""The thread that makes files of pictures works alone, and nothing stops it."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError, connection

from cms.publishing import background
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
    in_a_thread(background.PICTURES.once)
    assert Rendition.objects.count() > urgent
    assert set(Photo.objects.values_list("files_due_at", flat=True)) == {None}


@pytest.mark.parametrize("failure", [OperationalError("gone"), ValueError("odd")])
def test_failure_is_logged_and_the_connection_given_back(
    failure: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    closed = []

    def fail() -> bool:
        raise failure

    monkeypatch.setattr(background, "make_next", fail)
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    background.PICTURES.once()
    assert closed == [True]
    assert str(failure) in caplog.text
