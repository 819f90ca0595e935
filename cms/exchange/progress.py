"""How far a command is, on a terminal."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

Thing = TypeVar("Thing")


def with_bar(things: Iterable[Thing], total: int) -> Iterator[Thing]:
    """The things, with a bar on the terminal as they are done; none where nobody looks."""
    yield from tqdm(things, total=total, disable=not sys.stderr.isatty())
