"""The thread of a serving process that makes the files of pictures nobody waits for."""

import logging
import os
import threading
from contextlib import suppress

from django.db import Error, connection

from cms.publishing.pictures import make_next

SECONDS_BETWEEN_LOOKS = 3
LOW_PRIORITY = 10

logger = logging.getLogger(__name__)


def start() -> None:
    """Begin to work, until the process ends: whatever is left then is found by the next one."""
    threading.Thread(target=work, name="pictures", daemon=True).start()


def work() -> None:
    """Make what is due, then look again every few seconds. Readers go first: Linux knows priorities
    of threads."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOW_PRIORITY)
    rest = threading.Event()
    while True:
        look()
        rest.wait(SECONDS_BETWEEN_LOOKS)


def look() -> None:
    """Make everything that is due, and give the connection back."""
    try:
        while make_next():
            pass
    except Error as error:
        logger.warning("The database does not answer, and pictures wait: %s", error)
    except Exception:
        logger.exception("The files of pictures wait.")
    finally:
        connection.close()
