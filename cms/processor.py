"""Keeps the threads that answer on one processor.

Python runs one of them at a time. Spread over processors, a thread that lets go of Python's lock, as around each
statement of SQL, wakes another one elsewhere, which finds the lock taken again: half of the time of a kept answer
went there (`docs/performance.md`; David Beazley, *Understanding the Python GIL*, 2010). On one processor they take
turns. Nothing else is held there: the server's own threads, the database, the decoding of pictures.

No processor is a process's own. Twice a second in which others left it too little makes it move to the one that
is idle most, so that processes which share a machine come apart, and nobody need say who is where.
"""

import logging
import os
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from random import choice, random
from typing import NamedTuple

from django.conf import settings

SECONDS = 1.0
"""Between two looks at how much there was of it."""
ENOUGH, LONG = 0.7, 0.2
"""Parts of a second: who had so much of a processor shares it with nobody; who waited no longer than that for
it did not need more."""
PER_SECOND = 1e9
"""Linux counts in nanoseconds."""
PROCESS, MACHINE = Path("/proc/self"), Path("/proc/stat")

logger = logging.getLogger(__name__)


class Used(NamedTuple):
    """Seconds of a thread: those it ran, and those it could have run while others did."""

    ran: float
    waited: float


class Linux:
    """What the kernel tells, and does."""

    def put(self, thread: int, processors: Collection[int]) -> None:
        """Have a thread run on these; 0 is the one that asks."""
        os.sched_setaffinity(thread, processors)

    def used(self, thread: int) -> Used | None:
        """What a thread of this process used since it began; None when it has ended."""
        try:
            told = (PROCESS / "task" / str(thread) / "schedstat").read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return Used(int(told[0]) / PER_SECOND, int(told[1]) / PER_SECOND)

    def idle(self) -> dict[int, int]:
        """How long each processor had nothing to do since the machine began, in whatever unit."""
        lines = (line.split() for line in MACHINE.read_text().splitlines())
        return {
            int(name.removeprefix("cpu")): int(told[3])
            for name, *told in lines
            if name.startswith("cpu") and name != "cpu"
        }


class Processor:
    """The one on which the threads of this process answer."""

    def __init__(self, allowed: Collection[int], machine: Linux, now: float) -> None:
        self.allowed, self.machine = sorted(allowed), machine
        self.chosen: int | None = choice(self.allowed)  # noqa: S311
        """None once the kernel refused."""
        self.here = threading.local()
        self.threads: dict[int, Used | None] = {}
        self.idle: dict[int, int] = {}
        """When it had too little for the first time."""
        self.looked, self.next_look = now, now + SECONDS
        self.looking = threading.Lock()

    def stay(self, now: float) -> None:
        """Have the thread that asks run there; at so many seconds of a clock, for each request."""
        if self.chosen is None:
            return
        try:
            if getattr(self.here, "chosen", None) != self.chosen:
                self.here.chosen = self.chosen
                self.machine.put(0, [self.chosen])
                self.threads.setdefault(threading.get_native_id())
            if now >= self.next_look and self.looking.acquire(blocking=False):
                try:
                    self.look(now)
                finally:
                    self.looking.release()
        except OSError as error:
            self.let_go(error)

    def let_go(self, error: OSError) -> None:
        """Leave all to the kernel from now on: processors were taken away, or it tells nothing any more."""
        self.chosen = None
        logger.warning("Threads are held on no processor any more: %s", error.strerror)
        for thread in list(self.threads):
            with suppress(OSError):
                if self.machine.used(thread):
                    self.machine.put(thread, self.allowed)

    def look(self, now: float) -> None:
        """Move where two looks one after the other found too little. Of several processes that find so one may stay:
        they would meet again."""
        ran, waited = self.since_then()
        seconds = now - self.looked
        self.looked, self.next_look = now, now + SECONDS
        if ran >= ENOUGH * seconds or waited <= LONG * seconds:
            self.idle = {}
            return
        before, self.idle = self.idle, self.machine.idle()
        if not before or random() < 0.5:  # noqa: S311
            return
        gained = {each: self.idle.get(each, 0) - before.get(each, 0) for each in self.allowed}
        self.chosen, self.idle = max(gained, key=gained.__getitem__), {}

    def since_then(self) -> Used:
        """What the threads used since the last look. One that has ended tells nothing."""
        ran = waited = 0.0
        for thread, before in list(self.threads.items()):
            used = self.machine.used(thread)
            if used is None:
                del self.threads[thread]
                continue
            self.threads[thread] = used
            if before is not None:
                ran, waited = ran + used.ran - before.ran, waited + used.waited - before.waited
        return Used(ran, waited)


def keep_to_one(now: Callable[[], float]) -> Processor | None:
    """The processor of this process; None where there is no choice, or where nobody could see that it has too little."""
    if not settings.ONE_PROCESSOR or not hasattr(os, "sched_setaffinity"):
        return None
    allowed, machine = os.sched_getaffinity(0), Linux()
    return Processor(allowed, machine, now()) if is_told(allowed, machine) else None


def is_told(allowed: Collection[int], machine: Linux) -> bool:
    """Whether there is a choice, which the kernel allows, and tells what to choose by: some containers number processors
    anew in what they tell."""
    try:
        machine.put(0, allowed)
        used = machine.used(threading.get_native_id())
        return (
            len(allowed) > 1 and machine.idle().keys() >= set(allowed) and bool(used and used.ran)
        )
    except (OSError, ValueError, IndexError):
        return False
