"""The log tells what happened, and nothing of who asked, what was sent and what opens doors."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from cms.api.front import Front
from cms.door import FAILED, Door, shown
from cms.logs import access
from cms.logs.formats import Json, Line, scrubbed
from cms.previews.tokens import SHARING, issue
from cms.tracing import request_id
from tests.factories import make_report

TRACE = """x
Traceback (most recent call last)
  File "/a.py", line 3, in f
    g(secret)
ValueError: secret
more secret"""
CSRF = "c5rf" * 16
SECRETS = {
    "a password": "hunter2-geheim",
    "a user name": "jeanne.dupuis",
    "an e-mail address": "jeanne@parc.example",
    "a query string": "chercher-ceci",
    "a variable": "chemin-cherché",
    "a document": "unKnownField",
    "a cookie": "k00kie",
    "a token of a tool": "wagtail_tooltoken",
    "a host": "evil.example",
    "an address": "203.0.113.77",
    "a CSRF token": CSRF,
}


class Doors:
    """The product as a server runs it."""

    def __init__(self) -> None:
        self.application = Door(Front(WSGIHandler()))

    def ask(self, path: str, body: bytes = b"", **environment: str) -> int:
        """The status of the answer."""
        path, _, query = path.partition("?")
        told: list[str] = []
        parts = self.application(
            {
                "REQUEST_METHOD": "POST" if body else "GET",
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "CONTENT_LENGTH": str(len(body)),
                "SERVER_NAME": "testserver",
                "SERVER_PORT": "80",
                "REMOTE_ADDR": SECRETS["an address"],
                "HTTP_HOST": "testserver",
                "HTTP_COOKIE": f"csrftoken={CSRF}; sessionid={SECRETS['a cookie']}",
                "HTTP_REFERER": f"http://testserver/?q={SECRETS['a query string']}",
                "wsgi.url_scheme": "http",
                "wsgi.input": io.BytesIO(body),
                **environment,
            },
            lambda status, *_: told.append(status),
        )
        list(parts)
        getattr(parts, "close", lambda: None)()
        return int(told[0][:3])


@pytest.fixture(autouse=True)
def connection_of_the_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody may close it between two requests."""
    monkeypatch.setattr("cms.api.front.close_old_connections", lambda: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(params=["line", "json"])
def written(
    request: pytest.FixtureRequest, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[io.StringIO]:
    """All that is logged, in one of the two forms."""
    console = io.StringIO()
    handler = logging.StreamHandler(console)
    handler.setFormatter(Json() if request.param == "json" else Line())
    settings.LOGGING["handlers"]["console"]["formatter"] = request.param
    settings.ACCESS_LOG = True
    monkeypatch.setattr(access, "put", console.write)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    token = request_id.set("-")
    yield console
    request_id.reset(token)
    root.setLevel(level)
    root.removeHandler(handler)
    settings.LOGGING["handlers"]["console"]["formatter"] = "line"


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Lets a view fail."""

    def fail_with(error: Exception) -> None:
        def fail(*_: Any) -> None:
            password = SECRETS["a password"]
            raise error from KeyError(password)

        monkeypatch.setattr("cms.sitemap.files", fail)

    return fail_with


def knock_everywhere(doors: Doors, tokens: list[str]) -> list[int]:
    """Ask as people, tools, attackers and mistaken programs do."""
    form = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}
    sent_json = {"CONTENT_TYPE": "application/json"}
    name, password = SECRETS["a user name"], SECRETS["a password"]
    login = f"username={name}&password={password}".encode()
    good = f"csrfmiddlewaretoken={CSRF}&".encode() + login
    question = {
        "query": "query ($path: String!) { page(path: $path) { __typename } }",
        "variables": {"path": SECRETS["a variable"]},
    }
    bad = {"query": f"{{ {SECRETS['a document']} }}"}
    searched, mail = SECRETS["a query string"], SECRETS["an e-mail address"]
    statuses = [
        doors.ask("/admin/login/", good, **form),
        doors.ask("/admin/login/", login, **form),
        doors.ask("/graphql/", json.dumps(question).encode(), **sent_json),
        doors.ask("/graphql/", json.dumps(question).encode(), **sent_json),
        doors.ask("/graphql/", json.dumps(bad).encode(), **sent_json),
        doors.ask("/graphql/", b'{"query": ', **sent_json),
        doors.ask(f"/nowhere/?token={searched}"),
        doors.ask(f"/nowhere/{mail}/"),
        doors.ask("/", HTTP_HOST=SECRETS["a host"]),
        doors.ask("/api/v3/", HTTP_AUTHORIZATION=f"Bearer {SECRETS['a token of a tool']}"),
        doors.ask(f"/sitemap.xml?q={searched}"),
    ]
    for token in tokens:
        statuses += [
            doors.ask(f"/drafts/{token}/"),
            doors.ask(f"/admin/password_reset/confirm/Mg/{token}/"),
            doors.ask(
                "/graphql/", b'{"query": "{ nothing }"}', HTTP_PREVIEW_TOKEN=token, **sent_json
            ),
        ]
    return statuses


@pytest.mark.django_db
def test_doors_tell_no_secret(
    written: io.StringIO, failing: Callable[[Exception], None], admin_user: Any
) -> None:
    report = make_report(title="Brouillon")
    tokens = [issue(report, admin_user), issue(report, admin_user, signer=SHARING), "forged-t0ken"]
    failing(ValueError(f"no such reader: {SECRETS['an e-mail address']}"))

    statuses = knock_everywhere(Doors(), tokens)

    log = written.getvalue()
    assert {200, 400, 403, 404, 410, 500} <= set(statuses)
    assert {name for name, secret in SECRETS.items() if secret in log} == set()
    assert [token for token in tokens if token in log] == []
    assert "ValueError" in log
    assert "sitemap.py" in log
    assert "KeyError" in log


@pytest.mark.django_db
def test_each_request_has_a_line_with_its_id(written: io.StringIO) -> None:
    doors = Doors()
    ids = [f"request-{number}" for number in range(3)]
    body = b'{"query": "{ eventReports { totalCount } }"}'
    for each in ids:
        sent = {"CONTENT_TYPE": "application/json", "HTTP_X_REQUEST_ID": each}
        assert doors.ask("/graphql/", body, **sent) == 200
    assert [sum(each in line for line in written.getvalue().splitlines()) for each in ids] == [
        1,
        1,
        1,
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["json"], indirect=True)
def test_line_in_json(written: io.StringIO, failing: Callable[[Exception], None]) -> None:
    failing(ValueError("x"))
    Doors().ask("/sitemap.xml?file=2", HTTP_X_REQUEST_ID="known-request")
    failed, asked = [json.loads(line) for line in written.getvalue().splitlines()]
    assert failed["time"] <= asked["time"]
    assert failed["level"] == "ERROR"
    assert (failed["logger"], failed["message"]) == (
        "django.request",
        "Internal Server Error: /sitemap.xml",
    )
    assert failed["request_id"] == asked["request_id"] == "known-request"
    assert failed["exception"]["type"] == "ValueError"
    assert failed["exception"]["trace"].startswith("builtins.KeyError\nbuiltins.ValueError\n  ")
    assert asked["logger"] == "cms.access"
    assert (asked["method"], asked["path"], asked["status"]) == ("GET", "/sitemap.xml", 500)
    assert asked["milliseconds"] > 0
    assert asked["bytes"] > 100
    assert asked["time"].endswith("+00:00")


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["line"], indirect=True)
def test_line_in_text(written: io.StringIO) -> None:
    Doors().ask("/healthz")
    assert written.getvalue() == ""
    Doors().ask("/robots.txt?a=b", HTTP_X_REQUEST_ID="known-request")
    line = written.getvalue()
    assert " INFO cms.access known-request GET /robots.txt 200 " in line
    assert line.endswith(" bytes\n")


@pytest.mark.usefixtures("written")
def test_no_line_is_written_where_none_is_wanted(settings: Any) -> None:
    settings.ACCESS_LOG = False
    assert access.writer() is None


def test_what_nobody_caught_is_answered_and_tells_nothing(written: io.StringIO) -> None:
    def fail(*_: Any) -> None:
        raise ValueError(SECRETS["an e-mail address"])

    doors = Doors()
    doors.application.inside = fail
    assert doors.ask("/") == 500
    assert SECRETS["an e-mail address"] not in written.getvalue()
    assert "builtins.ValueError" in written.getvalue()
    assert b"@" not in FAILED


@pytest.mark.parametrize(
    ("path", "as_shown"),
    [
        ("/drafts/abc:def/", "/drafts/…"),
        ("/admin/password_reset/confirm/Mg/c1-abc/", "/admin/password_reset/confirm/…"),
        ("/a\nFORGED line", "/a\\nFORGED line"),
        ("/Ã©vÃ©nement/", "/événement/"),
        ("/jeanne@parc.example/", "/…@…/"),
    ],
)
def test_paths(path: str, as_shown: str) -> None:
    assert shown(path) == as_shown


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Not Found: /a/?q=1&b=2 again", "Not Found: /a/?… again"),
        ("postgres://cms:pw@db.internal/cms", "postgres://…@db.internal/cms"),
        ("from 203.0.113.7 and 2001:db8::1f", "from … and …"),
        ("fe80:0:0:0:1:2:3:4 at 12:30:45", "… at 12:30:45"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer …"),
        ("What is due? Nothing.", "What is due? Nothing."),
        (
            TRACE,
            'x\nTraceback (most recent call last)\n  File "/a.py", line 3, in f\nValueError',
        ),
    ],
)
def test_messages_of_others(text: str, clean: str) -> None:
    assert scrubbed(text) == clean


def test_every_logger_ends_at_the_console() -> None:
    """No library keeps a handler of its own, which would write as it likes."""
    names = ["django", "django.server", "_granian", "granian.access", "wagtail"]
    assert [name for name in names if logging.getLogger(name).handlers] == []
    assert [name for name in names if not logging.getLogger(name).propagate] == []
