"""Filters: the inputs of the contract, and the condition that each of their fields stands for.

Several values mean any of them, none (`[]`) matches nothing, null is no condition. Unknown slugs
match nothing; a slug stands for its record whatever the language of the slug.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.timezone import is_aware, make_aware

from cms.api.errors import BadInputError
from pages.models import EventReport, Mention, Testimonial
from pages.models.report_parts import EventReportTag
from pages.querysets import start_of
from snippets.drafts import or_draft
from snippets.models import EventSeries, Organisation, Person, Sector, Technopole
from snippets.models.former import MERGED, formerly

MOST_VALUES = 100
"""Of one field: databases take long to read a condition with thousands."""
Conditions = dict[str, Callable[[Any], Q]]

EARLIEST, LATEST = date(1000, 1, 1), date(9000, 1, 1)
"""Days beyond are taken for these: no event lies outside."""

INPUTS = """
"Which event reports. Fields add up; several values of one mean any of them; [] matches nothing."
input EventReportFilter {
  "Held at a technopole of these slugs." technopole: [String!]
  "Of a series of these slugs." series: [String!]
  "In a sector of these slugs or one of its sub-sectors." sector: [String!]
  "Naming an organisation of these slugs, anywhere." organisation: [String!]
  "Naming a person of these slugs, anywhere." person: [String!]
  "Filed under one of these tags, by name." tag: [String!]
  "Begun in one of these years, Paris time." year: [Int!]
  "Begun on this day or later, Paris time." heldOnOrAfter: Date
  "Begun on this day or earlier, Paris time." heldOnOrBefore: Date
  "First published after this moment." publishedAfter: DateTime
}
"Which testimonials. Fields add up; several values of one mean any of them; [] matches nothing."
input TestimonialFilter {
  "At a technopole of these slugs." technopole: [String!]
  "In a sector of these slugs or one of its sub-sectors." sector: [String!]
  "Naming an organisation of these slugs, anywhere." organisation: [String!]
  "Naming a person of these slugs, anywhere." person: [String!]
  "First published after this moment." publishedAfter: DateTime
}
"Which quotes. Fields add up; several values of one mean any of them; [] matches nothing."
input QuoteFilter {
  "Said at a technopole of these slugs." technopole: [String!]
  "In a page of a sector of these slugs or one of its sub-sectors." sector: [String!]
  "Said for an organisation of these slugs." organisation: [String!]
  "Said by a person of these slugs." person: [String!]
  "At an event of a series of these slugs." series: [String!]
  "Said on this day or later." saidOnOrAfter: Date
  "Said on this day or earlier." saidOnOrBefore: Date
}
"Which organisations. Fields add up; several values of one mean any of them; [] matches nothing."
input OrganisationFilter {
  "Based in a technopole of these slugs." technopole: [String!]
  "In a sector of these slugs or one of its sub-sectors." sector: [String!]
  "Of one of these kinds." kind: [OrganisationKind!]
}
"Which people. Fields add up; several values of one mean any of them; [] matches nothing."
input PersonFilter {
  "Affiliated today or earlier to an organisation based in a technopole of these slugs." technopole: [String!]
  "Affiliated today or earlier to an organisation of these slugs." organisation: [String!]
}
"Which answers. Fields add up; several values of one mean any of them; [] matches nothing. Standing pages are filed under no technopole and no sector."
input SearchFilter {
  "At a technopole of these slugs, or the technopole itself; people by their organisations, today or earlier." technopole: [String!]
  "In a sector of these slugs or one of its sub-sectors; people by their organisations, today or earlier." sector: [String!]
}
"""


def keys(model: type[Model], slugs: list[str]) -> QuerySet:
    """What the readable records of these slugs, today's or former ones, and their translations share."""
    called = or_draft(Q(slug__in=slugs), model, slug=slugs)
    found = model.objects.readable().filter(called).values("translation_key")
    if model not in MERGED:
        return found
    merged = model.objects.readable().filter(translation_key__in=formerly(model, slugs))
    return found.order_by().union(merged.order_by().values("translation_key"))


def of(model: type[Model], path: str) -> Callable[[list[str]], Q]:
    """The condition that the record at `path` has one of the slugs."""
    return lambda slugs: Q(**{f"{path}__translation_key__in": keys(model, slugs)})


def mentioning(field: str, model: type[Model]) -> Callable[[list[str]], Q]:
    """The condition that a page names a record of one of the slugs."""

    def condition(slugs: list[str]) -> Q:
        named = Mention.objects.filter(**{f"{field}__translation_key__in": keys(model, slugs)})
        return Q(pk__in=named.values("page_id"))

    return condition


def in_sector(owner: type[Model], *, path: str = "pk") -> Callable[[list[str]], Q]:
    """The condition that `path` is the key of an `owner` in a sector or one of its sub-sectors."""

    def condition(slugs: list[str]) -> Q:
        wanted = keys(Sector, slugs)
        through = owner.sectors.through
        inside = Q(sector__translation_key__in=wanted) | Q(
            sector__parent__translation_key__in=wanted
        )
        column = f"{owner._meta.model_name}_id"
        return Q(**{f"{path}__in": through.objects.filter(inside).values(column)})

    return condition


