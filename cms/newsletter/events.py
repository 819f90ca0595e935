"""The events of reports as a calendar that programs subscribe to.

Sources: RFC 5545 (iCalendar), RFC 7986 (its name, and when to ask again).
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vText

from cms.newsletter.content import in_mail
from cms.newsletter.feed import Feed
from cms.newsletter.items import Item

PRODUCT = "-//Technopole CMS//Events//FR"
ASK_AGAIN = timedelta(hours=1)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
"""Characters that no text of iCalendar can hold."""
PARIS = b"""BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
"""The hours of Paris since 1996: programs know rules better than the lists that could be made of them."""


def calendar_of(feed: Feed) -> bytes:
    """A feed of reports as a calendar, in the language that is active."""
    told = {"LANGUAGE": feed.language}
    name = " – ".join(filter(None, (feed.site_name, _("Events"))))
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("NAME", vText(written(name), params=told))
    calendar.add("X-WR-CALNAME", vText(written(name)))
    calendar.add("URL", feed.home)
    calendar.add("REFRESH-INTERVAL", ASK_AGAIN, {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    calendar.add_component(Timezone.from_ical(PARIS))
    for item in feed.items:
        calendar.add_component(event_of(item, told))
    return calendar.to_ical()


def event_of(item: Item, told: dict[str, str]) -> Event:
    """A report as an event; the words have the parameters `told`.

    Without METHOD its DTSTAMP is when it was last revised. It has no ORGANIZER, which is an address
    for answers, and no invented end.
    """
    story = item.story
    event = Event()
    event.add("UID", item.guid)
    event.add("DTSTAMP", item.updated)
    event.add("CREATED", item.published)
    event.add("LAST-MODIFIED", item.updated)
    event.add("SEQUENCE", revision(item))
    event.add("DTSTART", local(story["startsAt"]))
    if story["endsAt"]:
        event.add("DTEND", local(story["endsAt"]))
    event.add("SUMMARY", written(item.title), told)
    event.add("DESCRIPTION", written(described(item)), told)
    if place := ", ".join(places(story)):
        event.add("LOCATION", written(in_mail(place)), told)
    if spot := (story["technopole"] or {}).get("location"):
        event.add("GEO", (spot["latitude"], spot["longitude"]))
    event.add("URL", item.url)
    if names := [written(name) for _domain, name in item.categories]:
        event.add("CATEGORIES", names, told)
    event.add("TRANSP", "TRANSPARENT")
    return event


def revision(item: Item) -> int:
    """Seconds from the first publication to the last: 0 at first, more with each, and never less. What
    RFC 5545 asks of SEQUENCE, without anything to count by, which an import could lose."""
    return max(0, int((item.updated - item.published).total_seconds()))


def described(item: Item) -> str:
    """The whole standfirst, and where the report is read: some programs show no URL."""
    return "\n\n".join(
        (in_mail(item.story["standfirst"]), _("Read online: %(url)s") % {"url": item.url})
    )


def places(story: dict) -> Iterator[str]:
    """The venue, the technopole and its city, as far as they are told."""
    technopole = story["technopole"] or {}
    for place in (story["venue"], technopole.get("name"), technopole.get("city")):
        if place:
            yield place


def local(moment: str) -> datetime:
    """A moment of the API, Paris time."""
    return timezone.localtime(datetime.fromisoformat(moment))


def written(text: str) -> str:
    """A text without what iCalendar cannot hold."""
    return CONTROLS.sub("", text)
