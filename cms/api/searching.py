"""The root that searches everything: answers of several types in one order, and their facets."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page

from cms.api.counts import counts
from cms.api.findable import FINDABLE, filed_by_sector, filed_by_technopole, may_be_found
from cms.api.languages import LOCALE, language_of
from cms.api.lists import FIRST_AFTER, Connection, in_language, length_asked
from cms.api.relevance import FURTHEST, Relevance
from cms.search.answers import Answers, Findable, Hit
from pages.kinds import KINDS, ContentKind
from pages.querysets import find_readable_pages
from snippets.models import Sector, Technopole
from snippets.promises import promises
from snippets.reader import Reader

PROMISES = f"""
    "Reports, testimonials, standing pages, organisations, people and technopoles that hold all the words, the best answers first. Pages end after {FURTHEST:,} answers."
    search(
        "Words to look for, at most 255 characters: French word forms and accents are understood."
        query: String!
        "Of which kinds: [] and kinds that are not searched match nothing." kinds: [ContentKind!]
        "Which ones." filter: SearchFilter
        {LOCALE} {FIRST_AFTER}
    ): SearchConnection!
"""


class KindFacet:
    """How many answers are of a kind."""

    graphql_fields = promises(
        """
        "The kind."
        kind: ContentKind!
        "How many answers are of it; at least 1."
        count: Int!
        """
    )

    def __init__(self, kind: ContentKind, count: int) -> None:
        self.kind, self.count = kind, count


class TechnopoleFacet:
    """How many answers belong to a technopole."""

    graphql_fields = promises(
        """
        "The technopole."
        technopole: Technopole!
        "How many answers belong to it; at least 1."
        count: Int!
        """
    )

    def __init__(self, technopole: Technopole, count: int) -> None:
        self.technopole, self.count = technopole, count


class SectorFacet:
    """How many answers are in a sector or in one of its sub-sectors."""

    graphql_fields = promises(
        """
        "The sector."
        sector: Sector!
        "How many answers are in it or in one of its sub-sectors, each once; at least 1."
        count: Int!
        """
    )

    def __init__(self, sector: Sector, count: int) -> None:
        self.sector, self.count = sector, count


class SearchFacets:
    """How the answers on all pages divide. Each facet counts as if it were not narrowed by itself."""

    graphql_fields = promises(
        """
        "By kind, whatever `kinds` says; the largest first. Kinds without an answer are absent."
        kinds: [KindFacet!]!
        "By technopole, whatever `filter.technopole` says; the largest first, then by name. A report, testimonial or organisation counts for its own, a person for those of their organisations, today or earlier, a technopole for itself."
        technopoles: [TechnopoleFacet!]!
        "By sector, whatever `filter.sector` says; the largest first, then by name. What is in a sub-sector counts for its main sector too. A person counts for the sectors of their organisations, today or earlier."
        sectors: [SectorFacet!]!
        """
    )

    def __init__(self, search: "Search", reader: Reader) -> None:
        self.search, self.reader = search, reader

    @cached_property
    def kinds(self) -> list[KindFacet]:
        """By kind."""
        counted = counts.of(("kinds", self.search), self.search.by_kind)
        found = [(KINDS[model_of(kind)], count) for kind, count in counted.items()]
        found.sort(key=lambda each: (-each[1], each[0].name))
        return [KindFacet(kind, count) for kind, count in found]

    @cached_property
    def technopoles(self) -> list[TechnopoleFacet]:
        """By technopole."""
        counted = counts.of(("technopoles", self.search), self.search.by_technopole)
        return [TechnopoleFacet(*each) for each in self.named(Technopole, counted)]

    @cached_property
    def sectors(self) -> list[SectorFacet]:
        """By sector."""
        counted = counts.of(("sectors", self.search), self.search.by_sector)
        return [SectorFacet(*each) for each in self.named(Sector, counted)]

    def named(self, model: type[Model], counted: Counter[Any]) -> list[tuple[Model, int]]:
        """The readable records of counted translation keys with their numbers, in order."""
        numbers = {UUID(str(key)): count for key, count in counted.items()}
        records = in_language(model, self.search.language).filter(translation_key__in=numbers)
        self.reader.remember(records)
        found = [(record, numbers[record.translation_key]) for record in records]
        return sorted(found, key=lambda each: (-each[1], each[0].sort_name, each[0].pk))


@dataclass(frozen=True)
class Search:
    """What is looked for, where."""

    query: str
    language: str
    kinds: list[ContentKind] | None
    filter: Mapping[str, Any]

    @property
    def models(self) -> tuple[type[Model], ...]:
        """The models that are looked among."""
        return models_of(self.kinds)

    def answers(self, *, without: str = "", **other: Any) -> Answers:
        """What answers; with other kinds, or without one of the filters."""
        models = models_of(other.get("kinds", self.kinds))
        given = {name: value for name, value in self.filter.items() if name != without}
        return Answers(self.query, self.among(models, given))

    def among(self, models: tuple[type[Model], ...], given: Mapping[str, Any]) -> list[Findable]:
        """The readable things of models that a filter lets through."""
        return may_be_found(models, self.language, given)

    def by_kind(self) -> Counter[int]:
        """How many answers are of each content type, whatever `kinds` says."""
        return self.answers(kinds=None).count_by_kind()

    def by_technopole(self) -> Counter[Any]:
        """How many answers each technopole has, whatever `filter.technopole` says."""
        filed = filed_by_technopole(self.models)
        return self.answers(without="technopole").count_by_place(filed)

    def by_sector(self) -> Counter[Any]:
        """How many answers each sector has, whatever `filter.sector` says."""
        filed = filed_by_sector(self.models)
        return self.answers(without="sector").count_by_place(filed)


def models_of(kinds: list[ContentKind] | None) -> tuple[type[Model], ...]:
    """The models of the kinds that are searched; all when it is None."""
    return tuple(model for model in FINDABLE if kinds is None or KINDS[model] in kinds)


def model_of(kind: int) -> type[Model]:
    """The model of a content type."""
    return ContentType.objects.get_for_id(kind).model_class()


class SearchConnection(Connection):
    """A page of answers, which knows how all of them divide."""

    facets: SearchFacets


def search(
    root: None,
    info: Any,
    query: str,
    kinds: list[ContentKind] | None = None,
    filter: Mapping[str, Any] | None = None,  # noqa: A002
    locale: str | None = None,
    first: int | None = None,
    after: str | None = None,
) -> SearchConnection:
    """What answers a text, in the order of relevance."""
    language, length = language_of(info, locale), length_asked(first)
    asked = Search(query, language, kinds, filter or {})
    page = Relevance(asked.answers(), load).page(SearchConnection, length, after)
    info.context.reader.remember(page.nodes)
    page.facets = SearchFacets(asked, info.context.reader)
    return page.count_once("search", asked)


def load(hits: Iterable[Hit]) -> dict[Hit, Model]:
    """The things of hits as readers may see them: one query a type."""
    keys: dict[type[Model], list[int]] = {}
    for hit in hits:
        keys.setdefault(model_of(hit.kind), []).append(hit.key)
    pages = [key for model, these in keys.items() if issubclass(model, Page) for key in these]
    found: dict[tuple[type[Model], int], Model] = {
        (type(page), key): page for key, page in find_readable_pages(pages).items()
    }
    for model, these in keys.items():
        if not issubclass(model, Page):
            records = model.objects.readable().in_bulk(these)
            found.update({(model, key): record for key, record in records.items()})
    return {
        hit: thing
        for hit in hits
        if (thing := found.get((model_of(hit.kind), hit.key))) is not None
    }


ROOTS = {"search": search}
SHAPES = (KindFacet, TechnopoleFacet, SectorFacet, SearchFacets)
