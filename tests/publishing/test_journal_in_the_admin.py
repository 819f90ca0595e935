"""What is done in the admin is told, in the same transaction: also what Wagtail tells no signal of."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests.factories import (
    make_report,
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
