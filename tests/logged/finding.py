"""Looks for secrets in lines of logs."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

LINES, USED = "*.log", "*.used"
SHORTEST = 8
"""Characters of a secret that is looked for: shorter ones stand anywhere."""
SHAPES = {
    "a token of a tool": re.compile(r"wagtail_(?=\w*\d)\w{12,}"),
    "a secret of a webhook": re.compile(r"whsec_[\w+/=]{6,}"),
    "a cookie": re.compile(r"(?:sessionid|csrftoken|csrfmiddlewaretoken)=\w+"),
    "an authorization": re.compile(r"Bearer [\w.~+/-]{6,}"),
    "an e-mail address": re.compile(r"[\w.%+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE),
    "an address of a machine": re.compile(
        r"(?<![\w.])(?!127\.0\.0\.1|0\.0\.0\.0)(?:\d{1,3}\.){3}\d{1,3}(?![\w.])"
    ),
    "a query string": re.compile(r'"path":"[^"]*\?[^"…]'),
}
"""What is a secret by its look, whoever used it."""


class Leak(NamedTuple):
    """A secret in a line."""

    what: str
    line: str

    def __str__(self) -> str:
        """What stands where, without being told once more in full."""
        return f"{self.what} in: {self.line[:300]}"


class Secrets:
    """Secrets by their beginnings: one pass through a text finds all."""

    def __init__(self, used: Iterable[tuple[str, str]]) -> None:
        self.beginnings: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for what, secret in used:
            if len(secret) >= SHORTEST:
                self.beginnings[secret[:SHORTEST]].append((what, secret))

    def within(self, line: str) -> Iterator[str]:
        """What they are that stand in a line."""
        for what, shape in SHAPES.items():
            if shape.search(line):
                yield what
        known = self.beginnings
        for place in range(len(line) - SHORTEST + 1):
            for what, secret in known.get(line[place : place + SHORTEST], ()):
                if line.startswith(secret, place):
                    yield what


def leaks_in(folder: Path) -> list[Leak]:
    """Each secret in a line that a process of the run wrote."""
    used = {
        (what, secret)
        for file in folder.glob(USED)
        for what, secret in json.loads(file.read_text(encoding="utf-8"))
    }
    secrets = Secrets(used)
    lines = {
        line
        for file in folder.glob(LINES)
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines()
    }
    return [Leak(what, line) for line in sorted(lines) for what in sorted({*secrets.within(line)})]
