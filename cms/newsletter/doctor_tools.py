"""What each tool takes from an item: for each fact, the first of some fields that is there.

Sources: the tools' own help pages. A fact without a field is one that the tool does not take, or of
which it does not say where from.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from cms.newsletter.doctor_reading import (
    CREATED,
    LOGO,
    UPDATED,
    Entry,
    Names,
    first_image_of,
    words_of,
)

LONGEST_SHOWN = 200


class Tool(NamedTuple):
    """The fields in which a tool looks for each fact, the first first."""

    name: str
    title: tuple[str, ...]
    summary: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    picture: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    says_nothing_twice: bool = False
    """Whether it drops a summary that is the text."""


FACTS = {
    "title": _("Title"),
    "summary": _("Short text"),
    "text": _("Text"),
    "picture": _("Picture"),
    "date": _("Date"),
    "identity": _("Identity"),
}


class Taken(NamedTuple):
    """What a tool takes for a fact."""

    fact: str
    """As in `FACTS`."""
    field: str
    """Where it found it; empty when it found nothing."""
    value: str

    @property
    def label(self) -> str:
        """What the fact is called."""
        return str(FACTS[self.fact])

    @property
    def shown(self) -> str:
        """The value in one line, cut."""
        words = words_of(self.value) if self.fact in ("summary", "text") else self.value
        return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"


def tools_for(names: Names) -> list[Tool]:
    """The tools that read a format."""
    return tools_of_xml(names) if "enclosure" in names.pictures else [tool_of_json(names)]


def tools_of_xml(names: Names) -> list[Tool]:
    """Those that read RSS and Atom. MailUp looks for pictures in the summary of RSS first, in the
    content of Atom first."""
    written = (names.summary, names.content)
    looked = written if names.summary == "description" else written[::-1]
    return [
        Tool(
            "Mailchimp",
            title=(names.title,),
            summary=(names.summary,),
            text=(names.content, names.summary),
            picture=("media:content", "enclosure"),
            date=(names.date, CREATED, UPDATED),
        ),
        Tool(
            "Buttondown",
            title=(names.title, names.summary),
            summary=(names.summary,),
            text=(names.content, names.summary),
            picture=("enclosure", "media:content", "media:thumbnail"),
            date=(names.date,),
            identity=(names.identity,),
            says_nothing_twice=True,
        ),
        Tool(
            "MailUp",
            title=(names.title,),
            summary=(names.summary,),
            picture=(*map(first_image_of, looked), LOGO),
            date=(names.date,),
        ),
    ]


def tool_of_json(names: Names) -> Tool:
    """Brevo, which gives the fields of the flat list to its templates, or any reader of JSON Feed."""
    is_flat = names.content == "html"
    return Tool(
        "Brevo" if is_flat else "JSON Feed",
        title=(names.title,),
        summary=(names.summary,),
        text=(names.content, "text" if is_flat else "content_text"),
        picture=names.pictures,
        date=(names.date,),
        identity=(names.identity,),
    )


def taken_by(tool: Tool, entry: Entry) -> Iterator[Taken]:
    """What a tool takes from an item, fact by fact."""
    for fact in FACTS:
        order = getattr(tool, fact)
        found = next((name for name in order if entry.fields.get(name)), "")
        if fact == "summary" and tool.says_nothing_twice and is_told_twice(entry):
            found = ""
        yield Taken(fact, found, entry.fields.get(found, ""))


def is_told_twice(entry: Entry) -> bool:
    """Whether the summary is the content."""
    summary, content = words_of(entry.told("summary")), words_of(entry.told("content"))
    return bool(summary) and summary == content
