"""Quotation marks of a text that belong together, whoever typed them on whatever keyboard."""

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

MARK = re.compile('["“”«»]')
LINE = re.compile(r"[^\n]+")
OPENERS = {"“": "”", "«": "»"}
BEFORE_OPENING = "([{«“—–-/’'"
NEVER_AFTER_OPENING = ',;:!?)]}»"'
AFTER_CLOSING = ".,;:!?…)]}»”—–-/’'"


class Pair(NamedTuple):
    """Two marks that enclose words."""

    start: int
    end: int
    kind: str
    """The mark that opens it, as it was typed."""
    is_inner: bool
    """Whether it stands within another pair."""


def pairs(text: str, untouched: Container[int]) -> Iterator[Pair]:
    """The pairs of each line; a mark that stands alone is in none, nor is one at `untouched`."""
    for line in LINE.finditer(text):
        marks = [
            mark.start()
            for mark in MARK.finditer(text, *line.span())
            if mark.start() not in untouched
        ]
        found = [pair for pair in matched(text, marks) if encloses_words(text, *pair)]
        for start, end in found:
            is_inner = any(first < start and end < last for first, last in found)
            yield Pair(start, end, text[start], is_inner)


def encloses_words(text: str, start: int, end: int) -> bool:
    """Whether there is a letter or a digit between two marks."""
    return any(character.isalnum() for character in text[start + 1 : end])


def matched(text: str, marks: list[int]) -> list[tuple[int, int]]:
    """The places of marks that open and close each other; pairs do not cross."""
    opened: list[int] = []
    found = []
    for number, place in enumerate(marks):
        opener = opener_of(text, place, is_inch=is_inch(text, marks, number))
        last = max((n for n, each in enumerate(opened) if text[each] == opener), default=None)
        if last is not None:
            found.append((opened[last], place))
            del opened[last:]
        elif text[place] in OPENERS or (text[place] == '"' and may_open(text, place)):
            opened.append(place)
    return found


def opener_of(text: str, place: int, *, is_inch: bool) -> str | None:
    """The mark that the one at `place` may close; None where it can close nothing."""
    if text[place] == '"':
        return '"' if may_close(text, place) and not is_inch else None
    return next((first for first, last in OPENERS.items() if last == text[place]), None)


def may_open(text: str, place: int) -> bool:
    """Whether a straight mark stands where a quotation may begin."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    begins = not before or before.isspace() or before in BEFORE_OPENING
    return begins and after not in ("", "\n") and after not in NEVER_AFTER_OPENING


def may_close(text: str, place: int) -> bool:
    """Whether a straight mark stands where a quotation may end."""
    after = text[place + 1 : place + 2]
    return not after or after.isspace() or after in AFTER_CLOSING


def is_inch(text: str, marks: list[int], number: int) -> bool:
    """Whether a straight mark after a digit measures something: the next one ends the quotation."""
    place, *after = marks[number : number + 2]
    if not after or not text[place - 1 : place].isdigit() or text[after[0]] != '"':
        return False
    [ending] = after
    return may_close(text, ending) and not may_open(text, ending) and not text[ending - 1].isdigit()
