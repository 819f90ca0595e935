"""The rules of French typography: what to change in a text, mark by mark.

Only marks and the spaces beside them change, never a letter or a digit. What is no prose is found
first and stays as it is: addresses, names of files, code, ratios and times.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .quotation_marks import Pair, pairs

NO_BREAK = "\u00a0"
SPACE = "[ \u00a0\u202f\u2009]"
OUTSIDE = r"""[^\s"«»“”<>]"""
"""What an address is made of."""
ATOM = r"[\w.!#$%&'’*+/=?^`{|}~-]"
"""What the name in an e-mail address is made of."""
ENDINGS = (
    "avi|bmp|css|csv|docx?|eps|epub|gif|html?|ics|jpe?g|js|json|md|mov|mp3|mp4|od[gpst]|pdf|php|png"
    "|pptx?|py|rtf|svg|tiff?|ttf|txt|wav|webm|webp|woff2?|xlsx?|xml|ya?ml|zip"
)

UNTOUCHED = {
    "://": rf"[A-Za-z][\w+.-]{{0,20}}://{OUTSIDE}+",
    "www": rf"www\.{OUTSIDE}+",
    "/": rf"(?<![\w.-])[\w-]+(?:\.[\w-]+)+/{OUTSIDE}*",
    "@": rf"(?<!{ATOM}){ATOM}+@[\w-]+(?:\.[\w-]+)+",
    ".": rf"(?<![^\s\"«»“”<>()])[^\s\"«»“”<>()]+\.(?i:{ENDINGS})(?!\w)",
    ":": rf"(?<!\d)(?<!\d{SPACE})\d{{1,3}}{SPACE}*:{SPACE}*\d{{1,3}}(?!\d)"  # ratios, times
    r"|:[a-z0-9_+-]+:"  # :smile:
    r"|\b(?:https?|ftp|mailto|tel|urn|data|javascript):",
    ";": r"&#?\w+;|(?<![\w-])[a-z-]+: ?[\w#%.,()+ -]{1,60};",  # &amp; and color: red;
    "`": r"`[^`\n]+`",
    "{": r"\{[^{}\n]*\}",
    "<": r"</?[A-Za-z!][^<>\n]*>",
    "(": r"\b\w+\([^()\n]*\)",
    "=": r"\w=(?:\"[^\"\n]*\"|'[^'\n]*')",
    "\\": r"(?<!\S)\S*\\\S*",
}
"""Patterns of what is no prose, each under something that it always holds."""
UNTOUCHED_PATTERNS = [(needle, re.compile(pattern)) for needle, pattern in UNTOUCHED.items()]

ENDED = r"""[\w)\]%€»”"…°².]"""
"""What a mark may follow without a space, by a hurried hand."""
MARKS = [
    ("’", re.compile(r"""(?<=[^\W\d_])'(?=[^\W\d_]|[«“"])""")),
    ("…", re.compile(r"(?<![./\\])\.{3}(?![./\\])")),
    (f"«{NO_BREAK}", re.compile(rf"«{SPACE}*(?=[^\s»])")),
    (f"{NO_BREAK}»", re.compile(rf"(?<=[^\s«]){SPACE}*»")),
    *(
        (f"{NO_BREAK}{mark}", re.compile(pattern))
        for mark in "!?"
        for pattern in (
            rf"(?<=\S){SPACE}+\{mark}(?![\w=/>])",
            rf"(?<={ENDED})\{mark}(?=[!?]*(?:[\s»”\")\]]|$))",
        )
    ),
    *(
        (f"{NO_BREAK}{mark}", re.compile(pattern))
        for mark in ";:"
        for pattern in (
            rf"""(?<=\S){SPACE}+{mark}(?=[\s«“"]|$)""",
            rf"(?<={ENDED}){mark}(?=\s|$)",
        )
    ),
]
"""What stands in the place of what is found."""

NUMBER = re.compile(
    rf"(?<![\w.,/+])(?<!\d{SPACE})(?<!\w-)[1-9]\d{{0,2}}(?:{SPACE}\d{{3}})+(?!{SPACE}?\d|[/.-]\d)"
)
POSTCODE = re.compile(rf"\d\d{SPACE}\d{{3}}(?={SPACE}(?:-{SPACE})?[A-ZÀ-Þ])")
IDENTIFIED = re.compile(
    rf"(?i:\b(?:siren|siret|rcs(?:{SPACE}[^\W\d]+)?|tva|t[ée]l(?:[ée]phone)?|fax|cp|insee|n°|no|numéro))"
    r"[^\w\n]{0,5}$"
)
"""What announces digits that are no quantity."""
LONGEST_NAME = 40


class Change(NamedTuple):
    """What stands between two places of a text from now on."""

    start: int
    end: int
    words: str


def changes(text: str) -> list[Change]:
    """What French typography changes in a text, in order; none lies upon another."""
    untouched = untouched_places(text)
    kept: list[Change] = []
    for change in sorted(wanted(text, untouched)):
        is_free = not kept or kept[-1].end <= change.start
        if is_free and text[change.start : change.end] != change.words:
            kept.append(change)
    return kept


def untouched_places(text: str) -> set[int]:
    """The places of what is no prose."""
    return {
        place
        for needle, pattern in UNTOUCHED_PATTERNS
        if needle in text
        for found in pattern.finditer(text)
        for place in range(*found.span())
    }


def wanted(text: str, untouched: set[int]) -> Iterator[Change]:
    """What each rule asks for."""
    for words, pattern in MARKS:
        for found in pattern.finditer(text):
            if untouched.isdisjoint(range(*found.span())):
                yield Change(*found.span(), words)
    for start, end in numbers(text):
        if untouched.isdisjoint(range(start, end)):
            yield from (
                Change(place, place + 1, NO_BREAK)
                for place in range(start, end)
                if not text[place].isdigit()
            )
    for pair in pairs(text, untouched):
        yield from enclosing(text, pair)


def numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers of thousands stand: no telephone, no postcode, no SIRET."""
    for found in NUMBER.finditer(text):
        start, end = found.span()
        if not POSTCODE.match(text, start) and not IDENTIFIED.search(
            text, max(0, start - LONGEST_NAME), start
        ):
            yield start, end


def enclosing(text: str, pair: Pair) -> Iterator[Change]:
    """French marks around what a pair encloses; within another pair “these”."""
    if pair.kind == "«" or (pair.is_inner and pair.kind == "“"):
        return
    inside = text[pair.start + 1 : pair.end]
    before = len(inside) - len(inside.lstrip())
    after = len(inside) - len(inside.rstrip())
    first, last = ("“", "”") if pair.is_inner else (f"«{NO_BREAK}", f"{NO_BREAK}»")
    yield Change(pair.start, pair.start + 1 + before, first)
    yield Change(pair.end - after, pair.end + 1, last)
