"""Operations by their hash, and documents that are prepared once."""

import json
from hashlib import sha256
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from cms.api import documents, execution
from cms.api.documents import Memory, Prepared

QUERY = "query Count { organisations { totalCount } }"
HASH = sha256(QUERY.encode()).hexdigest()


@pytest.fixture(autouse=True)
def _forgetful(db: None) -> None:
    caches["operations"].clear()


def extensions(hash_: Any = HASH, version: Any = 1) -> dict[str, Any]:
    return {"persistedQuery": {"version": version, "sha256Hash": hash_}}


def post(client: Client, **body: Any) -> dict[str, Any]:
    return client.post("/graphql/", body, content_type="application/json").json()


def test_hash_is_enough_once_the_text_was_sent(client: Client) -> None:
    [error] = post(client, extensions=extensions())["errors"]
    assert error == {
        "message": "PersistedQueryNotFound",
        "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"},
    }
    for body in ({"query": QUERY}, {}):
        answer = post(client, **body, extensions=extensions())
        assert answer["data"] == {"organisations": {"totalCount": 0}}
    response = client.get("/graphql/", {"extensions": json.dumps(extensions())})
    assert response.json()["data"] == {"organisations": {"totalCount": 0}}


def test_wrong_hash_is_refused_and_nothing_is_kept(client: Client) -> None:
    response = client.post(
        "/graphql/",
        {"query": "{ __typename }", "extensions": extensions()},
        content_type="application/json",
    )
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}
    assert caches["operations"].get(HASH) is None


def test_only_what_fits_the_schema_is_kept(client: Client) -> None:
    text = "{ nothing }"
    hash_ = sha256(text.encode()).hexdigest()
    [error] = post(client, query=text, extensions=extensions(hash_))["errors"]
    assert error["extensions"] == {"code": "GRAPHQL_VALIDATION_FAILED"}
    assert caches["operations"].get(hash_) is None


def test_nothing_is_kept_unless_asked_for(client: Client) -> None:
    post(client, query=QUERY)
    assert caches["operations"].get(HASH) is None


@pytest.mark.parametrize(
    "asked",
    [
        extensions(HASH.upper()),
        extensions("x"),
        extensions(None),
        extensions(version=2),
        extensions(["a"]),
        {"persistedQuery": HASH},
        {"persistedQuery": []},
        {"persistedQuery": {}},
    ],
)
def test_malformed_hash_is_refused(client: Client, asked: Any) -> None:
    [error] = post(client, extensions=asked)["errors"]
    assert error["extensions"] == {"code": "BAD_REQUEST"}


def test_document_is_prepared_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = []
    monkeypatch.setattr(documents, "memory", Memory())
    monkeypatch.setattr(documents, "validate", lambda *_, **__: prepared.append(1))
    for _ in range(3):
        assert "data" in post(client, query=QUERY)
    assert prepared == [1]


def test_memory_forgets_what_was_used_longest_ago() -> None:
    memory = Memory(most=10)
    made = [Prepared(text, None, [], frozenset()) for text in ("aaaa", "bbbb", "cccc")]
    memory.keep(made[0])
    memory.keep(made[1])
    assert memory.find("aaaa") is made[0]
    memory.keep(made[2])
    assert [memory.find(each.text) for each in made] == [made[0], None, made[2]]
    assert memory.held == 8
    memory.keep(Prepared("x" * 20_000, None, [], frozenset()))
    assert memory.held == 8


def test_refused_operation_is_not_remembered(client: Client) -> None:
    post(client, query="{ nothing }")
    assert documents.memory.find("{ nothing }") is None
    assert execution.prepared is documents.prepared
