"""`/metrics` is there for who has the token, and tells what was done."""

import json
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.api.gate import gate
from cms.api.known_names import learn
from cms.api.models import KnownOperation
from cms.metrics.names import FIRST, LONGEST, MOST, Names
from tests.factories import make_report
from tests.metrics.conftest import Site
from tests.metrics.reading import TOKEN

pytestmark = pytest.mark.django_db

REQUESTS = "technopole_graphql_requests_total"
HTTP = "technopole_http_request_duration_seconds_count"
REFUSED = "technopole_graphql_refused_total"
COSTLY = (
    "{ technopoles { eventReports(first: 100) { nodes { organisers { eventReports(first: 100) { nodes { "
    "organisers { eventReports(first: 100) { nodes { id } } } } } } } } } }"
)
QUERY = "query Titles { eventReports { nodes { title } } }"


@pytest.mark.parametrize("sent", [None, "", "Bearer ", f"Bearer {TOKEN}x", TOKEN, "Bearer é"])
def test_there_is_no_such_address_without_the_token(
    client: Client, settings: Any, sent: str | None
) -> None:
    settings.METRICS_TOKEN = TOKEN
    headers = {} if sent is None else {"Authorization": sent}
    missing, refused = client.get("/no-such-page"), client.get("/metrics", headers=headers)
    assert refused.status_code == missing.status_code
    assert b"technopole_" not in refused.content


