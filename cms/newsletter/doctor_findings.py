"""What is wrong with a feed, or may disappoint: a sentence each, in the language that is active."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.newsletter.doctor_reading import Entry, Reading, parsed
from cms.newsletter.doctor_tools import is_told_twice

LONGEST_SUBJECT = 70
"""Characters that inboxes show of a subject on a wide screen."""
GMAIL_CLIPS = 102 * 1024
"""Bytes of HTML after which Gmail hides the rest of a mail behind a link."""
LARGEST_FEED = 1_000_000
"""Bytes that tools take without complaint."""
WHOLE = re.compile("[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""How an address begins that is not relative."""
HELD = {"a": "href", "img": "src"}
"""The elements that hold an address."""


class Finding(NamedTuple):
    """What was found."""

    sentence: str
    is_error: bool = False
    """Whether a tool would send something wrong, or nothing; else it is a warning."""


def findings_of_feed(reading: Reading, size: int) -> Iterator[Finding]:
    """What is to be said of a whole feed of so many bytes."""
    if reading.broken:
        yield error(_("The feed is not well formed: %(reason)s") % {"reason": reading.broken})
    elif not reading.entries:
        yield Finding(_("The feed is empty: there is nothing to send."))
    if size > LARGEST_FEED:
        yield Finding(
            _("The feed has %(size)s, and tools refuse large ones: lower its limit.")
            % {"size": filesizeformat(size)}
        )
    identities = Counter(entry.told("identity") for entry in reading.entries)
    for identity, count in identities.items():
        if identity and count > 1:
            yield error(
                _("%(count)s items have the identity %(identity)s: only one would be sent.")
                % {"count": count, "identity": identity}
            )


def findings_of(entry: Entry) -> list[Finding]:
    """What is to be said of an item, the errors first."""
    found = [*missing(entry), *addresses(entry), *words(entry), *pictures(entry)]
    return sorted(found, key=lambda finding: not finding.is_error)


def missing(entry: Entry) -> Iterator[Finding]:
    """What an item cannot be without."""
    if not entry.told("title"):
        yield error(_("There is no title."))
    if not entry.told("date"):
        yield error(_("There is no date that tools understand: they pass the item over."))
    if not entry.told("identity"):
        yield error(_("There is no identity: tools may send the item again."))
    if not entry.told("content"):
        yield error(_("There is no content."))


def addresses(entry: Entry) -> Iterator[Finding]:
    """Addresses that lead nowhere from a mail."""
    named = [entry.told("link"), *entry.pictures]
    within = parsed(entry.told("content")).find_all(list(HELD))
    held = [element.get(HELD[element.name], "") for element in within]
    for address in dict.fromkeys(filter(None, [*named, *held])):
        if not WHOLE.match(address):
            yield error(
                _("The address %(address)s is relative: it leads nowhere from a mail.")
                % {"address": address}
            )


def words(entry: Entry) -> Iterator[Finding]:
    """Texts that are too long, or told twice."""
    title, size = entry.told("title"), len(entry.told("content").encode())
    if len(title) > LONGEST_SUBJECT:
        yield Finding(
            _("The title has %(count)s characters: of a subject, inboxes show about %(most)s.")
            % {"count": len(title), "most": LONGEST_SUBJECT}
        )
    if is_told_twice(entry):
        yield Finding(_("The summary is the content: Buttondown drops it."))
    if size > GMAIL_CLIPS:
        yield Finding(
            _("The content has %(size)s: Gmail hides what comes after %(most)s.")
            % {"size": filesizeformat(size), "most": filesizeformat(GMAIL_CLIPS)}
        )


def pictures(entry: Entry) -> Iterator[Finding]:
    """Pictures that are not there, not safe, or say nothing to who does not see them; an empty text
    says that a picture is decorative."""
    shown = parsed(entry.told("content")).find_all("img")
    if not entry.pictures:
        yield Finding(_("There is no picture."))
    sources = [*entry.pictures, *(image.get("src", "") for image in shown)]
    if any(source.startswith("http:") for source in sources):
        yield Finding(_("There are pictures without https: some mail programs do not show them."))
    if silent := sum(not image.has_attr("alt") for image in shown):
        yield Finding(
            ngettext(
                "%(count)s picture has no alternative text.",
                "%(count)s pictures have no alternative text.",
                silent,
            )
            % {"count": silent}
        )


def error(sentence: str) -> Finding:
    """Something that a tool would send wrong, or not at all."""
    return Finding(sentence, is_error=True)
