from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cms.previews.tokens import issue

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(client: Client, db: None) -> Ask:
    """Send a query as any frontend does; gives the data, and fails when there are errors."""

    def send(query: str, **variables: Any) -> dict[str, Any]:
        body = {"query": query, "variables": variables}
        response = client.post("/graphql/", body, content_type="application/json")
        answer = response.json()
        assert response.status_code == 200, answer
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    return send


@pytest.fixture
def ask_raw(client: Client, db: None) -> Ask:
    """Send a query as any frontend does; gives the whole answer, errors or not."""

    def send(query: str, **variables: Any) -> dict[str, Any]:
        body = {"query": query, "variables": variables}
        return client.post("/graphql/", body, content_type="application/json").json()

    return send


@pytest.fixture
def token(admin_user: Any) -> Callable[[Any], str]:
    """A token that shows an object as last saved, given to an administrator."""
    return lambda thing: issue(thing, admin_user)


@pytest.fixture
def preview(client: Client, token: Callable[[Any], str]) -> Ask:
    """Send a query with a token of an object; gives the data, and fails when there are errors."""

    def send(thing: Any, query: str, **variables: Any) -> dict[str, Any]:
        response = client.post(
            "/graphql/",
            {"query": query, "variables": variables},
            content_type="application/json",
            headers={"Preview-Token": token(thing)},
        )
        answer = response.json()
        assert response.status_code == 200, answer
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    return send
