"""What search looks among: which things, in which language, and where each is filed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from cms.api.filters import CONDITIONS, condition_from, in_sector, keys, nothing, working_in
from cms.api.lists import in_language, key_of
from cms.search.answers import Among, AmongAll, Filed, Findable
from pages.models import EventReport, StandardPage, Testimonial
from pages.querysets import readable_pages
from snippets.models import Organisation, Person, Technopole

PAGES = (EventReport, Testimonial, StandardPage)
RECORDS = (Organisation, Person, Technopole)
FINDABLE = (*PAGES, *RECORDS)

TECHNOPOLES = {
    EventReport: "technopole__translation_key",
    Testimonial: "technopole__translation_key",
    Organisation: "technopole__translation_key",
    Person: "affiliations__organisation__technopole__translation_key",
    Technopole: "translation_key",
}
"""Where each model tells the technopoles it is filed under."""

SECTORS = {
    EventReport: "sectors",
    Testimonial: "sectors",
    Organisation: "sectors",
    Person: "affiliations__organisation__sectors",
    Technopole: "sectors",
}
"""Where each model tells its sectors."""

CONDITIONS_OF_SEARCH = {
    EventReport: CONDITIONS["EventReportFilter"],
    Testimonial: CONDITIONS["TestimonialFilter"],
    StandardPage: {"technopole": nothing, "sector": nothing},
    Organisation: CONDITIONS["OrganisationFilter"],
    Person: {"technopole": CONDITIONS["PersonFilter"]["technopole"], "sector": working_in},
    Technopole: {
        "technopole": lambda slugs: Q(translation_key__in=keys(Technopole, slugs)),
        "sector": in_sector(Technopole),
    },
}
"""What each field of SearchFilter asks of each model."""


def may_be_found(
    models: Iterable[type[Model]], language: str, given: Mapping[str, Any]
) -> list[Findable]:
    """The readable things of models, in a language, that a filter lets through.

    Pages of all types are asked for together, in their common table, unless a filter wants more.
    """
    if any(value is not None for value in given.values()):
        return [
            Among((model,), filtered(model, all_in(model, language), given)) for model in models
        ]
    pages = tuple(model for model in models if model in PAGES)
    records = [model for model in models if model in RECORDS]
    among = [AmongAll((model,), all_in, (model, language)) for model in records]
    return [*among, AmongAll(pages, all_pages, (language,))] if pages else among


def all_in(model: type[Model], language: str, keys: Any = None) -> QuerySet:
    """The readable things of a model in a language."""
    if model in RECORDS:
        return in_language(model, language)
    return written_in(model.objects.readable(), language)


def all_pages(language: str, keys: Any) -> QuerySet:
    """The readable pages of all types in a language, as plain pages."""
    return written_in(readable_pages(), language)


def written_in(pages: QuerySet, language: str) -> QuerySet:
    """The pages of a language, which is looked up once and not for each page."""
    return pages.filter(locale_id=key_of(language))


def filtered(model: type[Model], queryset: QuerySet, given: Mapping[str, Any]) -> QuerySet:
    """The things of a model that a filter lets through."""
    return queryset.filter(condition_from(CONDITIONS_OF_SEARCH[model], given))


def filed_by_technopole(models: Iterable[type[Model]]) -> list[Filed]:
    """Things with the technopoles they belong to."""
    return [
        Filed(model, filed_under(model, TECHNOPOLES[model]))
        for model in models
        if model in TECHNOPOLES
    ]


def filed_by_sector(models: Iterable[type[Model]]) -> list[Filed]:
    """Things with their sectors, and with the main sectors of these."""
    return [
        Filed(model, filed_under(model, f"{SECTORS[model]}__{key}"))
        for model in models
        if model in SECTORS
        for key in ("translation_key", "parent__translation_key")
    ]


def filed_under(model: type[Model], path: str) -> QuerySet:
    """Key and place of each thing of a model that has one."""
    conditions = {f"{path}__isnull": False}
    if model is Person:
        conditions["affiliations__organisation__in"] = Organisation.objects.readable()
    pairs = model.objects.filter(**conditions).annotate(filed_under=F(path), filed_key=F("pk"))
    return pairs.values("filed_under", "filed_key")
