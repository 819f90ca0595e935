"""Text with the little formatting that is kept: words in bold, in italic, raised, or leading elsewhere."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

SPACES = re.compile(r"[ \t\r\n\f]+")
SPACES_BUT_BREAKS = re.compile(r"[ \t\r\f]+")
NO_BREAK = "\u00a0\u202f"


@dataclass(frozen=True)
class Look:
    """How words look, and where they lead."""

    bold: bool = False
    italic: bool = False
    raised: bool = False
    address: str = ""


PLAIN = Look()


@dataclass(frozen=True)
class Run:
    """Words that look alike; `\\n` breaks the line."""

    text: str
    look: Look = PLAIN


def text_of(runs: Iterable[Run]) -> str:
    """The words alone."""
    return "".join(run.text for run in runs)


def tidied(runs: Iterable[Run]) -> list[Run]:
    """The same words with single spaces, none at the ends nor around breaks; runs that look alike joined."""
    joined = [
        Run("".join(run.text for run in same), look)
        for look, same in groupby(runs, key=lambda run: run.look)
    ]
    before, kept = "\n", []
    for run in joined:
        text = re.sub(r" ?\n ?", "\n", SPACES_BUT_BREAKS.sub(" ", run.text))
        if before.endswith((" ", "\n")):
            text = text.lstrip(" ")
        if text:
            kept.append(replace(run, text=text))
            before = text
    return ends_cut(kept)


def ends_cut(runs: list[Run]) -> list[Run]:
    """Without spaces and breaks at either end."""
    blank = " \n" + NO_BREAK
    while runs and not (text := runs[0].text.lstrip(blank)):
        runs = runs[1:]
    if runs:
        runs = [replace(runs[0], text=text), *runs[1:]]
    while runs and not (text := runs[-1].text.rstrip(blank)):
        runs = runs[:-1]
    return [*runs[:-1], replace(runs[-1], text=text)] if runs else []


def cut(runs: Iterable[Run], start: int, end: int | None = None) -> list[Run]:
    """The runs between two places of their text, tidy at the ends."""
    kept, place = [], 0
    for run in runs:
        left = max(start - place, 0)
        right = len(run.text) if end is None else min(end - place, len(run.text))
        if left < right:
            kept.append(replace(run, text=run.text[left:right]))
        place += len(run.text)
    return ends_cut(kept)


def html_of(runs: Iterable[Run]) -> str:
    """The runs as rich text is stored."""
    return "".join(map(marked, runs))


def marked(run: Run) -> str:
    """One run with its tags."""
    html = escape(run.text, quote=False).replace("\n", "<br/>")
    told = run.look
    for tag, is_on in (("sup", told.raised), ("i", told.italic), ("b", told.bold)):
        html = f"<{tag}>{html}</{tag}>" if is_on else html
    return f'<a href="{escape(told.address)}">{html}</a>' if told.address else html
