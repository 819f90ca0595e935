"""What happens by itself: the files of pictures are made, what is scheduled goes public and ends, old changes
and tries to sign in are forgotten, files that could not be deleted are tried again. Other rooms add to it.

Workers do it, several if need be; where there is none, the threads of serving processes. What is to be done
stands in tables, and whoever does a part of it holds that part for a while: what a process that was
killed had begun is found by the next one.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.db import Error, InterfaceError, OperationalError, connection

from cms.accounts.forgetting import forget
from cms.publishing import leases
from cms.publishing.pictures import make_next
from cms.publishing.pruning import prune
from cms.publishing.schedule import run_due
from snippets.deleted_files import delete_next

SECONDS_BETWEEN_LOOKS = 3
SOON = 1
SECONDS_BETWEEN_DELETIONS = 15
PAUSE = 3
"""Seconds after a look that failed."""
LOW_PRIORITY = 10
HOUR = 3600
SECONDS_TO_FINISH = 25
"""What is under way when a worker is to end has so long."""

stopping = threading.Event()
"""Set when the process is to end: work ends between two of its steps."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Work:
    """Something to look at every few seconds. Readers go first: Linux knows priorities of threads."""

    name: str
    look: Callable[[], object]
    priority: int = 0
    seconds: float = SECONDS_BETWEEN_LOOKS
    is_left_to_workers: bool = True
    """Whether serving processes do it only where there is no worker."""
    is_under_way: Callable[[], bool] = lambda: False
    """Whether something that a look began goes on."""

    def start(self, *, in_worker: bool) -> threading.Thread:
        """Begin, until the process ends: whatever is left then is found by the next one."""
        given = {"in_worker": in_worker}
        thread = threading.Thread(target=self.go_on, kwargs=given, name=self.name, daemon=True)
        thread.start()
        return thread

    def go_on(self, *, in_worker: bool) -> None:
        """Look, then look again."""
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), self.priority)
        while not stopping.is_set():
            went_well = self.once(in_worker=in_worker)
            stopping.wait(self.seconds if went_well else max(self.seconds, PAUSE))

    def once(self, *, in_worker: bool) -> bool:
        """Look once, and give the connection back; whether that went well."""
        try:
            if in_worker or not self.is_left_to_workers or needed.is_so():
                self.look()
        except (OperationalError, InterfaceError) as error:
            said = next(iter(str(error).splitlines()), "")
            logger.warning("The database does not answer, and the %s waits: %s", self.name, said)
            return False
        except Exception:
            logger.exception("The %s waits.", self.name)
            return False
        finally:
            connection.close()
        return True


class Needed:
    """Whether serving processes do the work of workers; the log tells when that changes."""

    def __init__(self) -> None:
        self.before: bool | None = None

    def is_so(self) -> bool:
        """Whether there is no worker now."""
        now = not leases.workers_are_there()
        if self.before not in (None, now):
            logger.info("There is %s.", "no worker any more" if now else "a worker again")
        self.before = now
        return now


needed = Needed()


def make_all_due() -> None:
    """Make the files of every picture that is due."""
    while not stopping.is_set() and make_next():
        pass


def delete_all_due() -> None:
    """Delete the files that wait for it, until one cannot be."""
    while not stopping.is_set() and delete_next():
        pass


PICTURES = Work("making of pictures", make_all_due, LOW_PRIORITY)
SCHEDULE = Work("schedule", run_due, seconds=SOON, is_left_to_workers=False)
FORGETTING = Work("forgetting of old changes", prune, LOW_PRIORITY, HOUR)
DOOR = Work("forgetting of old tries", forget, LOW_PRIORITY, HOUR)
FILES = Work("deletion of files", delete_all_due, LOW_PRIORITY, SECONDS_BETWEEN_DELETIONS)
PRESENCE = Work("presence of the worker", leases.come, seconds=leases.PRESENCE.seconds / 3)

works: list[Work] = [PICTURES, SCHEDULE, FORGETTING, DOOR, FILES]


def start(*, in_worker: bool = False) -> list[threading.Thread]:
    """Begin all work; the threads that do it."""
    mine: Iterable[Work] = [PRESENCE, *works] if in_worker else works
    return [work.start(in_worker=in_worker) for work in mine]


def work_until_stopped() -> bool:
    """Be a worker until `stopping` is set, and finish what is under way; whether there was time to."""
    threads = start(in_worker=True)
    stopping.wait()
    deadline = threading.Event()
    timer = threading.Timer(SECONDS_TO_FINISH, deadline.set)
    timer.start()
    while is_at_work(threads) and not deadline.wait(0.05):
        pass
    timer.cancel()
    with suppress(Error):
        leases.go()
    return not deadline.is_set()


def is_at_work(threads: list[threading.Thread]) -> bool:
    """Whether anything is under way."""
    return any(thread.is_alive() for thread in threads) or any(
        work.is_under_way() for work in works
    )


def work_once() -> None:
    """Do what is to be done now."""
    for work in works:
        work.once(in_worker=True)
    while is_at_work([]):
        stopping.wait(0.05)
