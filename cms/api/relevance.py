"""Searching: positions of what answers a text, the best first."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model, QuerySet

from cms.api.cursors import STALE, packed, unpacked
from cms.api.errors import BadInputError, CursorExpiredError
from cms.publishing.journal import head
from cms.search.answers import MOST_RANKED, Among, Answers, Findable, Hit, keys_of

EXPIRED = "after: content changed since, and with it the order of relevance. Begin the list anew."
FURTHEST = MOST_RANKED
"""Nobody turns more pages of a search; cursors beyond are refused."""


def searched(queryset: QuerySet, text: str) -> QuerySet:
    """The nodes of `queryset` that answer `text`, in its order; none for a text without words."""
    keys = keys_of(text, queryset.model)
    return queryset.none() if keys is None else queryset.filter(pk__in=keys)


class Relevance:
    """A list in the order of relevance, whose cursors hold positions.

    Whatever changes may move the others: a cursor is good as long as the journal's head stays.
    """

    def __init__(self, answers: Answers, load: Callable[[list[Hit]], Mapping[Hit, Model]]) -> None:
        self.answers, self.load = answers, load

    def page(self, connection: Callable, length: int, after: str | None) -> Any:
        """The page after a position."""
        version = head()
        start = 0 if after is None else position_in(after, version)
        hits = self.answers.best(start, start + length + 1)
        loaded = self.load(hits)
        places = {loaded[hit]: place for place, hit in enumerate(hits, start + 1) if hit in loaded}
        return connection(
            list(places),
            length,
            lambda node: packed(["RELEVANCE", places[node], version]),
            is_first=after is None,
            count=self.answers.count,
        )


def relevance_in(queryset: QuerySet, text: str, among: list[Findable] | None = None) -> Relevance:
    """The nodes of `queryset` that answer `text`, the best first.

    `among` tells the same nodes in a way that costs less to ask, where there is one.
    """
    model = queryset.model

    def load(hits: list[Hit]) -> dict[Hit, Model]:
        found = queryset.in_bulk([hit.key for hit in hits])
        return {hit: found[hit.key] for hit in hits if hit.key in found}

    return Relevance(Answers(text, among or [Among((model,), queryset)]), load)


def position_in(cursor: str, version: int) -> int:
    """The position that a cursor of this version of the content tells; refuses any other text."""
    name, position, told, *_rest = [*(unpacked(cursor) or []), None, None, None]
    is_position = isinstance(position, int) and not isinstance(position, bool)
    if name != "RELEVANCE" or not is_position or not 0 < position <= FURTHEST:
        raise BadInputError(STALE)
    if told != version:
        raise CursorExpiredError(EXPIRED)
    return position
