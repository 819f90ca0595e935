"""A restored copy tells nobody anything until somebody says so."""

import pytest

from cms.backup.restoring import hold_webhooks
from cms.webhooks.models import Delivery, Endpoint
from tests.factories import make_organisation


@pytest.mark.django_db
def test_webhooks_of_a_restored_system_are_paused() -> None:
    Endpoint.objects.create(name="Site", url="https://www.example.org/", kinds=["ORGANISATION"])
    stopped = Endpoint.objects.create(name="Outil", url="https://www.example.org/")
    stopped.pause("410")
    stopped.save()
    make_organisation()
    hold_webhooks()
    reasons = list(Endpoint.objects.values_list("name", "pause_reason"))
    assert reasons[0] == ("Outil", "410")
    assert "sauvegarde" in reasons[1][1]
    assert Delivery.objects.waiting().exists()
    assert not Endpoint.objects.with_something_due().exists()
