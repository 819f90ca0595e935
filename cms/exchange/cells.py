"""How the cells of a table are written into a record, in memory: each tells what stood there, and what
stands now. Raises ValueError, with a sentence, where a cell cannot be written."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.html import escape, linebreaks
from django.utils.translation import gettext as _
from wagtail.models import Locale

from snippets.creation import find_by_name
from snippets.models import Organisation, Sector, Technopole
from snippets.models.organisation import OrganisationKind
from snippets.records import sortable
from snippets.rich_text import stored_words

SEVERAL = "|"
"""Stands between the sectors of one cell."""


def one(model: type[Model], name: str, locale: Locale) -> Any:
    """The record of a name or slug. Raises ValueError, with a sentence, where there is not one."""
    found = list(find_by_name(model, name, locale)[:2]) or list(
        model.objects.filter(slug=name, locale=locale)
    )
    if len(found) == 1:
        return found[0]
    words = {"kind": model._meta.verbose_name, "name": name}
    if found:
        raise ValueError(_("Several of this name: %(kind)s “%(name)s”.") % words)
    raise ValueError(_("Not in the directory: %(kind)s “%(name)s”.") % words)


def write_text(name: str) -> Callable[..., tuple[str, str]]:
    """How a plain field is written."""

    def write(record: Any, cell: str, locale: Locale) -> tuple[str, str]:
        before = getattr(record, name)
        setattr(record, name, cell)
        return before, cell

    return write


def write_rich_text(name: str) -> Callable[..., tuple[str, str]]:
    """How a text of several lines is written: its words count, its formatting stays where they are the same."""

    def write(record: Any, cell: str, locale: Locale) -> tuple[str, str]:
        before = stored_words(getattr(record, name))
        if " ".join(before.split()) != " ".join(cell.split()):
            setattr(record, name, linebreaks(escape(cell)))
        return " ".join(before.split()), " ".join(cell.split())

    return write


def write_kind(record: Organisation, cell: str, locale: Locale) -> tuple[str, str]:
    """The kind of an organisation, by its label or its value."""
    labels = {sortable(str(kind.label)): kind for kind in OrganisationKind}
    kind = labels.get(sortable(cell)) or next(
        (each for each in OrganisationKind if each.value == cell), None
    )
    if kind is None:
        told = ", ".join(str(each.label) for each in OrganisationKind)
        raise ValueError(
            _("There is no kind “%(kind)s”. The kinds are: %(kinds)s.")
            % {"kind": cell, "kinds": told}
        )
    before, record.kind = str(OrganisationKind(record.kind).label), kind.value
    return before, str(kind.label)


def write_technopole(record: Organisation, cell: str, locale: Locale) -> tuple[str, str]:
    """The technopole an organisation is in."""
    before = str(record.technopole or "")
    record.technopole = one(Technopole, cell, locale)
    return before, str(record.technopole)


def write_sectors(record: Organisation, cell: str, locale: Locale) -> tuple[str, str]:
    """The sectors of an organisation."""
    before = sorted(each.name for each in record.sectors.all())
    names = filter(None, (each.strip() for each in cell.split(SEVERAL)))
    record.sectors = [one(Sector, name, locale) for name in names]
    return ", ".join(before), ", ".join(sorted(each.name for each in record.sectors.all()))


def write_year(record: Organisation, cell: str, locale: Locale) -> tuple[str, str]:
    """The year an organisation was founded in."""
    if not cell.isdecimal():
        raise ValueError(_("“%(cell)s” is no year.") % {"cell": cell})
    before, record.founded_in = str(record.founded_in or ""), int(cell)
    return before, cell


WRITING: dict[str, Callable[..., tuple[str, str]]] = {
    "name": write_text("name"),
    "website": write_text("website"),
    "kind": write_kind,
    "technopole": write_technopole,
    "sectors": write_sectors,
    "founded_in": write_year,
    "presentation": write_rich_text("presentation"),
    "biography": write_rich_text("biography"),
}
"""How the cell of a column is written into a record: tells what stood there, and what stands now."""
