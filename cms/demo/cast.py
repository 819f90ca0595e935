"""Who and what a seeded set of reports is about: imaginary people, organisations and series."""

from dataclasses import dataclass
from datetime import date
from itertools import product
from random import Random
from typing import Any

from django.utils.text import slugify
from taggit.models import Tag
from wagtail.models import Page

from pages.models import StandardPage, Testimonial
from snippets.models import (
    Affiliation,
    Attachment,
    EventSeries,
    Organisation,
    Person,
    Photo,
    Sector,
    Technopole,
)

from .bulk import write_records
from .content import phrases
from .content.calendar import OPENING
from .content.places import TECHNOPOLES
from .content.sectors import all_sectors
from .content.standing import ABOUT, PROGRAMME
from .content.testimonials import INTERVIEW, PROSE
from .media import add_picture
from .pictures import SQUARE, UPRIGHT, Emblem, Scene
from .shelf import Shelf
from .typography import typeset

PEOPLE = 60
REPORTS_AN_ORGANISATION = 5
LABORATORY_EVERY = 6
COVERS, PORTRAITS, LOGOS = 24, 12, 12
FICTION = "<p>{} <i>Ce nom n'existe que pour les essais.</i></p>"


@dataclass
class Cast:
    """What the reports of one seed choose from."""

    shelf: Shelf
    seed: int
    chance: Random
    technopoles: list[Any]
    sectors: list[Sector]
    covers: list[Photo]
    organisations: list[Organisation]
    people: list[Person]
    series: list[EventSeries]
    tags: list[Tag]
    testimonials: list[Page]
    documents: list[Attachment]
    about: list[Page]


def make_cast(shelf: Shelf, count: int, seed: int) -> Cast:
    """Make the people, organisations and series of `seed`; the rest is the demo's."""
    cast = Cast(
        shelf=shelf,
        seed=seed,
        chance=Random(seed),  # noqa: S311
        technopoles=here(shelf, Technopole, TECHNOPOLES) or [None],
        sectors=here(shelf, Sector, all_sectors()),
        covers=pool(shelf, seed, "paysage", min(COVERS, 4 + count // 10)),
        organisations=[],
        people=[],
        series=[],
        tags=shelf.tags(*map(typeset, phrases.TAGS)),
        testimonials=here(shelf, Testimonial, (PROSE, INTERVIEW)),
        documents=list(Attachment.objects.filter(file__contains=PROGRAMME)[:1]),
        about=here(shelf, StandardPage, (ABOUT,)),
    )
    cast.organisations = make_organisations(cast, max(6, count // REPORTS_AN_ORGANISATION))
    cast.series = make_series(cast)
    cast.people = make_people(cast)
    return cast


def here(shelf: Shelf, model: Any, slugs: Any) -> list[Any]:
    """Those of the demo that nobody has deleted since."""
    found = model.objects.filter(slug__in=list(slugs), locale=shelf.locale)
    return list(found.order_by("slug"))


def pool(shelf: Shelf, seed: int, kind: str, size: int) -> list[Photo]:
    """A few pictures that many share."""
    drawings = {"paysage": Scene, "portrait": Scene, "embleme": Emblem}
    sizes = {"portrait": {"size": UPRIGHT}, "embleme": {"size": SQUARE}}
    return [
        add_picture(
            shelf,
            drawings[kind](f"{kind}-{seed}-{number}", **sizes.get(kind, {})),
            f"Essai {seed}, {kind} {number}",
        )
        for number in range(1, size + 1)
    ]


def make_organisations(cast: Cast, count: int) -> list[Organisation]:
    logos = pool(cast.shelf, cast.seed, "embleme", min(LOGOS, count))
    made = [new_organisation(cast, number, logos) for number in range(count)]
    return write_records(cast.shelf, made, OPENING)


def new_organisation(cast: Cast, number: int, logos: list[Photo]) -> Organisation:
    is_laboratory = number % LABORATORY_EVERY == LABORATORY_EVERY - 1
    forms = phrases.LABORATORY_FORMS if is_laboratory else phrases.COMPANY_FORMS
    name = f"{cast.chance.choice(forms)} {cast.chance.choice(phrases.COMPANY_NOUNS)} {number + 1}"
    slug = f"{slugify(name)}-essai-{cast.seed}"
    organisation = Organisation(
        name=name,
        slug=slug,
        kind="laboratory" if is_laboratory else "company",
        technopole=cast.chance.choice(cast.technopoles),
        presentation=typeset(FICTION.format(cast.chance.choice(phrases.OPENINGS))),
        website=f"https://example.org/{slug}",
        logo=cast.chance.choice(logos),
        founded_in=cast.chance.randint(1995, 2024),
    )
    organisation.sectors = few(cast, cast.sectors, 2)
    return organisation


def make_series(cast: Cast) -> list[EventSeries]:
    return [
        cast.shelf.provide(
            EventSeries,
            f"{slugify(name)}-essai-{cast.seed}",
            OPENING,
            name=f"{name} (essai {cast.seed})",
            promise="Série imaginaire, faite pour essayer de grands nombres.",
            organiser=cast.organisations[number],
            photo=cast.covers[number],
        )
        for number, name in enumerate(phrases.SERIES)
    ]


def make_people(cast: Cast) -> list[Person]:
    portraits = pool(cast.shelf, cast.seed, "portrait", min(PORTRAITS, len(cast.organisations)))
    names = list(product(phrases.FIRST_NAMES, phrases.FAMILY_NAMES))
    chosen = cast.chance.sample(names, PEOPLE)
    made = [new_person(cast, " ".join(name), portraits) for name in chosen]
    return write_records(cast.shelf, made, OPENING)


def new_person(cast: Cast, name: str, portraits: list[Photo]) -> Person:
    person = Person(
        name=name,
        slug=f"{slugify(name)}-essai-{cast.seed}",
        photo=cast.chance.choice(portraits),
        biography=typeset(FICTION.format(cast.chance.choice(phrases.MIDDLES))),
    )
    person.affiliations = [
        Affiliation(
            role=cast.chance.choice(phrases.ROLES),
            organisation=organisation,
            since=date(cast.chance.randint(2012, 2020), cast.chance.randint(1, 12), 1),
        )
        for organisation in few(cast, cast.organisations, 2)
    ]
    return person


def few(cast: Cast, things: list[Any], most: int) -> list[Any]:
    """One to `most` of the things, each once."""
    return cast.chance.sample(things, min(len(things), cast.chance.randint(1, most)))
