"""Which names of operations stand in metrics. Clients choose them: each one that is counted by name takes memory
here and in Prometheus, so only those that frontends keep in files do; where there are none, the first few."""

from collections.abc import Iterable

UNKNOWN, ANONYMOUS, OTHER = "unknown", "anonymous", "other"
"""No operation was found in what was sent; it has no name; its name is counted with others."""
MOST = 200
"""Names that are ever counted by one process."""
FIRST = 50
"""Names that are counted where no operation is known."""
LONGEST = 100
"""Characters of such a name."""


class Names:
    """The names that are counted, each by itself."""

    def __init__(self) -> None:
        self.known: frozenset[str] = frozenset()
        self.counted = {UNKNOWN, ANONYMOUS, OTHER}

    def know(self, names: Iterable[str]) -> None:
        """Say which operations frontends keep."""
        self.known = frozenset(names)

    def label(self, name: str) -> str:
        """As what an operation is counted."""
        if name in self.counted:
            return name
        if not self.admits(name):
            return OTHER
        self.counted.add(name)
        return name

    def admits(self, name: str) -> bool:
        """Whether another name is counted by itself."""
        if len(self.counted) >= MOST or len(name) > LONGEST:
            return False
        return name in self.known if self.known else len(self.counted) < FIRST


names = Names()
