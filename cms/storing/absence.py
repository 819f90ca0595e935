"""The time in which the object storage is gone: who needs it hears so at once, and threads are left for readers.

Nothing here needs the libraries of object storage, which an installation without a bucket does not have.
"""

import logging
from time import monotonic

SECONDS_BETWEEN_TRIES = 3
LONGEST_TRY = 25
"""Seconds after which whoever tries is taken for lost."""
REMEMBERED = 60
"""Seconds: nobody may need it for hours, and then nobody knows."""

logger = logging.getLogger(__name__)


class StorageError(OSError):
    """The object storage does not do what it is asked for: it is gone, hangs, fails or refuses."""


class Absence:
    """Whether it was found gone a moment ago. The log tells when that changes."""

    def __init__(self) -> None:
        self.until = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether nobody need try now."""
        return monotonic() < self.until

    @property
    def lasts(self) -> bool:
        """Whether it was found gone lately, and nobody reached it since."""
        return bool(self.until) and monotonic() < self.until + REMEMBERED

    def begin(self, reason: str) -> None:
        """Somebody could not reach it."""
        if not self.until:
            logger.warning("The object storage is gone: %s", reason)
        self.until = monotonic() + SECONDS_BETWEEN_TRIES

    def end(self) -> None:
        """Somebody reached it."""
        if self.until:
            logger.warning("The object storage is back.")
        self.until = 0.0

    def let_try(self) -> None:
        """Whoever tried did not ask it: the next one may."""
        if self.until:
            self.until = monotonic()

    def refuse(self) -> None:
        """Stop whoever comes while it is gone. One of them tries: the others would wait in vain."""
        if self.is_sure:
            raise StorageError("The object storage was gone a moment ago.")
        if self.until:
            self.until = monotonic() + LONGEST_TRY


absence = Absence()


def is_of_storage(error: BaseException | None) -> bool:
    """Whether an error, or what it came of, says that the storage did not do its part."""
    while error is not None:
        if isinstance(error, StorageError):
            return True
        error = error.__cause__ or error.__context__
    return False
