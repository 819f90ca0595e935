"""Answers are kept and never old: what changed is seen at once, by clients and CDNs too."""

from collections.abc import Callable
from datetime import timedelta
from time import sleep
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.api import kept, middleware, view
from cms.api.documents import hash_of
from cms.api.kept import Kept, Memory, memory
from tests.factories import make_organisation, make_person, make_report
from tests.threads import beside

LIST = "{ eventReports { totalCount nodes { title speakers { person { name } } } } }"
pytestmark = pytest.mark.django_db


@pytest.fixture
def get(client: Client) -> Callable[..., Any]:
    def send(query: str = LIST, **headers: str) -> Any:
        return client.get("/graphql/", {"query": query}, headers=headers)

    return send


@pytest.fixture
def statements() -> Any:
    """Every statement the database gets, whoever sends it and by whatever way."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite tells what it is asked")
    heard: list[str] = []
    connection.ensure_connection()
    connection.connection.set_trace_callback(heard.append)
    yield heard
    connection.connection.set_trace_callback(None)


def titles(response: Any) -> list[str]:
    return [node["title"] for node in response.json()["data"]["eventReports"]["nodes"]]


def test_same_question_costs_one_statement(get: Callable, statements: list[str]) -> None:
    make_report(title="Midi")
    first = get()
    del statements[:]
    again = get()
    assert again.content == first.content
    assert statements == ["SELECT MAX(number) FROM publishing_change"]


def test_change_is_seen_at_once(get: Callable) -> None:
    assert titles(get()) == []
    report = make_report(title="Avant")
    assert titles(get()) == ["Avant"]
    report.title = "Après"
    report.save_revision().publish()
    assert titles(get()) == ["Après"]
    restriction = PageViewRestriction.objects.create(page=report, restriction_type="login")
    assert titles(get()) == []
    restriction.delete()
    assert titles(get()) == ["Après"]
    report.unpublish()
    assert titles(get()) == []


def test_answer_ends_when_something_in_it_does(get: Callable) -> None:
    """The clock decides, whether the schedule withdrew it already or not."""
    now = timezone.now()
    make_report(title="Bientôt fini", expire_at=now + timedelta(hours=1))
    assert titles(get()) == ["Bientôt fini"]
    with time_machine.travel(now + timedelta(minutes=59), tick=False):
        assert titles(get()) == ["Bientôt fini"]
    with time_machine.travel(now + timedelta(minutes=61), tick=False):
        assert titles(get()) == []


def test_answer_ends_with_the_day(get: Callable) -> None:
    query = "{ people { nodes { affiliations { current } } } }"
    today = timezone.localdate()
    person = make_person(("élue", make_organisation()))
    person.affiliations.update(until=today)

    def is_current() -> bool:
        [person] = get(query).json()["data"]["people"]["nodes"]
        return person["affiliations"][0]["current"]

    assert is_current()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert not is_current()


def test_signed_in_editor_shares_the_answer_of_readers(
    client: Client, admin_user: Any, get: Callable
) -> None:
    make_report(title="Midi")
    make_report(title="Brouillon", live=False)
    client.force_login(admin_user)
    of_editor = get()
    [kept_answer] = memory.answers.values()
    client.logout()
    assert titles(of_editor) == ["Midi"]
    assert get().content == of_editor.content
    assert [*memory.answers.values()] == [kept_answer]


def test_length_that_hides_a_large_body_is_refused_before_it_is_read(client: Client) -> None:
    body = b'{"query": "{ __typename }"}' + b" " * 300_000
    for length in (str(len(body)), str(len(body)).rjust(20, "0")):
        response = client.generic(
            "POST", "/graphql/", body, content_type="application/json", CONTENT_LENGTH=length
        )
        assert response.status_code == 413
    assert not memory.answers


def test_turn_while_an_answer_is_made_ends_it(get: Callable, monkeypatch: Any) -> None:
    """What was begun before midnight may tell of the day before."""
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=23, minute=59, second=59, microsecond=0)

    with time_machine.travel(midnight, tick=False) as clock:
        made = view.answer

        def slow(*asked: Any) -> Any:
            found = made(*asked)
            clock.shift(2)
            return found

        monkeypatch.setattr(view, "answer", slow)
        get()
        [(kept_answer, _)] = memory.answers.values()
        assert not kept_answer.holds(kept_answer.head)


@pytest.mark.parametrize(
    "query",
    ["{ nothing }", "{", '{ eventReports(after: "x") { totalCount } }', "{ __typename a: b }"],
)
def test_errors_are_not_kept(get: Callable, query: str) -> None:
    response = get(query)
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    assert not memory.answers


def test_previews_are_not_kept(client: Client, token: Callable) -> None:
    report = make_report(title="Public")
    report.title = "Brouillon"
    report.save_revision()
    query = {"query": "{ preview { id ... on EventReport { title } } }"}
    answer = client.get("/graphql/", query, headers={"Preview-Token": token(report)})
    assert answer.json()["data"]["preview"]["title"] == "Brouillon"
    assert answer["Cache-Control"] == "private, no-store"
    assert not memory.answers
    assert client.get("/graphql/", query).json()["data"] == {"preview": None}


def test_operation_that_is_sent_with_its_hash_is_remembered_each_time(client: Client) -> None:
    """A client that found its hash forgotten sends both: an answer that was kept would not do."""
    persisted = {"persistedQuery": {"version": 1, "sha256Hash": hash_of("{ __typename }")}}
    body = {"query": "{ __typename }", "extensions": persisted}
    assert client.post("/graphql/", body, content_type="application/json").status_code == 200
    assert not memory.answers


def test_client_that_has_the_answer_is_told_so(get: Callable) -> None:
    report = make_report(title="Midi")
    first = get()
    etag = first["ETag"]
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    for known in (etag, f'W/{etag}, "other"', "*"):
        again = get(**{"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("ETag", "Cache-Control", "Cache-Tag", "Vary"):
            assert again[name] == first[name]
    report.title = "Soir"
    report.save_revision().publish()
    changed = get(**{"If-None-Match": etag})
    assert (changed.status_code, titles(changed)) == (200, ["Soir"])
    assert changed["ETag"] != etag


def test_each_encoding_has_its_own_etag(get: Callable) -> None:
    for number in range(12):
        make_report(title=f"Un titre assez long pour que la réponse se compresse {number}")
    etags = {
        encoding: get(**{"Accept-Encoding": encoding})["ETag"]
        for encoding in ("br", "gzip", "identity")
    }
    assert len(set(etags.values())) == 3
    told = {"Accept-Encoding": "br", "If-None-Match": etags["gzip"]}
    assert get(**told).status_code == 200
    assert get(**{**told, "If-None-Match": etags["br"]}).status_code == 304


def test_post_is_answered_whole(client: Client) -> None:
    body = {"query": LIST}
    etag = client.post("/graphql/", body, content_type="application/json")["ETag"]
    headers = {"If-None-Match": etag}
    again = client.post("/graphql/", body, content_type="application/json", headers=headers)
    assert again.status_code == 200


def test_question_is_told_apart_by_all_that_makes_it(client: Client) -> None:
    make_report(title="Midi")
    query = "query A { eventReports { totalCount } } query B { __typename }"
    answers = [
        client.get("/graphql/", {"query": query, "operationName": name}).json()["data"]
        for name in ("A", "B")
    ]
    assert answers == [{"eventReports": {"totalCount": 1}}, {"__typename": "Query"}]
    modern = {"Accept": "application/graphql-response+json"}
    types = [
        client.get("/graphql/?query={__typename}", headers=headers)["Content-Type"]
        for headers in ({}, modern)
    ]
    assert types[0] != types[1]


def test_cdn_keeps_an_answer_as_long_as_the_operator_says(get: Callable, settings: Any) -> None:
    noon = timezone.localtime().replace(hour=12)
    settings.CDN_SECONDS = 600
    with time_machine.travel(noon, tick=False):
        assert get()["Cache-Control"] == "public, max-age=0, s-maxage=600, must-revalidate"
        settings.CDN_STALE_SECONDS = 60
        told = "public, max-age=0, s-maxage=600, stale-while-revalidate=60"
        assert get()["Cache-Control"] == told
        make_report(expire_at=noon + timedelta(seconds=100))
    with time_machine.travel(noon + timedelta(seconds=40), tick=False):
        assert "s-maxage=60," in get()["Cache-Control"]
        for query in ("{ site { version } }", "{ changes { endCursor } }"):
            assert get(query)["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_database_that_is_gone_is_told_and_no_kept_answer_is_given(
    get: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert get().status_code == 200

    def fail(*anything: Any) -> Any:
        raise OperationalError

    for name in ("head", "holds_until"):
        with monkeypatch.context() as broken, connection.execute_wrapper(fail):
            broken.setattr(middleware, name, fail)
            memory.clear()
            response = get()
        assert response.status_code == 503
        assert response.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"


def kept_of(size: int, head: int = 1) -> Kept:
    return Kept(b"x" * size, "application/json", [], head, until=float("inf"))


def test_memory_is_bounded_and_forgets_what_was_used_longest_ago() -> None:
    few = Memory(most=10 * 2000)
    for name in "abcdefghijk":
        few.keep(name.encode(), kept_of(1000))
        few.find(b"a", 1)
    assert few.find(b"a", 1)
    assert few.find(b"b", 1) is None
    assert few.held == sum(size for _, size in few.answers.values()) <= few.most
    few.keep(b"large", kept_of(5000))
    assert few.find(b"large", 1) is None


def test_plain_content_is_counted_once() -> None:
    plain = kept_of(5000)
    before = plain.size
    plain.encoded("identity")
    assert plain.size == before
    plain.encoded("gzip")
    assert before < plain.size < before + 5000


def test_older_answer_does_not_replace_a_newer_one() -> None:
    few = Memory(most=100_000)
    few.keep(b"q", kept_of(10, head=2))
    few.keep(b"q", kept_of(20, head=1))
    assert few.find(b"q", 1) is None
    assert len(few.find(b"q", 2).content) == 10


@pytest.mark.parametrize("most", [100_000, 1], ids=["kept", "too large to be kept"])
def test_one_of_many_who_ask_at_once_finds_the_answer(
    monkeypatch: pytest.MonkeyPatch, settings: Any, most: int
) -> None:
    monkeypatch.setattr(memory, "most", most)
    monkeypatch.setattr(middleware, "head", lambda: 7)
    monkeypatch.setattr(middleware, "holds_until", lambda head: float("inf"))
    made: list[int] = []

    def answer(request: Any) -> HttpResponse:
        made.append(1)
        sleep(0.2)
        response = HttpResponse(b'{"data":{}}', content_type="application/json")
        response.answer = SimpleNamespace(tags=["Site"], shares=True)
        return response

    door = middleware.PublicApiMiddleware(answer)
    given: list[bytes] = []

    def ask() -> None:
        request = RequestFactory().get("/graphql/", {"query": "{ a }"})
        given.append(door(request).content)

    threads = [beside(ask) for _ in range(8)]
    for thread in threads:
        thread.join()
    assert given == [b'{"data":{}}'] * 8
    assert len(made) == 1
    assert not kept.flights.under_way


def test_who_leads_and_fails_leaves_the_others_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "head", lambda: 7)

    def fail(request: Any) -> HttpResponse:
        raise RuntimeError

    door = middleware.PublicApiMiddleware(fail)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            door(RequestFactory().get("/graphql/", {"query": "{ a }"}))
    assert not kept.flights.under_way
