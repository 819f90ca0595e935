"""What went out for a question goes out again before Django is asked, and only while it holds."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from sys import getsizeof
from typing import Any, NamedTuple

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.api import front
from cms.api.front import LONGEST_NAMES, MOST_SHAPES, Front
from cms.door import Door
from cms.policy.policies import DATA, MAIL, policy
from cms.previews.tokens import issue
from tests.factories import make_report

pytestmark = pytest.mark.django_db

LIST = b'{"query": "{ eventReports { totalCount nodes { title } } }"}'


class Response(NamedTuple):
    status: str
    headers: dict[str, str]
    content: bytes


class Site:
    """The product as a server runs it, and how often Django was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.front = Front(self.count(get_wsgi_application()))
        self.application = Door(self.front)

    def count(self, django: Callable) -> Callable:
        def counted(environment: dict, start: Callable) -> Any:
            self.asked += 1
            return django(environment, start)

        return counted

    def post(self, body: bytes = LIST, **environment: Any) -> Response:
        return self.send(
            {
                "REQUEST_METHOD": "POST",
                "CONTENT_TYPE": "application/json",
                "CONTENT_LENGTH": str(len(body)),
                "wsgi.input": BytesIO(body),
                **environment,
            }
        )

    def get(self, query: str, **environment: Any) -> Response:
        return self.send({"REQUEST_METHOD": "GET", "QUERY_STRING": query, **environment})

    def send(self, environment: dict[str, Any]) -> Response:
        told: list[Any] = []
        usual = {
            "PATH_INFO": "/graphql/",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_HOST": "testserver",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }
        parts = self.application({**usual, **environment}, lambda *begun: told.extend(begun))
        content = b"".join(parts)
        if close := getattr(parts, "close", None):
            close()
        status, headers, *_ = told
        return Response(status, dict(headers), content)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The connection is the test's: nobody may close it between two requests."""
    monkeypatch.setattr(front, "close_old_connections", lambda: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Site()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_same_question_is_answered_without_django(site: Site) -> None:
    make_report(title="Midi")
    first = site.post()
    with CaptureQueriesContext(connection) as asked:
        again = site.post(HTTP_COOKIE="sessionid=x", HTTP_USER_AGENT="another")
    assert site.asked == 1
    assert b"Midi" in first.content
    assert (again.status, again.content) == (first.status, first.content)
    assert lasting(again) == lasting(first)
    assert again.headers["X-Request-ID"] != first.headers["X-Request-ID"]
    assert len(asked) <= 1


def lasting(response: Response) -> dict[str, str]:
    """The headers that are the same each time, in any order."""
    one_time = {"X-Request-ID", "Server-Timing"}
    return {name: value for name, value in response.headers.items() if name not in one_time}


@pytest.mark.parametrize("path", ["/feeds/all.json", "/newsletter/reports/midi.html"])
def test_kept_response_tells_browsers_the_same(site: Site, path: str) -> None:
    make_report(slug="midi")
    first, again = site.get("", PATH_INFO=path), site.get("", PATH_INFO=path)
    assert site.asked == 1
    assert lasting(again) == lasting(first)
    expected = policy(MAIL) if path.endswith(".html") else DATA
    assert again.headers["Content-Security-Policy"] == expected


def test_id_of_the_request_is_the_client_s(site: Site) -> None:
    for sent in ("first-request", "second-request"):
        assert site.post(HTTP_X_REQUEST_ID=sent).headers["X-Request-ID"] == sent
    assert site.asked == 1


def test_change_is_seen_at_once(site: Site) -> None:
    site.post()
    report = make_report(title="Midi")
    assert b"Midi" in site.post().content
    report.unpublish()
    assert b"Midi" not in site.post().content
    assert site.asked == 3


def test_answer_ends_with_time(site: Site, time_machine: Any) -> None:
    make_report(title="Midi", expire_at=timezone.now() + timedelta(hours=1))
    assert b"Midi" in site.post().content
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert b"Midi" not in site.post().content


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_ORIGIN": "https://www.example.org"},
        {"HTTP_ACCEPT": "application/graphql-response+json"},
        {"HTTP_ACCEPT_ENCODING": "br"},
        {"HTTP_X_UNHEARD_OF": "1"},
        {"wsgi.url_scheme": "https"},
        {"QUERY_STRING": "a=b"},
    ],
)
def test_whatever_may_matter_makes_another_question(site: Site, other: dict[str, str]) -> None:
    make_report(title="Midi", standfirst="Un midi. " * 40)
    site.post()
    first = site.post(**other)
    again = site.post(**other)
    assert site.asked == 2
    assert (lasting(again), again.content) == (lasting(first), first.content)


def test_value_is_never_taken_for_the_end_of_a_name(site: Site) -> None:
    site.post(HTTP_ORIGI="Nhttps://www.example.org")
    response = site.post(HTTP_ORIGIN="https://www.example.org")
    assert response.headers["access-control-allow-origin"] == "https://www.example.org"
    assert site.asked == 2


