"""What went public, goes public, ends and takes place on which day of a month."""

import re
from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from cms.finding.seen import changeable, form_of
from pages.models import EventReport
from pages.querysets import page_types, start_of
from snippets.records import DraftableRecord

YEAR_AND_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
YEARS = range(1990, 2200)
"""Those of a calendar somebody looks at on purpose."""


class What(Enum):
    """What happens on a day; each has words, a colour is never all that tells it."""

    EVENT = "event", _("Event")
    PUBLISHED = "published", _("Went public")
    SCHEDULED = "scheduled", _("Goes public")
    ENDS = "ends", _("Ends")
    ENDED = "ended", _("Ended")

    def __init__(self, style: str, label: Any) -> None:
        self.style, self.label = style, label


@dataclass(frozen=True)
class Entry:
    """Something that happens to one page or record."""

    at: datetime
    what: What
    thing: Model
    title: str

    @property
    def form(self) -> str:
        """Where the thing is edited."""
        return form_of(self.thing)

    @property
    def kind(self) -> str:
        """What the thing is."""
        model = self.thing.specific_class if isinstance(self.thing, Page) else type(self.thing)
        return capfirst((model or Page)._meta.verbose_name)

    @property
    def is_draft(self) -> bool:
        """Whether readers cannot see it now."""
        return not self.thing.live


class Schedule(NamedTuple):
    """When a text that was approved goes public, and ends."""

    begins: datetime
    ends: datetime | None


def month_asked(text: str) -> date:
    """The first day of the month that is written 2026-11; of this month when it cannot be read."""
    found = YEAR_AND_MONTH.fullmatch(text)
    year, month = (int(each) for each in found.groups()) if found else (0, 0)
    if year in YEARS and month in range(1, 13):
        return date(year, month, 1)
    return timezone.localdate().replace(day=1)


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def weeks(first: date, entries: Iterable[Entry]) -> list[list[tuple[date, list[Entry]]]]:
    """The weeks of a month from Monday on: each day with what happens, also those of the months
    before and after, on which nothing is told."""
    by_day = defaultdict(list)
    for entry in sorted(entries, key=lambda each: (each.at, each.title)):
        by_day[timezone.localdate(entry.at)].append(entry)
    whole = Calendar().monthdatescalendar(first.year, first.month)
    return [[(day, by_day.get(day, [])) for day in week] for week in whole]


def happening(first: date, user: Any) -> Iterator[Entry]:
    """Everything of a month that a user may see."""
    begin, end = start_of(first), start_of(next_month(first))
    for model in (Page, *DraftableRecord.__subclasses__()):
        yield from (entry for entry in of_model(model, begin, end, user) if begin <= entry.at < end)
    reports = changeable(EventReport, user).filter(starts_at__gte=begin, starts_at__lt=end)
    for report in reports.defer_streamfields():
        yield Entry(report.starts_at, What.EVENT, report, report.get_admin_display_title())


def of_model(model: type[Model], begin: datetime, end: datetime, user: Any) -> Iterator[Entry]:
    """What happens to pages or to records of one kind: two statements, however many there are."""
    schedules = scheduled(model)
    published = Q(first_published_at__gte=begin, first_published_at__lt=end)
    ending = Q(expire_at__gte=begin, expire_at__lt=end)
    for thing in told(model, user).filter(published | ending | Q(pk__in=schedules)):
        yield from entries_of(thing, schedules.get(thing.pk))


def told(model: type[Model], user: Any) -> QuerySet:
    """The things of a model that the calendar tells a user."""
    things = changeable(model, user)
    if model is not Page:
        return things
    types = ContentType.objects.get_for_models(*page_types()).values()
    return things.filter(content_type__in=types)


def scheduled(model: type[Model]) -> dict[int, Schedule]:
    """What is approved and waits for its time, by key."""
    base = ContentType.objects.get_for_model(model)
    approved = Revision.objects.filter(base_content_type=base, approved_go_live_at__isnull=False)
    columns = approved.values_list("object_id", "approved_go_live_at", "content__expire_at")
    return {
        int(key): Schedule(begins, parse_datetime(ends) if ends else None)
        for key, begins, ends in columns
    }


def entries_of(thing: Model, schedule: Schedule | None) -> Iterator[Entry]:
    """What happens to one thing, ever: its first publication, its schedule, its end."""
    title = thing.get_admin_display_title() if isinstance(thing, Page) else str(thing)
    ends = set()
    if thing.first_published_at:
        yield Entry(thing.first_published_at, What.PUBLISHED, thing, title)
    if schedule:
        yield Entry(schedule.begins, What.SCHEDULED, thing, title)
        ends.add(schedule.ends)
    if thing.expire_at and thing.expired:
        yield Entry(thing.expire_at, What.ENDED, thing, title)
    elif thing.live:
        ends.add(thing.expire_at)
    yield from (Entry(each, What.ENDS, thing, title) for each in ends if each)
