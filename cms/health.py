"""Whether this process is alive (`/healthz`), and whether it can serve (`/readyz`).

A load balancer asks by an address, over plain HTTP, every few seconds: both stand before everything that
looks at host, scheme or session, and are never redirected, kept or compressed.

A process without its database is alive: another one in its place would have none either. So `/healthz` asks
nothing, and who restarts processes asks it; who sends requests to processes asks `/readyz`.
"""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import orjson
from django.conf import settings
from django.core.cache import InvalidCacheBackendError, caches
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from cms.storing.absence import absence

ALIVE, READY = "/healthz", "/readyz"
METHODS = ("GET", "HEAD")
SECONDS = 1.5
"""Until a look that has not ended counts as a bad one."""
OK = "ok"
AWAY = "The database cannot be reached: see that it runs, and what DATABASE_URL says."
SLOW = "The database does not answer in time."
BEHIND = "Migrations are not applied: run manage.py migrate."
LOST_CACHE = "The shared cache cannot be reached: see that it runs, and what CACHE_URL says."
UNWRITABLE = "The folder of the uploads cannot be written: see DATA_DIR and its rights."
LOST_STORAGE = "The object storage cannot be reached: see that it runs, and what STORAGE_URL says."
UNKNOWN = "unknown"


class HealthMiddleware:
    """Answers the two questions about the process, before anything else is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in (ALIVE, READY):
            return self.get_response(request)
        if request.method not in METHODS:
            response = HttpResponse(status=405, headers={"Allow": ", ".join(METHODS)})
        elif request.path_info == ALIVE:
            response = HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
        else:
            response = written(probe.health())
        response["Cache-Control"] = "no-store"
        response["Content-Length"] = str(len(response.content))
        return response


@dataclass(frozen=True)
class Health:
    """What was found. `ok`, or a sentence for the operator, which names no host and no secret."""

    database: str = OK
    migrations: str = OK
    cache: str | None = OK
    """None without a shared cache. Losing it costs time only."""
    uploads: str = OK
    """Where they cannot be written, readers are served all the same."""

    @property
    def is_ready(self) -> bool:
        """Whether requests can be answered."""
        return self.database == self.migrations == OK

    @property
    def status(self) -> str:
        """In a word."""
        if not self.is_ready:
            return "unavailable"
        return "ready" if self.cache in (OK, None) and self.uploads == OK else "degraded"


def written(health: Health) -> HttpResponse:
    """The answer to whether the process is ready."""
    checks = {
        name: found
        for name in ("database", "migrations", "cache", "uploads")
        if (found := getattr(health, name)) is not None
    }
    response = HttpResponse(
        orjson.dumps({"status": health.status, "checks": checks}, option=orjson.OPT_APPEND_NEWLINE),
        content_type="application/json",
        status=200 if health.is_ready else 503,
    )
    if not health.is_ready:
        response["Retry-After"] = "5"
    return response


@dataclass
class Probe:
    """Looks in a thread of its own, once for all who ask meanwhile: whoever asks waits for so long
    and no longer, whatever hangs."""

    seconds: float = SECONDS
    looks: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="readiness")
    )
    under_way: Future[Health] | None = None
    lock: Lock = field(default_factory=Lock)
    is_migrated: bool = False
    """Once it was, it is: nothing takes migrations back while processes serve."""

    def health(self) -> Health:
        """What is found now; a look that takes too long tells that the database hangs."""
        with self.lock:
            if self.under_way is None or self.under_way.done():
                self.under_way = self.looks.submit(self.look)
            look = self.under_way
        try:
            return look.result(self.seconds)
        except TimeoutError:
            return Health(database=SLOW, migrations=UNKNOWN)

    def look(self) -> Health:
        """Look at everything."""
        try:
            database = self.database()
            migrations = self.migrations() if database == OK else UNKNOWN
            return Health(database, migrations, cache(), uploads())
        finally:
            connections[DEFAULT_DB_ALIAS].close()

    def database(self) -> str:
        """Whether the database answers."""
        try:
            with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
                cursor.execute("SELECT 1")
        except Error:
            return AWAY
        return OK

    def migrations(self) -> str:
        """Whether its tables are those of the code."""
        if not self.is_migrated:
            try:
                executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
                wanted = executor.loader.graph.leaf_nodes()
                self.is_migrated = not executor.migration_plan(wanted)
            except Error:
                return UNKNOWN
        return OK if self.is_migrated else BEHIND


def cache() -> str | None:
    """Whether the cache that processes share answers; None without one."""
    try:
        caches["answers"].get("readiness")
    except InvalidCacheBackendError:
        return None
    except Exception:  # noqa: BLE001
        # redis-py, its parser and the system each have errors of their own.
        return LOST_CACHE
    return OK


def uploads() -> str:
    """Whether what editors send can be kept. Object storage is not asked: what is told is what somebody found who
    needed it."""
    if settings.OBJECT_STORAGE is not None:
        return LOST_STORAGE if absence.lasts else OK
    folder = Path(settings.MEDIA_ROOT)
    # Django makes the folder with the first upload.
    folder = next((each for each in (folder, *folder.parents) if each.is_dir()), folder)
    return OK if os.access(folder, os.W_OK | os.X_OK) else UNWRITABLE


probe = Probe()
