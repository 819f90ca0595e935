"""The state of the installation, as any process reads it in the database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cms.publishing import leases, schedule
from cms.publishing.journal import head
from cms.publishing.models import Lease
from cms.webhooks.models import Delivery, DeliveryState, Endpoint
from snippets.models import FileToDelete, Photo
from tests.factories import make_photo, make_report
from tests.metrics.conftest import Site
from tests.publishing.test_schedule import in_two_hours, scheduled_report

LAG = "technopole_schedule_lag_seconds"


@pytest.fixture
def make_endpoint(db: None) -> Callable[..., Endpoint]:
    return lambda **fields: Endpoint.objects.create(name="Site", url="https://a.example/", **fields)


def test_journal_is_told(site: Site) -> None:
    make_report()
    readings = site.readings()
    assert readings.value("technopole_journal_head") == head()
    ago = timezone.now().timestamp() - readings.value(
        "technopole_journal_last_change_timestamp_seconds"
    )
    assert 0 <= ago < 60


def test_schedule_that_nobody_keeps_is_late(site: Site, time_machine: Any) -> None:
    scheduled_report()
    assert site.readings().value(LAG) == 0
    in_two_hours(time_machine)
    assert 3500 < site.readings().value(LAG) <= 3700
    schedule.run_due()
    assert site.readings().value(LAG) == 0


def test_what_is_to_end_is_late_too(site: Site, time_machine: Any) -> None:
    make_report(expire_at=timezone.now() + timedelta(hours=1, minutes=30))
    in_two_hours(time_machine)
    assert 1700 < site.readings().value(LAG) <= 1900


def test_messages_of_webhooks_are_told(
    site: Site, make_endpoint: Callable[..., Endpoint], time_machine: Any
) -> None:
    make_endpoint()
    make_report()
    waiting = Delivery.objects.count()
    time_machine.move_to(timezone.now() + timedelta(minutes=10))
    readings = site.readings()
    assert readings.value("technopole_webhook_queue_messages") == waiting > 0
    assert 590 < readings.value("technopole_webhook_queue_age_seconds") <= 660
    assert 590 < readings.value("technopole_webhook_lag_seconds") <= 660
    assert readings.value("technopole_webhook_messages", state="waiting") == waiting

    Delivery.objects.update(state=DeliveryState.GIVEN_UP)
    readings = site.readings()
    assert readings.value("technopole_webhook_queue_age_seconds") == 0
    assert readings.value("technopole_webhook_messages", state="given_up") == waiting
    assert readings.value("technopole_webhook_messages", state="waiting") == 0


def test_webhook_that_rests_or_is_paused_is_no_lag_of_ours(
    site: Site, make_endpoint: Callable[..., Endpoint]
) -> None:
    now = timezone.now()
    make_endpoint()
    rests = make_endpoint(resting_until=now + timedelta(hours=1))
    make_endpoint(paused_at=now)
    make_report()
    Delivery.objects.exclude(endpoint=rests).exclude(endpoint__paused_at__isnull=False).delete()
    readings = site.readings()
    states = {
        state: readings.value("technopole_webhook_endpoints", state=state)
        for state in ("open", "resting", "paused")
    }
    assert states == {"open": 1, "resting": 1, "paused": 1}
    assert readings.value("technopole_webhook_queue_messages") == rests.deliveries.count() > 0
    assert readings.value("technopole_webhook_lag_seconds") == 0


def test_workers_are_told(site: Site) -> None:
    assert site.before.value("technopole_workers") == 0
    assert "technopole_worker_tick_age_seconds" not in site.before.names()
    leases.come()
    readings = site.readings()
    assert readings.value("technopole_workers") == 1
    assert readings.value("technopole_worker_tick_age_seconds") < 5
    Lease.objects.update(until=timezone.now() - timedelta(minutes=2))
    readings = site.readings()
    assert readings.value("technopole_workers") == 0
    assert 120 < readings.value("technopole_worker_tick_age_seconds") < 140


def test_pictures_that_wait_are_told(site: Site) -> None:
    make_photo()
    Photo.objects.update(files_due_at=timezone.now() - timedelta(minutes=1))
    assert site.readings().value("technopole_pictures_waiting") == 1


def test_files_that_cannot_be_deleted_are_told(site: Site) -> None:
    assert site.readings().value("technopole_files_to_delete") == 0
    assert site.readings().value("technopole_files_to_delete_age_seconds") == 0
    now = timezone.now()
    for minutes in (5, 10):
        since = now - timedelta(minutes=minutes)
        FileToDelete.objects.create(field="a", name="b", since=since, due_at=now)
    readings = site.readings()
    assert readings.value("technopole_files_to_delete") == 2
    assert 600 <= readings.value("technopole_files_to_delete_age_seconds") < 660


def test_versions_and_the_process_are_told(site: Site) -> None:
    readings = site.readings()
    assert readings.value("technopole_build_info") == 1
    assert readings.value("process_resident_memory_bytes") > 10_000_000