def test_preview_is_never_kept(site: Site, admin_user: Any) -> None:
    report = make_report(title="Midi")
    report.title = "Brouillon"
    report.save_revision()
    token = issue(report, admin_user)
    for expected in ("Midi", "Brouillon", "Midi", "Brouillon"):
        sent = {"HTTP_PREVIEW_TOKEN": token} if expected == "Brouillon" else {}
        response = site.post(**sent)
        assert expected.encode() in response.content
    assert site.asked == 3


@pytest.mark.parametrize(
    ("body", "environment"),
    [
        (b'{"query": "{ nothing }"}', {}),
        (b'{"query": ', {}),
        (LIST, {"CONTENT_TYPE": "text/plain"}),
        (LIST, {"CONTENT_LENGTH": "99999999"}),
        (LIST, {"CONTENT_LENGTH": "many"}),
        (LIST, {"REQUEST_METHOD": "PUT"}),
    ],
)
def test_what_is_refused_is_refused_again(
    site: Site, body: bytes, environment: dict[str, str]
) -> None:
    first = site.post(body, **environment)
    again = site.post(body, **environment)
    assert b"errors" in first.content
    assert (again.status, again.content) == (first.status, first.content)
    assert site.asked == 2


def test_client_that_has_the_answer_is_told_so(site: Site) -> None:
    query = "query=%7B%20eventReports%20%7B%20totalCount%20%7D%20%7D"
    etag = site.get(query).headers["ETag"]
    assert site.get(query).headers["ETag"] == etag
    assert site.asked == 1
    for known in (etag, f'W/{etag}, "another"', "*"):
        has_it = site.get(query, HTTP_IF_NONE_MATCH=known)
        assert (has_it.status, has_it.content) == ("304 Not Modified", b"")
        assert {"ETag", "Cache-Control", "Vary", "Cache-Tag"} <= has_it.headers.keys()
        assert "Content-Length" not in has_it.headers
    assert site.get(query, HTTP_IF_NONE_MATCH='"another"').content
    assert site.asked == 1


def test_client_that_asks_first_whether_it_has_the_answer_leaves_it_to_the_next(site: Site) -> None:
    query = "query=%7B%20eventReports%20%7B%20totalCount%20%7D%20%7D"
    etag = Site().get(query).headers["ETag"]
    finished: list[object] = []
    request_finished.connect(note := lambda **told: finished.append(told), weak=False)
    try:
        has_it = site.get(query, HTTP_IF_NONE_MATCH=etag)
    finally:
        request_finished.disconnect(note)
    assert (has_it.status, has_it.content, len(finished)) == ("304 Not Modified", b"", 1)
    assert site.get(query).content.startswith(b"{")
    assert site.asked == 1
    make_report()
    assert site.get(query, HTTP_IF_NONE_MATCH=etag).status == "200 OK"


def test_only_who_asks_by_get_is_told_that_it_has_the_answer(site: Site) -> None:
    etag = site.post().headers["ETag"]
    assert site.post(HTTP_IF_NONE_MATCH=etag).content == site.post().content != b""


def test_names_of_headers_that_strangers_invent_are_not_remembered(site: Site) -> None:
    site.send({"REQUEST_METHOD": "PUT", f"HTTP_{'N' * LONGEST_NAMES}": ""})
    assert not site.front.shapes
    for number in range(MOST_SHAPES + 2):
        site.front.shape_of((f"HTTP_X_{number}",))
    assert len(site.front.shapes) == 2


@pytest.mark.parametrize(
    "names", [["N" * 20_000], [f"N{i}" for i in range(90)]], ids=["long", "many"]
)
def test_names_of_headers_that_strangers_invent_are_counted(site: Site, names: list[str]) -> None:
    sent = site.front.sent
    sent.most = 100_000
    for number in range(30):
        site.post(**{f"HTTP_X_{number}_{name}": "x" for name in names})
    assert 0 < len(sent.answers) < 30
    told = [(names, *values, body) for names, values, body in sent.answers]
    assert sum(getsizeof(text) for each in told for text in each) < sent.most


def test_other_addresses_are_django_s(site: Site) -> None:
    for _ in range(2):
        assert site.send({"REQUEST_METHOD": "GET", "PATH_INFO": "/robots.txt"}).status == "200 OK"
    assert site.asked == 2


def test_without_a_database_django_says_what_it_can(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise OperationalError

    site.post()
    monkeypatch.setattr(front, "version", fail)
    assert site.post().status == "200 OK"
    assert site.asked == 2


@pytest.mark.usefixtures("site")
def test_nothing_is_kept_where_answers_are_not(settings: Any) -> None:
    settings.CDN_SECONDS = 60
    shared = Site()
    assert "s-maxage" in shared.post().headers["Cache-Control"]
    shared.post()
    assert shared.asked == 2
    settings.CDN_SECONDS = settings.ANSWER_CACHE_BYTES = 0
    keeping_none = Site()
    keeping_none.post()
    keeping_none.post()
    assert keeping_none.asked == 2
