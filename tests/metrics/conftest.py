"""The product as a server runs it, with somebody who reads its metrics."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from cms.api.front import Front
from cms.door import Door
from cms.metrics.names import Names
from tests.metrics.reading import TOKEN, Readings, read


class Site:
    """A server, and what it says it did since the test began."""

    def __init__(self, *, reads: bool = True) -> None:
        self.application = Door(Front(WSGIHandler()))
        if reads:
            self.before = self.readings()

    def send(self, path: str, body: bytes = b"", **environment: Any) -> tuple[int, bytes]:
        """Status and content of an answer."""
        path, _, query = path.partition("?")
        told: list[str] = []
        parts = self.application(
            {
                "REQUEST_METHOD": "POST" if body else "GET",
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "CONTENT_LENGTH": str(len(body)),
                "CONTENT_TYPE": "application/json",
                "SERVER_NAME": "testserver",
                "SERVER_PORT": "80",
                "HTTP_HOST": "testserver",
                "wsgi.url_scheme": "http",
                "wsgi.input": BytesIO(body),
                **environment,
            },
            lambda status, *_: told.append(status),
        )
        content = b"".join(parts)
        getattr(parts, "close", lambda: None)()
        return int(told[0][:3]), content

    def ask(self, query: str, **more: Any) -> dict[str, Any]:
        """The answer of the API."""
        return json.loads(self.send("/graphql/", json.dumps({"query": query, **more}).encode())[1])

    def scrape(self, **environment: Any) -> tuple[int, bytes]:
        """What Prometheus gets."""
        return self.send("/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}", **environment)

    def readings(self) -> Readings:
        """What Prometheus reads."""
        status, content = self.scrape()
        assert status == 200
        return read(content.decode())

    def since(self, name: str, **labels: str) -> float:
        """How much more than at the beginning."""
        return self.readings().value(name, **labels) - self.before.value(name, **labels)


@pytest.fixture
def site(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server whose metrics may be read. The connection is the test's: nobody may close it between two requests."""
    settings.METRICS_TOKEN = TOKEN
    settings.ACCESS_LOG = False
    names = Names()
    for place in ("counting", "middleware"):
        monkeypatch.setattr(f"cms.api.{place}.names", names)
    monkeypatch.setattr("cms.api.front.close_old_connections", lambda: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Site()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
