"""What is done in the admin is told, in the same transaction: also what Wagtail tells no signal of."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests.factories import (
    make_collection,
    make_document,
    make_person,
    make_photo,
    make_report,
    make_standard_page,
)


@pytest.fixture
def administrator(db: None) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("a", "a@example.org", "passe"))
    return client


def test_publishing_in_the_admin_holds_with_its_line_or_not_at_all(
    administrator: Client, told: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = make_report(live=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    address += f"?id={report.pk}&next=/admin/"

    def fail(*anything: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("cms.publishing.journal.write", fail)
        with pytest.raises(RuntimeError):
            administrator.post(address)
    assert Page.objects.get(pk=report.pk).live is False
    assert told() == []
    administrator.post(address)
    assert Page.objects.get(pk=report.pk).live is True
    assert told() == [("PUBLISHED", "EVENT_REPORT")]


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
def test_bulk_actions_of_pages_are_told(administrator: Client, told: Callable, action: str) -> None:
    pages = [make_standard_page(live=action != "publish") for _ in range(3)]
    target = make_standard_page()
    told()
    ids = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    response = administrator.post(f"{address}?{ids}&next=/admin/", {"chooser": target.pk})
    assert response.status_code == 302
    actions = {"publish": "PUBLISHED", "unpublish": "WITHDRAWN", "delete": "WITHDRAWN"}
    assert told("STANDARD_PAGE") == [(actions.get(action, "UPDATED"), "STANDARD_PAGE")] * 3


@pytest.mark.parametrize(("model", "make"), [("photo", make_photo), ("attachment", make_document)])
def test_bulk_move_to_a_private_collection_is_told(
    administrator: Client, told: Callable, model: str, make: Callable
) -> None:
    files = [make() for _ in range(3)]
    private = make_collection(is_private=True)
    told()
    ids = "&".join(f"id={file.pk}" for file in files)
    address = reverse("wagtail_bulk_action", args=["snippets", model, "add_to_collection"])
    response = administrator.post(f"{address}?{ids}&next=/admin/", {"collection": private.pk})
    assert response.status_code == 302
    kind = {"photo": "IMAGE", "attachment": "DOCUMENT"}[model]
    assert told() == [("WITHDRAWN", kind)] * 3


def test_bulk_deletion_of_records_is_told(administrator: Client, told: Callable) -> None:
    people = [make_person() for _ in range(3)]
    told()
    ids = "&".join(f"id={person.pk}" for person in people)
    address = reverse("wagtail_bulk_action", args=["snippets", "person", "delete"])
    assert administrator.post(f"{address}?{ids}&next=/admin/").status_code == 302
    assert told() == [("WITHDRAWN", "PERSON")] * 3
