"""The threads of a serving process: one makes the files of pictures that nobody waits for, one
publishes and withdraws what is scheduled, one forgets old changes."""

import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.db import Error, connection

from cms.publishing.pictures import make_next
from cms.publishing.pruning import prune
from cms.publishing.schedule import run_due

SECONDS_BETWEEN_LOOKS = 3
LOW_PRIORITY = 10
HOUR = 3600

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Work:
    """Something to look at every few seconds. Readers go first: Linux knows priorities of threads."""

    name: str
    look: Callable[[], object]
    priority: int = 0
    seconds: int = SECONDS_BETWEEN_LOOKS

    def start(self) -> None:
        """Begin, until the process ends: whatever is left then is found by the next one."""
        threading.Thread(target=self.go_on, name=self.name, daemon=True).start()

    def go_on(self) -> None:
        """Look, then look again."""
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), self.priority)
        rest = threading.Event()
        while True:
            self.once()
            rest.wait(self.seconds)

    def once(self) -> None:
        """Look once, and give the connection back."""
        try:
            self.look()
        except Error as error:
            logger.warning("The database does not answer, and the %s waits: %s", self.name, error)
        except Exception:
            logger.exception("The %s waits.", self.name)
        finally:
            connection.close()


def make_all_due() -> None:
    """Make the files of every picture that is due."""
    while make_next():
        pass


PICTURES = Work("making of pictures", make_all_due, LOW_PRIORITY)
SCHEDULE = Work("schedule", run_due)
FORGETTING = Work("forgetting of old changes", prune, LOW_PRIORITY, HOUR)


def start() -> None:
    """Begin all work."""
    PICTURES.start()
    SCHEDULE.start()
    FORGETTING.start()