def begun_in(years: list[int]) -> Q:
    """The condition that an event began in one of the years."""
    condition = Q(pk__in=[])
    for year in set(years):
        if EARLIEST.year <= year < LATEST.year:
            start, end = start_of(date(year, 1, 1)), start_of(date(year + 1, 1, 1))
            condition |= Q(starts_at__gte=start, starts_at__lt=end)
    return condition


def tagged(names: list[str]) -> Q:
    """The condition that a report has one of the tags."""
    tagged_items = EventReportTag.objects.filter(tag__name__in=names)
    return Q(pk__in=tagged_items.values("content_object_id"))


def affiliated(path: str, model: type[Model]) -> Callable[[list[str]], Q]:
    """The condition that a person is or was in an organisation found at `path`."""

    def condition(slugs: list[str]) -> Q:
        found = Person.affiliations.rel.related_model.objects.filter(
            **{f"{path}__translation_key__in": keys(model, slugs)},
            organisation__in=Organisation.objects.readable(),
        )
        return Q(pk__in=found.values("person_id"))

    return condition


def working_in(slugs: list[str]) -> Q:
    """The condition that a person is or was in an organisation of the sector."""
    organisations = Organisation.objects.readable().filter(in_sector(Organisation)(slugs))
    affiliations = Person.affiliations.rel.related_model.objects
    return Q(pk__in=affiliations.filter(organisation__in=organisations).values("person_id"))


def nothing(slugs: list[str]) -> Q:
    """The condition of things that are never filed so."""
    return Q(pk__in=[])


def known(day: date) -> date:
    """The day, or the nearest one that databases and time zones can tell."""
    return min(max(day, EARLIEST), LATEST)


def known_moment(moment: datetime) -> datetime:
    """The moment, or the nearest one that every time zone can tell; Paris time without an offset."""
    if not EARLIEST.year < moment.year < LATEST.year:
        return start_of(EARLIEST if moment.year <= EARLIEST.year else LATEST)
    return moment if is_aware(moment) else make_aware(moment)


def in_series(slugs: list[str]) -> Q:
    """The condition that a quote was said at an event of the series."""
    reports = EventReport.objects.filter(series__translation_key__in=keys(EventSeries, slugs))
    return Q(page__in=reports.values("pk"))


def said_in_sector(slugs: list[str]) -> Q:
    """The condition that a quote stands in a page of the sector."""
    return in_sector(EventReport, path="page")(slugs) | in_sector(Testimonial, path="page")(slugs)


CONDITIONS: dict[str, Conditions] = {
    "EventReportFilter": {
        "technopole": of(Technopole, "technopole"),
        "series": of(EventSeries, "series"),
        "sector": in_sector(EventReport),
        "organisation": mentioning("organisation", Organisation),
        "person": mentioning("person", Person),
        "tag": tagged,
        "year": begun_in,
        "heldOnOrAfter": lambda day: Q(starts_at__gte=start_of(known(day))),
        "heldOnOrBefore": lambda day: Q(starts_at__lt=start_of(known(day) + timedelta(days=1))),
        "publishedAfter": lambda moment: Q(first_published_at__gt=known_moment(moment)),
    },
    "TestimonialFilter": {
        "technopole": of(Technopole, "technopole"),
        "sector": in_sector(Testimonial),
        "organisation": mentioning("organisation", Organisation),
        "person": mentioning("person", Person),
        "publishedAfter": lambda moment: Q(first_published_at__gt=known_moment(moment)),
    },
    "QuoteFilter": {
        "technopole": of(Technopole, "technopole"),
        "sector": said_in_sector,
        "organisation": of(Organisation, "organisation"),
        "person": of(Person, "person"),
        "series": in_series,
        "saidOnOrAfter": lambda day: Q(said_on__gte=day),
        "saidOnOrBefore": lambda day: Q(said_on__lte=day),
    },
    "OrganisationFilter": {
        "technopole": of(Technopole, "technopole"),
        "sector": in_sector(Organisation),
        "kind": lambda kinds: Q(kind__in=[getattr(kind, "value", kind) for kind in kinds]),
    },
    "PersonFilter": {
        "technopole": affiliated("organisation__technopole", Technopole),
        "organisation": affiliated("organisation", Organisation),
    },
}


def condition_of(name: str, given: dict[str, Any] | None) -> Q:
    """The condition that a filter input stands for."""
    return condition_from(CONDITIONS[name], given or {})


def condition_from(conditions: Conditions, given: Mapping[str, Any]) -> Q:
    """The condition that the fields given stand for together."""
    condition = Q()
    for field, value in given.items():
        if value is not None:
            condition &= conditions[field](checked(field, value))
    return condition


def checked(field: str, value: Any) -> Any:
    """The value of a field without texts that no database can hold; refuses too many values."""
    if not isinstance(value, list):
        return value
    if len(value) > MOST_VALUES:
        raise BadInputError(f"{field}: give at most {MOST_VALUES} values, not {len(value)}.")
    return [each for each in value if "\0" not in str(each)]
