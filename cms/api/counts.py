"""What was counted is kept: for one version of the content.

A total costs as much as there is to count, and every page of a list tells the same one. It is counted
once for each version, which is read from the database for every use, and anew where time changes what
readers see. So no process tells an old total, and each counts for itself.
"""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from threading import Lock
from typing import Any

from cms.api.turns import holds_until
from cms.publishing.journal import head
from snippets.drafts import shown

MOST = 1_000
"""Questions whose count is kept, those that were asked last."""


class Counts:
    """What was counted last."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.known: OrderedDict[tuple[bytes, int, float], Any] = OrderedDict()
        self.lock = Lock()

    def of(self, question: tuple[Any, ...], count: Callable[[], Any]) -> Any:
        """What `count` finds. The representation of `question` tells all that it depends on, but for
        the content and the moment. A preview counts for itself: its draft is among the readable."""
        if not self.most or shown.get() is not None:
            return count()
        version = head()
        digest = blake2b(repr(question).encode(), digest_size=16).digest()
        asked = digest, version, holds_until(version)
        with self.lock:
            if asked in self.known:
                self.known.move_to_end(asked)
                return self.known[asked]
        found = count()
        with self.lock:
            self.known[asked] = found
            while len(self.known) > self.most:
                self.known.popitem(last=False)
        return found

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self.known.clear()


counts = Counts(MOST)
