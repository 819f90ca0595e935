"""What a feed is asked for, and the refusal that says what may be asked.

A parameter that is misspelled and passed over would send the wrong newsletter: so what is unknown is
refused, but for what tools append to every address by themselves.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cms.api.filters import MOST_VALUES
from cms.api.kept import APPENDED
from cms.newsletter.tools import NewsletterTool
from snippets.models import EventSeries, Organisation, Sector, Technopole

KINDS = {
    "reports": ("reports",),
    "testimonials": ("testimonials",),
    "all": ("reports", "testimonials"),
}
"""What each feed tells of."""
RECORDS: dict[str, type[Model]] = {
    "technopole": Technopole,
    "sector": Sector,
    "organisation": Organisation,
    "series": EventSeries,
}
"""The parameters that name records by their slug."""
OF_FEEDS = (*RECORDS, "lang", "limit", "since", "cursor", "image", "utm_*")
OF_CALENDARS = (*RECORDS, "lang", "utm_*")
OF_MAILS = ("lang", "utm_*")
OF_ISSUES = ("for", "lang")
"""The parameters that there are."""
WIDTHS = (600, 1200)
USUAL_LIMIT, GREATEST_LIMIT = 20, 100
LAST_ISSUE = "last-issue"
TRACKING = re.compile(r"utm_[a-z_]{1,40}")
LONGEST_TRACKING = 200
MOST_TOLD = 100
"""Slugs that a refusal names."""


class BadParametersError(Exception):
    """What was asked cannot be given: a sentence for each parameter, in the reader's language."""

    def __init__(self, *sentences: str | Promise) -> None:
        self.sentences = [str(sentence) for sentence in sentences]
        super().__init__(" ".join(self.sentences))


@dataclass(frozen=True)
class Asked:
    """What a feed is asked for."""

    kinds: tuple[str, ...]
    language: str = settings.LANGUAGE_CODE
    records: dict[str, list[str]] = field(default_factory=dict)
    """The slugs asked for, by parameter."""
    limit: int = USUAL_LIMIT
    since: datetime | str | None = None
    """A moment, or `LAST_ISSUE`."""
    cursor: str | None = None
    width: int = WIDTHS[0]
    """Of pictures, in pixels."""
    tracking: dict[str, str] = field(default_factory=dict)
    """What is appended to the links of items: `utm_…`."""
    tool: str = ""
    """The tool that sends a newsletter issue; empty for none in particular."""

    @property
    def reports(self) -> dict[str, Any] | None:
        """The filter of event reports; None when none is asked for."""
        return self.filtered(self.records) if "reports" in self.kinds else None

    @property
    def testimonials(self) -> dict[str, Any] | None:
        """The filter of testimonials; None when none is asked for: they belong to no series."""
        if "testimonials" not in self.kinds or "series" in self.records:
            return None
        return self.filtered(self.records)

    def filtered(self, records: dict[str, list[str]]) -> dict[str, Any]:
        """A filter of the API."""
        if not isinstance(self.since, datetime):
            return records
        return {**records, "publishedAfter": self.since.isoformat()}


def asked_in(query: QueryDict, kind: str, known: Sequence[str] = OF_FEEDS) -> Asked:
    """What a query string asks, by parameters that are `known`. Raises BadParametersError."""
    refusals: list[str] = []
    given: dict[str, Any] = {}
    records: dict[str, list[str]] = {}
    tracking: dict[str, str] = {}
    for name, values in query.lists():
        try:
            if name.startswith("utm_") and "utm_*" in known:
                tracking[name] = mark(name, one(name, values))
            elif name not in known:
                refusals += [] if APPENDED.match(name) else [unknown(name, known)]
            elif name in RECORDS:
                records[name] = slugs(name, values)
            else:
                attribute, read = READERS[name]
                given[attribute] = read(one(name, values))
        except BadParametersError as refusal:
            refusals += refusal.sentences
    if refusals:
        raise BadParametersError(*refusals)
    return Asked(KINDS[kind], records=records, tracking=tracking, **given)


def unknown(name: str, known: Sequence[str]) -> str:
    """The refusal of a parameter that there is not."""
    return _("%(name)s: there is no such parameter. These are: %(known)s.") % {
        "name": name[:100],
        "known": ", ".join(known),
    }


def one(name: str, values: list[str]) -> str:
    """The one value of a parameter."""
    if len(values) != 1:
        raise BadParametersError(_("%(name)s: give it once.") % {"name": name[:100]})
    return values[0]


def slugs(name: str, values: list[str]) -> list[str]:
    """The slugs of readable records; several mean any of them, one after the other or with commas."""
    wanted = list(dict.fromkeys(slug for value in values for slug in value.split(",")))
    known = set(
        RECORDS[name]._default_manager.readable().order_by("slug").values_list("slug", flat=True)
    )
    if len(wanted) > MOST_VALUES:
        raise BadParametersError(
            _("%(name)s: give at most %(most)s values.") % {"name": name, "most": MOST_VALUES}
        )
    strangers = [slug[:100] for slug in wanted if slug not in known]
    if not strangers:
        return wanted
    told = ", ".join(sorted(known)[:MOST_TOLD]) + (" …" if len(known) > MOST_TOLD else "")
    raise BadParametersError(
        _("%(name)s: %(strangers)s is not known. Choose among: %(known)s.")
        % {"name": name, "strangers": ", ".join(strangers[:MOST_TOLD]), "known": told}
    )


def language(value: str) -> str:
    """A language of the site."""
    known = [tag for tag, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    if value not in known:
        raise BadParametersError(_("lang: choose among %(known)s.") % {"known": ", ".join(known)})
    return value


def limit(value: str) -> int:
    """How many items."""
    if not re.fullmatch(r"[0-9]{1,3}", value) or not 1 <= int(value) <= GREATEST_LIMIT:
        raise BadParametersError(
            _("limit: give a whole number from 1 to %(most)s.") % {"most": GREATEST_LIMIT}
        )
    return int(value)


def since(value: str) -> datetime | str:
    """A moment (RFC 3339), or the last issue; a plus sign that an address turned into a space is one all
    the same."""
    if value == LAST_ISSUE:
        return LAST_ISSUE
    try:
        moment = datetime.fromisoformat(value.replace(" ", "+"))
        if moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadParametersError(
            _("since: give a moment with its offset, for example %(example)s, or last-issue.")
            % {"example": "2025-07-08T12:00:00+02:00"}
        ) from None


def width(value: str) -> int:
    """The width of pictures."""
    if value not in map(str, WIDTHS):
        known = ", ".join(map(str, WIDTHS))
        raise BadParametersError(_("image: choose among %(known)s.") % {"known": known})
    return int(value)


def tool(value: str) -> str:
    """A tool that sends newsletters."""
    known = [each.value for each in NewsletterTool]
    if value not in known:
        raise BadParametersError(_("for: choose among %(known)s.") % {"known": ", ".join(known)})
    return value


def mark(name: str, value: str) -> str:
    """What is appended to links under a name that begins with `utm_`."""
    if not TRACKING.fullmatch(name) or len(value) > LONGEST_TRACKING:
        raise BadParametersError(
            _("%(name)s: use letters and _ in its name, and at most %(most)s characters.")
            % {"name": name[:100], "most": LONGEST_TRACKING}
        )
    return value


READERS = {
    "lang": ("language", language),
    "limit": ("limit", limit),
    "since": ("since", since),
    "cursor": ("cursor", str),
    "image": ("width", width),
    "for": ("tool", tool),
}
"""The attribute that each parameter of one value fills in, and how it is read."""
