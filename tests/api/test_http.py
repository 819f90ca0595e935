"""GraphQL over HTTP: what is executed, what is refused, and how it is said."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.factories import make_organisation, make_report

MODERN = "application/graphql-response+json"
TYPENAME = {"query": "{ __typename }"}


@pytest.fixture
def post(client: Client, db: None) -> Any:
    def send(body: Any, **headers: str) -> Any:
        return client.post("/graphql/", body, content_type="application/json", headers=headers)

    return send


def code_of(response: Any) -> str:
    return response.json()["errors"][0]["extensions"]["code"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        (MODERN, MODERN),
        (f"{MODERN}, application/json;q=0.9", MODERN),
        ("text/html, application/json;q=0.5", "application/json"),
    ],
)
def test_answer_has_the_media_type_asked_for(post: Any, accept: str, media_type: str) -> None:
    response = post(TYPENAME, **({"Accept": accept} if accept else {}))
    assert response.status_code == 200
    assert response["Content-Type"] == f"{media_type}; charset=utf-8"
    assert "Accept" in response["Vary"]
    assert response.json()["data"] == {"__typename": "Query"}


def test_client_that_takes_neither_media_type_is_told(post: Any) -> None:
    response = post(TYPENAME, Accept="text/html")
    assert response.status_code == 406


def test_get_executes_queries(client: Client, db: None) -> None:
    query = "query ($first: Int) { eventReports(first: $first) { totalCount } }"
    asked = {"query": query, "variables": '{"first": 1}'}
    response = client.get("/graphql/", asked)
    assert response.json()["data"] == {"eventReports": {"totalCount": 0}}


@pytest.mark.parametrize(("accept", "status"), [("application/json", 200), (MODERN, 400)])
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($slug: String!) { person(slug: $slug) { name } }", "BAD_USER_INPUT"),
        ("query One { __typename } query Two { __typename }", "BAD_USER_INPUT"),
        ("query Two { __typename } query Two { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        ("mutation { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ __typename } " + "a" * 6000, "GRAPHQL_PARSE_FAILED"),
        ("{ " + "__typename " * 3000 + "}", "LIMIT_EXCEEDED"),
    ],
)
def test_refused_operation(post: Any, query: str, code: str, accept: str, status: int) -> None:
    response = post({"query": query}, Accept=accept)
    assert response.status_code == status
    assert code_of(response) == code
    assert "data" not in response.json()


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"query"',
        b"\xff\xfe",
        b'{"query": 1}',
        b'{"query": ""}',
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "variables": "x"}',
        b'{"query": "{ __typename }", "operationName": 1}',
        b'{"query": "{ __typename }", "extensions": 1}',
        b'[{"query": "{ __typename }"}]',
        b'{"query": "{ __typename }", "variables": {"n": NaN}}',
        b'{"query": "{ __typename }", "variables": {"n": ' + b"9" * 5000 + b"}}",
        b'{"query": "{ __typename }", "variables": {"text": "\\ud800"}}',
        b'{"query": "{ __typename }", "operationName": "\\udfff"}',
        b'{"query": null}',
        b"\x00" * 100,
        b'{"variables": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_malformed_request(client: Client, db: None, body: bytes) -> None:
    response = client.generic("POST", "/graphql/", body, content_type="application/json")
    assert response.status_code == 400
    assert code_of(response) == "BAD_REQUEST"


@pytest.mark.parametrize(
    "media_type", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain", ""]
)
def test_only_json_is_executed(client: Client, db: None, media_type: str) -> None:
    body = json.dumps(TYPENAME).encode()
    response = client.generic("POST", "/graphql/", body, content_type=media_type)
    assert response.status_code == 415


def test_large_body_is_refused(post: Any) -> None:
    response = post({"query": "#" + "x" * 300_000})
    assert response.status_code == 413


def test_other_methods_are_refused(client: Client, db: None) -> None:
    response = client.put("/graphql/", TYPENAME, content_type="application/json")
    assert response.status_code == 405
    assert response["Allow"] == "GET, POST"


@pytest.mark.parametrize("first", [-1, 101, 2_000_000_000])
def test_page_size_has_a_ceiling(post: Any, first: int) -> None:
    query = "query ($first: Int) { organisations(first: $first) { totalCount } }"
    response = post({"query": query, "variables": {"first": first}})
    [error] = response.json()["errors"]
    assert error["message"] == f"first: ask for 0 to 100 items, not {first}."
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}


def test_lists_give_twenty_unless_told(ask: Any) -> None:
    for _ in range(22):
        make_organisation()
    answer = ask(
        "{ some: organisations { totalCount nodes { name } } "
        "more: organisations(first: 100) { nodes { name } } "
        "none: organisations(first: 0) { totalCount nodes { name } } }"
    )
    assert answer["some"]["totalCount"] == answer["none"]["totalCount"] == 22
    assert [len(answer[name]["nodes"]) for name in ("some", "more", "none")] == [20, 22, 0]


@pytest.mark.parametrize("slug", ["", " ", "x" * 5000, "a'b", 'a"b', "a\x00b", "é", "%", "../x"])
def test_hostile_slugs_and_paths_find_nothing(ask: Any, slug: str) -> None:
    query = (
        "query ($slug: String!) { person(slug: $slug) { name } page(path: $slug) { __typename } }"
    )
    answer = ask(query, slug=slug)
    assert answer["person"] is None
    assert answer["page"] in (None, {"__typename": "Home"})


def test_failure_says_nothing_of_its_cause(post: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    make_report()
    monkeypatch.setattr("pages.models.EventReport.reading_minutes", property(lambda page: 1 / 0))
    response = post({"query": "{ eventReports { nodes { readingMinutes } } }"})
    [error] = response.json()["errors"]
    assert error["message"] == "Something went wrong on our side. Try again later."
    assert error["extensions"] == {"code": "INTERNAL"}
    assert "division" not in response.content.decode()


def test_no_cookie_is_set(post: Any) -> None:
    response = post(TYPENAME)
    assert not response.cookies
    assert "Cookie" not in response["Vary"]