def test_there_is_no_such_address_without_a_token_to_send(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    told = client.get("/metrics", headers={"Authorization": "Bearer "})
    assert told.status_code == client.get("/no-such-page").status_code
    assert b"technopole_" not in told.content


def test_prometheus_may_ask_under_any_host_and_nobody_keeps_the_answer(
    client: Client, settings: Any
) -> None:
    settings.METRICS_TOKEN, settings.SECURE_SSL_REDIRECT = TOKEN, True
    asked = {"headers": {"Authorization": f"Bearer {TOKEN}", "Host": "10.0.0.7:8001"}}
    told = client.get("/metrics", **asked)
    assert told.status_code == 200
    assert told["Content-Type"].startswith("text/plain; version=0.0.4")
    assert told["Cache-Control"] == "no-store"
    assert not told.cookies
    asked["headers"]["Accept"] = "application/openmetrics-text; version=1.0.0"
    modern = client.get("/metrics", **asked)
    assert modern["Content-Type"].startswith("application/openmetrics-text; version=1.0.0")
    assert modern.content.endswith(b"# EOF\n")
    assert client.post("/metrics", **asked).status_code != 200


def test_requests_are_counted_by_operation_and_where_the_answer_came_from(site: Site) -> None:
    make_report()
    for _ in range(3):
        assert "errors" not in site.ask(QUERY)
    site.ask(QUERY, variables={"not": "kept whole"})

    told = {"operation": "Titles", "code": "OK", "status": "200"}
    assert site.since(REQUESTS, **told, source="made") == 2
    assert site.since(REQUESTS, **told, source="front") == 2
    assert site.since(HTTP, door="graphql", status="200") == 4
    assert (
        site.since("technopole_graphql_execution_duration_seconds_count", operation="Titles") == 2
    )
    statements = site.since("technopole_graphql_sql_statements_sum", operation="Titles")
    assert statements >= 2
    assert site.since("technopole_graphql_cost_objects_count") == 2


def test_answer_in_memory_is_told_from_a_whole_response(site: Site) -> None:
    site.ask(QUERY)
    body = json.dumps({"query": QUERY}).encode()
    site.send("/graphql/", body, HTTP_ACCEPT_ENCODING="br")
    assert site.since(REQUESTS, operation="Titles", source="memory") == 1


def test_feeds_and_other_doors_are_counted(site: Site) -> None:
    for _ in range(2):
        assert site.send("/feeds/all.rss")[0] == 200
    site.send("/healthz")
    assert site.since("technopole_feed_requests_total", status="200", source="made") == 1
    assert site.since("technopole_feed_requests_total", status="200", source="front") == 1
    assert site.since(HTTP, door="feed", status="200") == 2
    assert site.since(HTTP, door="health", status="200") >= 1
    assert site.since(REQUESTS) == 0


@pytest.mark.parametrize(
    ("query", "limit", "code"),
    [
        (
            "{" + " ".join(f"a{i}: __typename" for i in range(101)) + "}",
            "aliases",
            "LIMIT_EXCEEDED",
        ),
        ("{ " + "__typename " * 2001 + "}", "tokens", "LIMIT_EXCEEDED"),
        (
            '{ search(query: "' + "a" * 256 + '") { totalCount } }',
            "search_length",
            "LIMIT_EXCEEDED",
        ),
        (
            COSTLY,
            "cost",
            "COST_EXCEEDED",
        ),
        ("{ nothing }", None, "GRAPHQL_VALIDATION_FAILED"),
    ],
)
def test_refused_operations_are_counted_by_limit(
    site: Site, query: str, limit: str | None, code: str
) -> None:
    site.ask(query)
    assert site.since(REQUESTS, code=code) == 1
    assert site.since(REFUSED) == (1 if limit else 0)
    if limit:
        assert site.since(REFUSED, limit=limit) == 1


def test_process_that_is_full_is_counted(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.api.gate.LONGEST_WAIT", 0.01)
    monkeypatch.setattr(gate.places, "acquire", lambda **_: False)
    site.ask(QUERY)
    assert site.since(REFUSED, limit="at_once") == 1
    assert site.since(REQUESTS, operation="unknown", code="UNAVAILABLE", status="503") == 1


def test_ten_thousand_names_take_no_memory(site: Site) -> None:
    site.ask(QUERY)
    for number in range(120):
        site.ask(f"query Name{number} {{ __typename }}")
    site.send("/graphql/", json.dumps({"query": QUERY}).encode(), HTTP_ACCEPT_ENCODING="br")
    assert site.since(REQUESTS, operation="Titles") == 2
    site.send("/feeds/all.rss")
    assert site.since("technopole_feed_requests_total") == 1
    readings = site.readings()
    assert site.since(REQUESTS, operation="other") >= 120 - FIRST
    assert (
        len([each for each in readings.labels(REQUESTS, "operation") if each.startswith("Name")])
        < FIRST
    )

    names = Names()
    labels = {names.label(f"Name{number}") for number in range(10_000)}
    assert len(labels) < FIRST
    names.know(f"Known{number}" for number in range(10_000))
    labels = {names.label(f"Known{number}") for number in range(10_000)}
    assert len(labels) < MOST
    assert names.label("N" * (LONGEST + 1)) == "other"


def test_operations_of_frontends_are_counted_by_name_and_no_other(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = Names()
    for place in ("cms.api.counting.names", "cms.api.known_names.names"):
        monkeypatch.setattr(place, names)
    KnownOperation.objects.create(frontend="site", name="Titles", hash="0" * 64, text=QUERY, line=1)
    learn()
    site.ask(QUERY)
    site.ask("query Stranger { __typename }")
    site.ask("{ __typename }")
    assert site.since(REQUESTS, operation="Titles") == 1
    assert site.since(REQUESTS, operation="other") == 1
    assert site.since(REQUESTS, operation="anonymous") == 1


def test_database_that_is_gone_leaves_what_is_counted(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site.before.value("technopole_database_up") == 1
    site.send("/healthz")

    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("cms.monitoring.state.due_since", fail)
    readings = site.readings()
    assert readings.value("technopole_database_up") == 0
    assert "technopole_journal_head" not in readings.names()
    assert readings.value(HTTP, door="health", status="200") >= 1


def test_scrape_asks_the_database_little(site: Site) -> None:
    make_report()
    with CaptureQueriesContext(connection) as captured:
        site.scrape()
    asked = [each["sql"] for each in captured if each["sql"].startswith(("SELECT", "("))]
    most = 9 if connection.vendor == "postgresql" else 8
    assert len(asked) <= most, asked


def test_sign_ins_are_counted(site: Site, admin_user: Any) -> None:
    assert authenticate(username="admin", password="wrong") is None
    Client().login(username="admin", password="password")
    assert site.since("technopole_sign_ins_total", outcome="failed") == 1
    assert site.since("technopole_sign_ins_total", outcome="succeeded") == 1


def test_nothing_is_counted_where_nobody_may_ask(site: Site, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert Site(reads=False).send("/robots.txt")[0] == 200
    settings.METRICS_TOKEN = TOKEN
    assert site.since(HTTP, door="site") == 0
