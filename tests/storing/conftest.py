"""A bucket for tests, on a stand-in of S3 that runs in this process."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils.crypto import get_random_string

from cms.settings.storage import bucket
from cms.storing.absence import absence
from tests.admin.conftest import editor, sign_in, writing  # noqa: F401
from tests.storing.servers import make_bucket

WHY = "make test-all runs them with a stand-in of S3"


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """Where the stand-in listens."""
    pytest.importorskip("storages", reason=WHY)
    server = pytest.importorskip("moto.server", reason=WHY).ThreadedMotoServer("127.0.0.1", 0)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server.start()
    host, port = server.get_host_and_port()
    make_bucket(f"http://{host}:{port}")
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def use(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Have the uploads in a bucket from now on, as a process that starts."""
    connecting = pytest.importorskip("cms.storing.connecting", reason=WHY)
    monkeypatch.setattr(absence, "until", 0.0)
    impatient = connecting.Patience(0.3, 0.3, 1)

    def start(place: Any, *, is_patient: bool = True) -> None:
        if not is_patient:
            monkeypatch.setattr(connecting, "NO_ENDLESS_WAIT", impatient)
            monkeypatch.setattr(connecting, "SOON", impatient)
        absence.until = 0.0
        settings.OBJECT_STORAGE = place
        settings.MEDIA_URL = place.public_root
        backend = {"BACKEND": "cms.storing.objects.ObjectStorage"}
        settings.STORAGES = {**settings.STORAGES, "default": backend}

    return start


@pytest.fixture
def place(endpoint: str) -> Any:
    """The bucket, with a folder of this test's own."""
    host = endpoint.removeprefix("http://")
    return bucket(f"s3://key:geheim@{host}/uploads/{get_random_string(12)}?tls=0")


@pytest.fixture
def stored(place: Any, use: Callable) -> Any:
    """Uploads lie in the bucket."""
    use(place)
    return place


@pytest.fixture
def lost(place: Any, use: Callable) -> Callable[[int], None]:
    """Something else listens where the storage was, on that port of this machine."""

    def lose(port: int) -> None:
        use(replace(place, endpoint=f"http://127.0.0.1:{port}"), is_patient=False)

    return lose


@pytest.fixture
def client() -> Client:
    """One that gets the answer to an exception, as a browser does."""
    return Client(raise_request_exception=False)


@pytest.fixture
def requests_to_storage(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The method and address of everything that is asked of the storage."""
    session = pytest.importorskip("botocore.httpsession", reason=WHY).URLLib3Session
    asked: list[str] = []
    send = session.send

    def note(self: Any, request: Any) -> Any:
        asked.append(f"{request.method} {request.url}")
        return send(self, request)

    monkeypatch.setattr(session, "send", note)
    return asked
