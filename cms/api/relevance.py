"""Searching lists: which nodes answer a text, the best ones first."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend

from cms.api.cursors import STALE, packed, unpacked
from cms.api.errors import BadInputError

FURTHEST = 10_000
"""Nobody turns more pages of a search; cursors beyond are refused."""


def searched(queryset: QuerySet, text: str) -> QuerySet:
    """The nodes of `queryset` that answer `text`, the best first; none for a text without words."""
    results = get_search_backend().search(text, queryset.model.objects.order_by())
    if results.query_compiler is None:
        return queryset.none()
    return results.get_queryset().filter(pk__in=queryset.order_by().values("pk"))


class Relevance:
    """A list in the order of relevance, whose cursors hold positions."""

    def __init__(self, queryset: QuerySet) -> None:
        self.queryset = queryset

    def page(self, connection: Callable, length: int, after: str | None) -> Any:
        """The page after a position."""
        start = 0 if after is None else position_in(after)
        found = list(self.queryset[start : start + length + 1])
        positions = {node.pk: position for position, node in enumerate(found, start + 1)}
        return connection(
            found,
            length,
            lambda node: packed(["RELEVANCE", positions[node.pk]]),
            is_first=after is None,
            count=self.queryset.order_by().count,
        )


def position_in(cursor: str) -> int:
    """The position that a cursor tells; refuses any other text."""
    name, position, *_rest = [*(unpacked(cursor) or []), None, None]
    is_position = isinstance(position, int) and not isinstance(position, bool)
    if name != "RELEVANCE" or not is_position or not 0 < position <= FURTHEST:
        raise BadInputError(STALE)
    return position
