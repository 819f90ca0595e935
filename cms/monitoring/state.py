"""The state of the installation, read from the database when somebody asks: every process tells the same.

So what workers do is seen too, and counted once, however many there are. A few statements, whatever there
is; without the database, that it is gone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import Error, connection, transaction
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from cms.connections import is_gone, outage
from cms.publishing import leases
from cms.publishing.models import Change
from cms.publishing.schedule import due_since
from cms.webhooks.models import Delivery, DeliveryState, Endpoint
from snippets.models import FileToDelete, Photo

DAY = timedelta(days=1)
SECONDS = 5
"""The longest that PostgreSQL works at one of these statements."""


class State:
    """What is waiting, what was done, who is there."""

    def collect(self) -> Iterator[Metric]:
        """As it is now."""
        found = read()
        yield gauge("database_up", "1 while the database answers, else 0.", found is not None)
        yield from found or ()


def read() -> list[Metric] | None:
    """What the database tells; None when it does not answer."""
    if outage.is_sure:
        return None
    try:
        with in_time():
            now = timezone.now()
            return [
                *journal(),
                schedule(now),
                *messages(now),
                *outcomes(now),
                endpoints(now),
                pictures(),
                *files(now),
                *workers(),
            ]
    except Error as error:
        if is_gone(error):
            outage.begin(error)
        return None


@contextmanager
def in_time() -> Iterator[None]:
    """Ends a statement of PostgreSQL that takes too long. On SQLite a transaction would wait for who writes."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{SECONDS}s"])
        yield


def gauge(name: str, meaning: str, value: float) -> Metric:
    """One number."""
    return GaugeMetricFamily(f"technopole_{name}", meaning, value=value)


def labelled(name: str, meaning: str, label: str, values: dict[str, int]) -> Metric:
    """Several of a kind."""
    family = GaugeMetricFamily(f"technopole_{name}", meaning, labels=[label])
    for told, value in values.items():
        family.add_metric([told], value)
    return family


def seconds_since(moment: datetime | None, now: datetime) -> float:
    """0 for None, and for what is yet to come."""
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0


def journal() -> Iterator[Metric]:
    """How far it is."""
    last = Change.objects.order_by("-number").values_list("number", "at").first()
    number, at = last or (0, None)
    yield gauge("journal_head", "Number of the last change of what readers may read.", number)
    yield gauge(
        "journal_last_change_timestamp_seconds",
        "When the last change was made, in seconds since 1970; 0 without any.",
        at.timestamp() if at else 0,
    )


def schedule(now: datetime) -> Metric:
    """How late it is."""
    return gauge(
        "schedule_lag_seconds",
        "How late the oldest thing is that is due to go public or to end; 0 when nothing is.",
        seconds_since(due_since(), now),
    )


def messages(now: datetime) -> Iterator[Metric]:
    """What is to be sent to webhooks that are not paused."""
    is_open = Q(endpoint__resting_until=None) | Q(endpoint__resting_until__lte=now)
    found = (
        Delivery.objects.waiting()
        .filter(endpoint__paused_at=None)
        .aggregate(
            count=Count("pk"),
            oldest=Min("noted_at"),
            due=Min("due_at", filter=is_open & Q(due_at__lte=now)),
        )
    )
    yield gauge(
        "webhook_queue_messages",
        "Messages that wait to be sent, or to be tried again, to webhooks that are not paused.",
        found["count"],
    )
    yield gauge(
        "webhook_queue_age_seconds",
        "How long ago the change was of which the oldest of these messages tells; 0 without any.",
        seconds_since(found["oldest"], now),
    )
    yield gauge(
        "webhook_lag_seconds",
        "How late the oldest message is that is due and may be sent now; 0 when nothing is due.",
        seconds_since(found["due"], now),
    )


def outcomes(now: datetime) -> Iterator[Metric]:
    """What became of messages."""
    lately = Delivery.objects.filter(noted_at__gt=now - DAY).order_by()
    found = dict(lately.values_list("state").annotate(count=Count("pk")))
    yield labelled(
        "webhook_messages",
        "Messages to webhooks about changes of the last 24 hours, by what became of them: waiting, delivered, given_up.",
        "state",
        {state.value.lower(): found.get(state.value, 0) for state in DeliveryState},
    )


def endpoints(now: datetime) -> Metric:
    """Which webhooks there are."""
    rests = Q(paused_at=None, resting_until__gt=now)
    found = Endpoint.objects.aggregate(
        paused=Count("pk", filter=Q(paused_at__isnull=False)),
        resting=Count("pk", filter=rests),
        all=Count("pk"),
    )
    paused, resting = found["paused"], found["resting"]
    return labelled(
        "webhook_endpoints",
        "Webhooks, by state: open, resting (left alone for a while after failures), paused (until somebody resumes it).",
        "state",
        {"open": found["all"] - paused - resting, "resting": resting, "paused": paused},
    )


def pictures() -> Metric:
    """Whose files are to be made."""
    return gauge(
        "pictures_waiting",
        "Pictures of which files are still to be made, and nobody is at it.",
        Photo.objects.due().order_by().count(),
    )


def files(now: datetime) -> Iterator[Metric]:
    """What is still there and nothing names any more."""
    found = FileToDelete.objects.aggregate(count=Count("pk"), oldest=Min("since"))
    yield gauge(
        "files_to_delete",
        "Files that are withdrawn, replaced or deleted, and still to be removed from the storage.",
        found["count"],
    )
    yield gauge(
        "files_to_delete_age_seconds",
        "How long ago the oldest of them was to go; 0 without any.",
        seconds_since(found["oldest"], now),
    )


def workers() -> Iterator[Metric]:
    """Who is there to do what happens by itself."""
    present, ago = leases.workers()
    yield gauge(
        "workers", "Workers that are there. Without any, serving processes do their work.", present
    )
    if ago is not None:
        yield gauge(
            "worker_tick_age_seconds",
            "How long ago a worker last said that it is there, every two seconds; absent where none was killed or is there.",
            ago.total_seconds(),
        )
