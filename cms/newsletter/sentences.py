"""What HTML and text say of a story in the same words, in the language that is active."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pages.templatetags.reading import ENGLISH_MARKS, FRENCH_MARKS, clock, is_french, same_day
from snippets.typography import Typography, spaced

Told = Mapping[str, Any]
"""A part of a story, as the API tells it."""


def facts(report: Told) -> str:
    """When and where the event was, in one line."""
    technopole = report["technopole"] or {}
    places = (report["venue"], technopole.get("name"))
    moment = capfirst(when(report["startsAt"], report["endsAt"]))
    return " · ".join(filter(None, (moment, *places)))


def when(starts_at: str, ends_at: str | None) -> str:
    """The day and the hours of an event, or its days, Paris time."""
    start = timezone.localtime(datetime.fromisoformat(starts_at))
    if not ends_at:
        return f"{day(start)}, " + _("at %(start)s") % {"start": clock(start)}
    end = timezone.localtime(datetime.fromisoformat(ends_at))
    if not same_day(start, end):
        return _("From %(first)s to %(last)s") % {"first": day(start), "last": day(end)}
    hours = _("from %(start)s to %(end)s") % {"start": clock(start), "end": clock(end)}
    return f"{day(start)}, {hours}"


def day(moment: datetime) -> str:
    """As in “mardi 1er juillet 2025”."""
    written = date_format(moment, "l j F Y")
    return written.replace(" 1 ", " 1er ") if is_french() else written


def standing(spoken: Told) -> str:
    """What follows a name: the role, and the organisation unless the role names it."""
    role, organisation = spoken["role"] or "", spoken.get("organisation")
    follows = f", {role}" if role else ""
    if not organisation or names(role, organisation["name"]):
        return follows
    return f"{follows} ({organisation['name']})"


def names(text: str, name: str) -> bool:
    """Whether a text holds a name, in whatever case."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


def quoted(words: str) -> str:
    """`words` between the quotation marks of the language."""
    before, after = FRENCH_MARKS if is_french() else ENGLISH_MARKS
    return spaced(f"{before}{words.strip()}{after}", Typography.EMAIL)


def legend(figure: Told) -> str:
    """What stands below a picture: its caption and who made it."""
    return " – ".join(filter(None, (figure["caption"], figure["credit"])))


def value_of(figure: Told) -> str:
    """A key figure with its unit."""
    return Typography.EMAIL.value.join(filter(None, (figure["value"], figure["unit"])))


def source_of(figure: Told) -> str:
    """Who says a key figure; empty when not told."""
    return _("Source: %(source)s") % {"source": figure["source"]} if figure["source"] else ""


def size_of(document: Told) -> str:
    """How large a file is."""
    return filesizeformat(document["size"])


def watching(embed: Told) -> str:
    """Where a video is watched."""
    if not embed["provider"]:
        return _("Watch on another site")
    return _("Watch on %(provider)s") % {"provider": embed["provider"]}
