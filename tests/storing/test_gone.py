"""Without the storage texts are served, editors are told, and pictures wait."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from time import monotonic
from typing import Any

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import UploadedFile

from cms.publishing.making import make_files
from cms.publishing.pictures import LEASE, make_next
from cms.storing.absence import absence
from snippets.models import Attachment, Photo
from tests import factories
from tests.storing.servers import answering, make_bucket

pytestmark = pytest.mark.django_db
SENTENCE = "Le stockage des fichiers ne répond pas."
TEXT = "Deux personnes dans un atelier"


@pytest.fixture(params=["gone", "hangs", 403, 500], ids=str)
def without(
    request: pytest.FixtureRequest, lost: Callable[[int], None]
) -> Iterator[Callable[[], None]]:
    """What happens to the storage when it is called."""
    status = request.param if isinstance(request.param, int) else None
    with answering(status) as port:
        yield lambda: lost(port if request.param != "gone" else 9)


def sent_picture() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (30, 20)).save(file, "PNG")
    return SimpleUploadedFile("a.png", file.getvalue())


def test_readers_notice_nothing(stored: Any, without: Callable, client: Client) -> None:
    photo = factories.make_photo()
    make_files(photo)
    report = factories.make_report(title="Midi", cover=photo)
    document = factories.make_document()
    without()
    query = "{ eventReports { nodes { title cover { rendition(preset: COVER) { url } } } } }"
    for address in (
        f"/graphql/?query={query}",
        "/feeds/all.rss",
        "/feeds/all.json",
        report.get_url(),
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert "Midi" in response.content.decode()
    response = client.get(document.url)
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "Les fichiers ne sont pas joignables" in response.content.decode()
    assert "127.0.0.1" not in response.content.decode()
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["status"] in ("ready", "degraded")


def test_upload_comes_back_with_all_that_was_typed(
    stored: Any, without: Callable, writing: Client
) -> None:
    without()
    form = {"title": "Atelier", "description": TEXT, "file": sent_picture()}
    page = writing.post(reverse("wagtailimages:add"), form).content.decode()
    assert SENTENCE in page
    assert TEXT in page
    form = {"title": "Programme", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF")}
    page = writing.post(reverse("wagtaildocs:add"), form).content.decode()
    assert SENTENCE in page
    assert 'value="Programme"' in page
    many = {"files[]": sent_picture(), "title": "a"}
    told = writing.post(reverse("wagtailimages:add_multiple"), many).json()
    assert (told["success"], SENTENCE in told["error_message"]) == (False, True)
    assert not any(each.objects.exists() for each in (Photo, Attachment, UploadedFile))


def test_storage_that_goes_while_a_file_is_sent_saves_nothing(
    stored: Any, lost: Callable, writing: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cms.storing.objects import ObjectStorage

    monkeypatch.setattr(ObjectStorage, "try_to_write", lambda storage: None)
    lost(9)
    form = {"title": "Atelier", "description": TEXT, "file": sent_picture()}
    page = writing.post(reverse("wagtailimages:add"), form, follow=True).content.decode()
    assert SENTENCE in page
    told = writing.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": sent_picture(), "title": "a"},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()
    assert SENTENCE in told["error_message"]
    assert not any(each.objects.exists() for each in (Photo, UploadedFile))


def test_pictures_wait_and_are_made_when_it_is_back(
    stored: Any,
    use: Callable,
    without: Callable,
    time_machine: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    time_machine.move_to(now := timezone.now(), tick=True)
    photo = factories.make_photo()
    Photo.objects.update(files_due_at=now)
    without()
    assert make_next() is False
    assert f"The files of picture {photo.pk} wait for the storage." in caplog.messages
    assert not any(each.levelno >= logging.ERROR for each in caplog.records)
    assert not photo.renditions.exists()
    use(stored)
    time_machine.move_to(now + LEASE + timedelta(seconds=5), tick=True)
    while make_next():
        pass
    photo.refresh_from_db()
    assert photo.files_due_at is None
    assert photo.renditions.count() > 3


def test_who_comes_while_it_is_gone_does_not_wait(
    stored: Any, lost: Callable, client: Client, requests_to_storage: list[str]
) -> None:
    document = factories.make_document()
    with answering(None) as port:
        lost(port)
        requests_to_storage.clear()
        for _ in range(5):
            assert client.get(document.url).status_code == 503
        assert len(requests_to_storage) == 1
        told = client.get("/readyz").json()
        assert told["status"] == "degraded"
        assert told["checks"]["uploads"].startswith("The object storage cannot be reached")


def test_killed_server_that_comes_back_is_found(place: Any, use: Callable, client: Client) -> None:
    server = pytest.importorskip("moto.server").ThreadedMotoServer
    first = server("127.0.0.1", 0)
    first.start()
    _, port = first.get_host_and_port()
    make_bucket(f"http://127.0.0.1:{port}")
    use(replace(place, endpoint=f"http://127.0.0.1:{port}"), is_patient=False)
    document = factories.make_document()
    assert client.get(document.url).status_code == 302
    first.stop()
    assert client.get(document.url).status_code == 503
    again = server("127.0.0.1", port)
    again.start()
    try:
        absence.until = min(absence.until, 0.1)
        assert client.get(document.url).status_code in (302, 404)
        assert not absence.until
    finally:
        again.stop()


def test_who_tries_for_all_and_never_asks_lets_another_try(stored: Any) -> None:
    absence.begin("a test")
    absence.until = monotonic()
    with pytest.raises(SuspiciousFileOperation):
        default_storage.save("images/page.html", ContentFile(b"<p>"))
    assert not absence.is_sure
    assert default_storage.exists("images/none.png") is False
    assert not absence.lasts
