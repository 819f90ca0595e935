"""Organisations and people from a table that editors keep elsewhere: a row each, of people one for each role."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Locale

from cms.exchange.cells import WRITING, one
from snippets.creation import find_by_name
from snippets.models import Affiliation, Organisation, Person
from snippets.records import DraftableRecord, sortable

MOST_ROWS = 2_000
FAR_TOO_MANY = 100_000
"""Lines; what comes after is not even counted."""
SEPARATORS = ";,\t|"
HEADERS = {
    "name": ("nom", "name", "raison sociale"),
    "slug": ("identifiant", "slug"),
    "kind": ("type", "kind", "nature"),
    "technopole": ("technopôle",),
    "sectors": ("filières", "filière", "sectors"),
    "website": ("site", "site web", "website", "url"),
    "founded_in": ("année", "année de création", "founded in"),
    "presentation": ("présentation", "description"),
    "role": ("fonction", "role", "titre"),
    "organisation": ("organisation", "entreprise"),
    "biography": ("biographie", "biography"),
}
"""What editors call a column, whatever its case and accents; the first name is the one that is told."""

COLUMNS = {
    Organisation: (
        "name",
        "slug",
        "kind",
        "technopole",
        "sectors",
        "website",
        "founded_in",
        "presentation",
    ),
    Person: ("name", "slug", "role", "organisation", "biography"),
}


class UnreadableError(Exception):
    """A table that cannot be read; the message says why, and what to do."""


@dataclass
class Row:
    """What a row of the table would do."""

    number: int
    """Its line in the file, from 2: the first holds the names of the columns."""
    name: str
    record: DraftableRecord | None = None
    is_new: bool = False
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    """Name of the field, what stands there now, what would."""
    problems: list[str] = field(default_factory=list)


def text_of(data: bytes) -> str:
    """The text of a file, as spreadsheets write it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def cells(text: str, model: type[Model]) -> list[dict[str, str]]:
    """The rows of a table, by the names of fields. Raises UnreadableError."""
    head = text.partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    try:
        lines = list(islice(csv.reader(StringIO(text), delimiter=separator), FAR_TOO_MANY))
    except csv.Error as error:
        raise UnreadableError(
            _("The table cannot be read. Save it as CSV again, with its quotation marks in pairs.")
        ) from error
    if len(lines) < 2:
        raise UnreadableError(
            _(
                "The table is empty: its first line names the columns, the next ones hold a row each."
            )
        )
    if len(lines) > MOST_ROWS + 1:
        raise UnreadableError(
            _("The table has %(rows)s rows: bring in %(most)s at a time.")
            % {"rows": len(lines) - 1, "most": MOST_ROWS}
        )
    names = [field_of(header, model) for header in lines[0]]
    if "name" not in names:
        raise UnreadableError(
            _("There is no column “nom”. The columns are: %(columns)s.")
            % {"columns": ", ".join(HEADERS[name][0] for name in COLUMNS[model])}
        )
    return [
        {name: cell.strip() for name, cell in zip(names, line, strict=False) if name}
        for line in lines[1:]
    ]


def field_of(header: str, model: type[Model]) -> str | None:
    """The field that a column is of; None for one that is not brought in."""
    plain = sortable(" ".join(header.split()))
    return next((name for name in COLUMNS[model] if plain in map(sortable, HEADERS[name])), None)


def rows_of(text: str, model: type[Model]) -> list[Row]:
    """What each row would do. Nothing is saved. Raises UnreadableError."""
    locale = Locale.get_default()
    known: dict[Any, DraftableRecord] = {}
    found = []
    for number, told in enumerate(cells(text, model), 2):
        if not any(told.values()):
            continue
        row = Row(number, told.get("name", ""))
        found.append(row)
        if not row.name:
            row.problems.append(_("The name is missing."))
            continue
        find(row, told, model, locale, known)
        if row.record is not None:
            row.changes = list(changes(row, told, locale))
            check(row)
    return found


def find(
    row: Row,
    told: dict[str, str],
    model: type[Model],
    locale: Locale,
    known: dict[Any, DraftableRecord],
) -> None:
    """The record that a row is of: by its slug, else by its name; a new one where there is none."""
    key = told.get("slug") or sortable(row.name)
    if key not in known:
        by_slug = model.objects.filter(slug=told.get("slug", ""), locale=locale)
        named = by_slug if told.get("slug") else find_by_name(model, row.name, locale)
        homonyms = list(named[:2])
        if len(homonyms) > 1:
            row.problems.append(
                _("Several have this name: tell which one in the column “identifiant”.")
            )
            return
        if homonyms:
            known[key] = homonyms[0].get_latest_revision_as_object()
        else:
            known[key] = model(name=row.name, slug=told.get("slug", ""), locale=locale, live=False)
            row.is_new = True
    row.record = known[key]


def changes(row: Row, told: dict[str, str], locale: Locale) -> Iterator[tuple[str, str, str]]:
    """What a row changes of its record, in memory; an empty cell changes nothing."""
    for name, cell in told.items():
        if cell and name in WRITING:
            try:
                before, after = WRITING[name](row.record, cell, locale)
            except ValueError as error:
                row.problems.append(str(error))
                continue
            if before != after:
                label = type(row.record)._meta.get_field(name).verbose_name
                yield str(capfirst(label)), before, after
    if told.get("role") or told.get("organisation"):
        yield from change_role(row, told, locale)


def change_role(row: Row, told: dict[str, str], locale: Locale) -> Iterator[tuple[str, str, str]]:
    """A role in an organisation, unless the person has it."""
    if not (told.get("role") and told.get("organisation")):
        row.problems.append(_("A role needs its organisation, and an organisation its role."))
        return
    try:
        organisation = one(Organisation, told["organisation"], locale)
    except ValueError as error:
        row.problems.append(str(error))
        return
    held = row.record.affiliations.all()
    if any(
        each.organisation_id == organisation.pk and sortable(each.role) == sortable(told["role"])
        for each in held
    ):
        return
    affiliation = Affiliation(role=told["role"], organisation=organisation)
    row.record.affiliations.add(affiliation)
    yield str(capfirst(Affiliation._meta.verbose_name)), "", str(affiliation)


def check(row: Row) -> None:
    """What the model refuses of the record, and of the roles that the table adds."""
    new = [each for each in row.record.affiliations.all() if not each.pk] if has_roles(row) else []
    for thing, exclude in ((row.record, []), *((each, ["person"]) for each in new)):
        try:
            thing.full_clean(exclude=exclude)
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                label = "" if name == NON_FIELD_ERRORS else label_of(type(thing), name)
                row.problems += [f"{label}{each}" for each in sentences]


def has_roles(row: Row) -> bool:
    """Whether a row is of a person."""
    return isinstance(row.record, Person)


def label_of(model: type[Model], name: str) -> str:
    """How a field is called before a sentence about it."""
    return f"{capfirst(model._meta.get_field(name).verbose_name)} : "
