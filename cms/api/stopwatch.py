"""How long the parts of an answer took, for developers: the header Server-Timing."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter


class Stopwatch:
    """Milliseconds by name of the part."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}

    @contextmanager
    def measure(self, name: str) -> Iterator[None]:
        """Note how long a part takes."""
        begun = perf_counter()
        try:
            yield
        finally:
            self.parts[name] = (perf_counter() - begun) * 1000

    def header(self) -> str:
        """The value of Server-Timing."""
        return ", ".join(f"{name};dur={spent:.1f}" for name, spent in self.parts.items())
