"""Makes the blocks of a body of a text."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import uuid4

from pages.pasting.lines import Kind, Line, lines_of_html, lines_of_text
from pages.pasting.quotations import Quotation, with_quotations
from snippets.models import Person

LONGEST_HEADING = 160
"""Characters that a block of a heading takes."""

Block = dict[str, Any]
"""A block as it is stored: its type, value and id."""


@dataclass
class Split:
    """A text in blocks."""

    title: str = ""
    """What the text calls itself, when its first line is a heading above all others."""
    blocks: list[Block] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """How many headings, paragraphs, lists and quotes."""
    pictures: int = 0
    """Pictures that were in it: they are not taken over."""

    def add(self, kind: str, block_type: str, value: Any) -> None:
        """Add a block."""
        self.blocks.append({"type": block_type, "value": value, "id": str(uuid4())})
        self.counts[kind] += 1


def split(html: str, text: str, *, takes_title: bool = False) -> Split:
    """The blocks of a text that is told in HTML, or as plain text when the HTML says nothing.

    With `takes_title`, the title of the text is given as such and makes no block.
    """
    lines = lines_of_html(html) or lines_of_text(text)
    made = Split(pictures=html.lower().count("<img"))
    if takes_title and is_titled(lines):
        made.title, lines = lines[0].text, lines[1:]
    top = min((line.level for line in lines if line.kind is Kind.HEADING), default=0)
    parts = list(with_quotations(lines))
    people = people_called(part.name for part in parts if isinstance(part, Quotation))
    for kind, together in groupby(parts, key=sort_of):
        if kind in ("ol", "ul"):
            items = "".join(f"<li>{line.html}</li>" for line in together)
            made.add("list", "paragraph", f"<{kind}>{items}</{kind}>")
            continue
        for part in together:
            add(made, part, top, people)
    return made


def is_titled(lines: list[Line]) -> bool:
    """Whether the first line is the title: a heading of a style above that of all others."""
    if not lines or lines[0].kind is not Kind.HEADING:
        return False
    level, *others = [line.level for line in lines if line.kind is Kind.HEADING]
    return all(level < other for other in others) if others else level <= 1


def sort_of(part: Line | Quotation) -> str:
    """What stands together in one block: the items of a list."""
    if isinstance(part, Line) and part.kind is Kind.ITEM:
        return "ol" if part.ordered else "ul"
    return ""


def add(made: Split, part: Line | Quotation, top: int, people: dict[str, int]) -> None:
    """Add the block of a heading, a paragraph or a quote."""
    if isinstance(part, Quotation):
        made.add("quote", "quote", quote_of(part, people))
    elif part.kind is Kind.HEADING and len(part.text) <= LONGEST_HEADING:
        level = "2" if part.level == top else "3"
        made.add("heading", "heading", {"text": part.text.replace("\n", " "), "level": level})
    else:
        made.add("paragraph", "paragraph", f"<p>{part.html}</p>")


def quote_of(said: Quotation, people: dict[str, int]) -> dict[str, Any]:
    """The value of a quote. Who is not known yet is named beside their title, for the editor to add."""
    person = people.get(folded(said.name))
    role = said.role if person else ", ".join(filter(None, (said.name, said.role)))
    return {"text": said.text, "person": person, "role": role, "organisation": None}


def people_called(names: Iterator[str]) -> dict[str, int]:
    """Keys of people by their names; of two in two languages the one that was there first."""
    wanted = set(map(folded, names))
    if not wanted:
        return {}
    known = Person.objects.order_by("-pk").values_list("name", "pk")
    return {folded(name): key for name, key in known if folded(name) in wanted}


def folded(name: str) -> str:
    """A name by which it is found whatever its spaces, apostrophes and capitals are."""
    return " ".join(name.split()).replace("’", "'").casefold()
