"""What several processes of one server count, added up.

They share a port, so that a scrape reaches any one of them. Each counts in files that the others read, of the
form of prometheus_client, in a folder of their server below DATA_DIR. A process takes the first place that is
free, and goes on with the counts of whoever had it before: one that is killed loses none, and one that takes its
place begins no new files. A place is held by a lock on a file, which ends with the process.

One process needs no files, and has none.
"""

import os
import shutil
import socket
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files import locks
from prometheus_client import values
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

from cms.metrics.registry import registry

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus_client looks for the folder."""
FOLDER = "metrics"
"""In DATA_DIR."""


class Shared:
    """The counts of all processes of the server, or of the only one."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.place: IO[Any] | None = None
        """Held until the process ends."""

    def collect(self) -> Iterable[Metric]:
        """What was counted."""
        if self.folder is None:
            return registry.collect()
        return MultiProcessCollector(None, str(self.folder)).collect()

    def begin(self, folder: Path) -> None:
        """Count in a folder, together with the other processes of the server."""
        if os.environ.setdefault(VARIABLE, str(folder)) != str(folder):
            raise ImproperlyConfigured(f"Unset {VARIABLE}: the product chooses the folder itself.")
        self.folder = folder
        number, self.place = take_place(folder)
        values.ValueClass = values.MultiProcessValue(lambda: number)


shared = Shared()


def share() -> None:
    """Count where the other processes of the server read it, if there are others. It has to be said before
    anything is counted."""
    if settings.SERVER_PROCESSES < 2 or not settings.METRICS_TOKEN or apps.ready:
        return
    shared.begin(Path(settings.DATA_DIR).resolve() / FOLDER / f"{host()}{os.getppid()}")


def host() -> str:
    """How the names of the folders of this machine begin: DATA_DIR may be on several."""
    return f"{socket.gethostname()}-"


def take_place(folder: Path) -> tuple[int, IO[Any]]:
    """The first free place, and what holds it. The first process of a server begins anew, and takes away what
    servers of this machine left that are gone."""
    root = folder.parent
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (root / "lock").open("a") as one_at_a_time:
        locks.lock(one_at_a_time, locks.LOCK_EX)
        for each in root.glob(f"{host()}*"):
            is_ours = each.name.removeprefix(host()).isdecimal()
            if is_ours and not is_used(each):
                shutil.rmtree(each)
        folder.mkdir(mode=0o700, exist_ok=True)
        return next(free_places(folder))


def free_places(folder: Path) -> Iterator[tuple[int, IO[Any]]]:
    """The places that nobody has, now taken."""
    for number in count():
        if place := locked(folder / f"{number}.lock"):
            yield number, place


def locked(path: Path) -> IO[Any] | None:
    """A file, locked; None while another process has it locked."""
    file = path.open("a")
    if locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
        return file
    file.close()
    return None


def is_used(folder: Path) -> bool:
    """Whether any process of a server lives."""
    for path in folder.glob("*.lock"):
        if (place := locked(path)) is None:
            return True
        place.close()
    return False
