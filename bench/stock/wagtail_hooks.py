"""The lists of reports, added as grapple's `register_schema_query` adds roots.

grapple's own lists give every language at once and neither filter nor count.
"""

from functools import cache
from typing import Any

import graphene
from django.db.models import QuerySet
from grapple.registry import registry
from grapple.types.structures import PaginatedQuerySet, QuerySetList
from grapple.utils import resolve_paginated_queryset, resolve_queryset
from wagtail import hooks
from wagtail.models import Locale

from pages.models import EventReport


@hooks.register("register_schema_query")
def add_lists(query_mixins: list[type]) -> None:
    """Add the root fields `eventReports` and `reports`."""

    class Reports:
        event_reports = QuerySetList(
            lambda: registry.pages[EventReport], locale=graphene.String(default_value="fr")
        )
        reports = PaginatedQuerySet(
            lambda: registry.pages[EventReport],
            EventReport,
            technopole=graphene.String(),
            year=graphene.Int(),
            locale=graphene.String(default_value="fr"),
        )

        def resolve_event_reports(self, info: Any, locale: str, **arguments: Any) -> Any:
            """Live public reports in a language."""
            return resolve_queryset(readable(locale), info, **arguments)

        def resolve_reports(
            self,
            info: Any,
            locale: str,
            technopole: str | None = None,
            year: int | None = None,
            **arguments: Any,
        ) -> Any:
            """Live public reports, of a technopole and a year, or those that hold words."""
            found = readable(locale)
            if technopole is not None:
                found = found.filter(technopole__slug=technopole)
            if year is not None:
                found = found.filter(starts_at__year=year)
            return resolve_paginated_queryset(found, info, **arguments)

    query_mixins.append(Reports)


def readable(language: str) -> QuerySet[EventReport]:
    """Live public reports in a language."""
    return EventReport.objects.live().public().filter(locale=locale_of(language))


@cache
def locale_of(language: str) -> Locale:
    return Locale.objects.get(language_code=language)
