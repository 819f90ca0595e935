"""What is checked of a body: its headings, its sections, its quotes, how hard it is to read."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import StreamValue

from pages.checking.readability import lix
from snippets.checking.findings import Finding, Place, Rule
from snippets.checking.subjects import Subject

LONGEST_SECTION = 300
"""Words that are read on a screen without a heading among them."""
HARDEST = 60
"""The readability index from which a text is very hard."""
OPENING = {"heading", "question_answer"}
"""The blocks that open a section."""
FIRST_LEVEL, SECOND_LEVEL = 2, 3

HEADING_ORDER = Rule(
    "heading-order",
    gettext_lazy("Order of headings"),
    gettext_lazy("Choose the level “Part of the page”, or put a heading of that level before it."),
    is_blocking=True,
)
QUOTE_SPEAKER = Rule(
    "quote-speaker",
    gettext_lazy("Quote without a speaker"),
    gettext_lazy("Choose who said it."),
    is_blocking=True,
)
QUOTE_ROLE = Rule(
    "quote-role",
    gettext_lazy("Quote without a title"),
    gettext_lazy("Write the title they held that day."),
    is_blocking=True,
)
LONG_SECTION = Rule(
    "long-section",
    gettext_lazy("Long section"),
    gettext_lazy("Put a heading where the subject changes."),
)
READABILITY = Rule(
    "readability",
    gettext_lazy("Readability"),
    gettext_lazy("Cut long sentences in two, and take shorter words where there are."),
)


def check_headings(subject: Subject) -> Iterator[Finding]:
    """No smaller part stands outside a part."""
    has_part = False
    for number, block in enumerate(body_of(subject)):
        if block.block_type != "heading":
            continue
        if block.value.depth == FIRST_LEVEL:
            has_part = True
        elif not has_part:
            problem = _("A smaller part stands before any part of the page.")
            yield Finding(HEADING_ORDER, subject.at("body", number, "level").place, problem)


def check_quotes(subject: Subject) -> Iterator[Finding]:
    """Whoever said something is told, and under which title."""
    for number, block in enumerate(body_of(subject)):
        if block.block_type != "quote":
            continue
        if block.value["person"] is None:
            problem = _("Nobody is said to have said it.")
            yield Finding(QUOTE_SPEAKER, subject.at("body", number, "person").place, problem)
        if not (block.value["role"] or "").strip():
            problem = _("The title of who said it is missing.")
            yield Finding(QUOTE_ROLE, subject.at("body", number, "role").place, problem)


def check_sections(subject: Subject) -> Iterator[Finding]:
    """No section is too long to be read at one go."""
    words, start = 0, None
    for number, block in enumerate([*body_of(subject), None]):
        if block is None or block.block_type in OPENING or start is None:
            if words > LONGEST_SECTION:
                yield too_long(subject.at("body", start).place, words)
            words, start = 0, number
        if block is not None:
            words += len(" ".join(texts_of(block)).split())


def too_long(place: Place, words: int) -> Finding:
    """A section of so many words, which begins at a place."""
    told = {"words": words, "most": LONGEST_SECTION}
    problem = _("The section that begins here has %(words)s words, more than %(most)s.")
    return Finding(LONG_SECTION, place, problem % told)


def check_readability(subject: Subject) -> Iterator[Finding]:
    """The text as a whole is not very hard to read."""
    text = "\n".join(text for block in body_of(subject) for text in texts_of(block))
    index = lix(text)
    if index is not None and index >= HARDEST:
        problem = _("The text is very hard to read: its index is %(index)s, and %(hard)s is hard.")
        told = {"index": round(index), "hard": HARDEST}
        label = capfirst(subject.thing._meta.get_field("body").verbose_name)
        place = Place(("body",), str(label), "body")
        yield Finding(READABILITY, place, problem % told)


def body_of(subject: Subject) -> StreamValue:
    """The body of a page."""
    return subject.thing.body


def texts_of(block: Any) -> list[str]:
    """The texts of a block."""
    return block.block.get_searchable_content(block.value)


BODY_CHECKS = (check_headings, check_quotes, check_sections, check_readability)
