"""What is true of the process that answers, and of no other: only told where it is the only one of its server."""

import platform
from collections.abc import Iterable, Iterator

import django
import wagtail
from django.db import DEFAULT_DB_ALIAS, connections
from prometheus_client import ProcessCollector
from prometheus_client.metrics_core import GaugeMetricFamily, InfoMetricFamily, Metric

from cms.metrics.processes import shared
from cms.version import product_version

of_system = ProcessCollector(registry=None)


class Process:
    """The build; memory, processor time and open files; the pool of connections."""

    def collect(self) -> Iterator[Metric]:
        """As it is now."""
        yield build()
        if shared.folder is None:
            yield from of_system.collect()
            yield from pool()


def build() -> Metric:
    """Which versions run."""
    told = {
        "version": product_version(),
        "django": django.__version__,
        "wagtail": wagtail.__version__,
        "python": platform.python_version(),
    }
    return InfoMetricFamily("technopole_build", "Versions that run; always 1.", value=told)


def pool() -> Iterable[Metric]:
    """The connections to PostgreSQL that this process keeps."""
    kept = getattr(connections[DEFAULT_DB_ALIAS], "pool", None)
    if kept is None:
        return
    told = kept.get_stats()
    connected = GaugeMetricFamily(
        "technopole_database_pool_connections",
        "Connections to PostgreSQL of this process: size (kept), available (kept and free), most (may be kept).",
        labels=["state"],
    )
    for state, name in (
        ("size", "pool_size"),
        ("available", "pool_available"),
        ("most", "pool_max"),
    ):
        connected.add_metric([state], told.get(name, 0))
    yield connected
    yield GaugeMetricFamily(
        "technopole_database_pool_waiting",
        "Threads of this process that wait for a connection.",
        value=told.get("requests_waiting", 0),
    )
