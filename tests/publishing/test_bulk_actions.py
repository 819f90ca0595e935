"""After every bulk action that the admin offers, the API answers and `changes` tells what is true now."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page

from cms.api.ids import global_id
from cms.publishing.audit import missing_changes
from snippets.models import EventSeries
from tests.factories import (
    made,
    make_collection,
    make_document,
    make_organisation,
    make_person,
    make_photo,
    make_sector,
    make_standard_page,
    make_technopole,
)

MAKE: dict[str, Callable[..., Any]] = {
    "wagtailcore.page": make_standard_page,
    "snippets.photo": make_photo,
    "snippets.attachment": make_document,
    "snippets.organisation": make_organisation,
    "snippets.person": make_person,
    "snippets.technopole": make_technopole,
    "snippets.eventseries": lambda: made(EventSeries, name="Série", slug=""),
    "snippets.sector": make_sector,
}
TOLD = {
    "add_tags": "UPDATED",
    "add_to_collection": "WITHDRAWN",
    "delete": "WITHDRAWN",
    "move": "UPDATED",
    "publish": "PUBLISHED",
    "unpublish": "WITHDRAWN",
}
"""What readers are told of each thing; the collection is a private one."""
OF_PAGES = [("wagtailcore.page", each) for each in ("delete", "move", "publish", "unpublish")]
OF_FILES = [
    (model, action)
    for model in ("snippets.photo", "snippets.attachment")
    for action in ("add_tags", "add_to_collection", "delete")
]
OF_RECORDS = [(model, "delete") for model in list(MAKE)[3:]]
ACTIONS = [*OF_PAGES, *OF_FILES, *OF_RECORDS]
USERS = "accounts.user"
"""Readers see nothing of them."""
CHANGES = """query ($after: String) { site { version } changes(after: $after, first: 100) { nodes {
  action id path node { id }
} } }"""
NODE = "query ($id: ID!) { node(id: $id) { id ... on Page { path } } }"


@pytest.fixture
def ask(client: Client) -> Callable[..., dict[str, Any]]:
    def send(query: str, **variables: Any) -> dict[str, Any]:
        body = {"query": query, "variables": variables}
        answer = client.post("/graphql/", body, content_type="application/json").json()
        assert "errors" not in answer
        return answer["data"]

    return send


def test_every_bulk_action_is_tried_here() -> None:
    bulk_action_registry._scan_for_bulk_actions()
    offered = {
        (f"{app}.{model}", action)
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    }
    assert {each for each in offered if each[0] != USERS} == set(ACTIONS)


@pytest.mark.parametrize(("model", "action"), ACTIONS)
def test_bulk_action_is_answered_and_told(
    admin_client: Client, ask: Callable[..., dict[str, Any]], model: str, action: str
) -> None:
    fields = {"live": False} if action == "publish" else {}
    things, other = [MAKE[model](**fields) for _ in range(3)], MAKE[model]()
    target, private = make_standard_page(slug="cible"), make_collection(is_private=True)
    version = ask(CHANGES)["site"]["version"]
    address = reverse("wagtail_bulk_action", args=[*model.split("."), action])
    ids = "&".join(f"id={thing.pk}" for thing in things)
    form = {"chooser": target.pk, "collection": private.pk, "tags": "mot"}
    assert admin_client.post(f"{address}?{ids}&next=/admin/", form).status_code == 302

    told = ask(CHANGES, after=version)["changes"]["nodes"]
    ours = {change["id"]: change for change in told}
    for thing in things:
        key = global_id(thing)
        answer = ask(NODE, id=key)["node"]
        assert ours[key]["action"] == TOLD[action]
        assert (answer is None) is (TOLD[action] == "WITHDRAWN")
        assert (ours[key]["node"] is None) is (answer is None)
        if isinstance(thing, Page) and answer:
            assert ours[key]["path"] == answer["path"]
            assert answer["path"].startswith("/cible/") is (action == "move")
    assert len([change for change in told if change["id"] in ours]) == len(ours)
    assert global_id(other) not in ours
    assert ask(NODE, id=global_id(other))["node"] is not None
    assert list(missing_changes()) == []
