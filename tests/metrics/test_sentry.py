"""Sentry hears of each error once, and of nothing that anybody sent."""

import gzip
import json
import logging
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import brotli
import pytest
from django.db import connection

from cms.publishing.background import Work
from cms.settings import refusing
from cms.settings.env import Variables, parse
from cms.settings.refusing import unfit
from cms.version import product_version
from tests.conftest import LEFT_OUT
from tests.metrics.conftest import Site

SECRETS = {
    "cookie": "k00kie-geheim",
    "token": "wagtail_tooltokengeheim",
    "preview token": "preview-geheim",
    "variable": "variable-cherchee",
    "document": "documentGeheim",
    "password": "hunter2-geheim",
    "query string": "chercher-ceci",
    "address": "203.0.113.77",
    "e-mail address": "jeanne@parc.example",
    "local variable": "lokal-geheim",
}
UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress, "": bytes}
SECONDS = 10


class Sentry:
    """A server that takes what Sentry's library sends."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.may_answer = Event()
        self.may_answer.set()
        sentry = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                unpack = UNPACK[self.headers.get("Content-Encoding", "")]
                sentry.taken.append(unpack(body).decode())
                sentry.may_answer.wait(SECONDS)
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.dsn = f"http://publickey@127.0.0.1:{self.server.server_port}/7"
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def events(self) -> list[dict[str, Any]]:
        """What it was told."""
        lines = [line for envelope in self.taken for line in envelope.splitlines()]
        return [told for line in lines if "platform" in (told := json.loads(line))]

    def close(self) -> None:
        self.may_answer.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(SECONDS)


@pytest.fixture
def sentry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sentry]:
    """A Sentry, and the product that tells it of errors."""
    sdk = pytest.importorskip("sentry_sdk", reason=LEFT_OUT["Sentry"])
    from cms.logs.sentry import begin

    listening = Sentry()
    begin(listening.dsn)
    yield listening
    listening.may_answer.set()
    sdk.get_client().close(timeout=2)
    sdk.get_global_scope().set_client(None)
    listening.close()


@pytest.fixture
def told(sentry: Sentry) -> Callable[[], list[dict[str, Any]]]:
    """What arrived by now."""
    import sentry_sdk

    def events() -> list[dict[str, Any]]:
        sentry_sdk.flush(SECONDS)
        return sentry.events()

    return events


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of the site and fields of the API fail, with secrets at hand."""

    def fail(*_: Any, **__: Any) -> None:
        password = SECRETS["local variable"]
        raise ValueError(f"no {SECRETS['e-mail address']} {password}") from KeyError(password)

    monkeypatch.setattr("cms.sitemap.files", fail)
    monkeypatch.setattr("cms.api.view.answer", fail)


HEADERS = {
    "HTTP_COOKIE": f"sessionid={SECRETS['cookie']}",
    "HTTP_AUTHORIZATION": f"Bearer {SECRETS['token']}",
    "HTTP_PREVIEW_TOKEN": "",
    "HTTP_REFERER": f"http://testserver/?q={SECRETS['query string']}",
    "HTTP_X_FORWARDED_FOR": SECRETS["address"],
    "REMOTE_ADDR": SECRETS["address"],
}


def secrets_in(sentry: Sentry) -> list[str]:
    return [
        name for name, secret in SECRETS.items() if any(secret in each for each in sentry.taken)
    ]


@pytest.mark.usefixtures("failing")
def test_page_that_fails_is_told_once_without_what_was_sent(
    site: Site, sentry: Sentry, told: Callable[[], list[dict[str, Any]]]
) -> None:
    form = f"password={SECRETS['password']}".encode()
    path = f"/sitemap.xml?q={SECRETS['query string']}"
    status, _ = site.send(path, **HEADERS)
    assert status == 500
    site.send("/admin/login/", form, CONTENT_TYPE="application/x-www-form-urlencoded", **HEADERS)
    [event] = told()
    assert secrets_in(sentry) == []
    assert set(event) <= {
        "event_id",
        "timestamp",
        "platform",
        "level",
        "logger",
        "release",
        "environment",
        "tags",
        "logentry",
        "exception",
    }
    assert event["release"] == product_version()
    assert event["logentry"] == {"formatted": "Internal Server Error: /sitemap.xml"}
    cause, error = event["exception"]["values"]
    assert (cause["type"], error["type"]) == ("KeyError", "ValueError")
    assert "value" not in error
    assert error["stacktrace"]["frames"][-1]["function"] == "fail"
    assert not any("vars" in frame for frame in error["stacktrace"]["frames"])


@pytest.mark.usefixtures("failing")
def test_answer_whose_error_is_masked_is_told_once(
    site: Site, sentry: Sentry, told: Callable[[], list[dict[str, Any]]]
) -> None:
    query = f"query ($a: String) {{ {SECRETS['document']} }}"
    answer = site.ask(query, variables={"a": SECRETS["variable"]})
    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL"
    [event] = told()
    assert event["logger"] == "cms.api"
    assert event["logentry"]["formatted"].startswith("The request failed with ValueError")
    assert secrets_in(sentry) == []


def test_work_that_fails_is_told(
    told: Callable[[], list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ValueError(SECRETS["e-mail address"])

    monkeypatch.setattr(connection, "close", lambda: None)
    Work("work of a test", fail).once(in_worker=True)
    [event] = told()
    assert event["logentry"] == {"formatted": "The work of a test waits."}
    assert SECRETS["e-mail address"] not in json.dumps(event)


def test_warnings_and_what_went_well_are_not_told(told: Callable[[], list[dict[str, Any]]]) -> None:
    logging.getLogger("cms").warning("The database is gone.")
    assert told() == []


@pytest.mark.usefixtures("failing")
def test_sentry_that_hangs_keeps_nobody_waiting(site: Site, sentry: Sentry) -> None:
    sentry.may_answer.clear()
    begun = time.monotonic()
    for _ in range(3):
        assert site.send("/sitemap.xml")[0] == 500
    assert time.monotonic() - begun < SECONDS / 2


def test_library_that_is_missing_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusing, "find_spec", lambda _: None)
    assert unfit(Variables(sentry_dsn="https://key@sentry.example/1")) == [
        "SENTRY_DSN needs Sentry's library: run requirements/install production, or unset it."
    ]
    assert unfit(Variables()) == []


@pytest.mark.parametrize(
    "address", ["https://sentry.example/1", "key@sentry.example/1", "https://key@sentry.example/"]
)
def test_address_that_is_none_of_sentry_is_refused(address: str) -> None:
    _, [problem] = parse({"SENTRY_DSN": address})
    assert problem.startswith("SENTRY_DSN must be")


@pytest.mark.parametrize("token", ["short", "a" * 40, "change-me-change-me-change-me-0123456789"])
def test_weak_token_of_metrics_is_refused(token: str) -> None:
    assert unfit(Variables(metrics_token=token)) == [
        "METRICS_TOKEN is weak: use 32 random characters or more."
    ]
