"""What answers a text: kinds and keys of things in the index, the best first; nothing is loaded.

One table holds the words of everything (Wagtail's index). Each row that holds the words is asked
whether its thing may be found, by the key: the work is that of what answers, however much there is.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from cms.search import matching
from cms.search.french import cleaned
from snippets.statements import Question, composed

MOST_RANKED = 2_000
"""Beyond, those with the words in their title or name are ranked, and the newest of the others."""


class Statement(NamedTuple):
    """SQL with its parameters."""

    sql: str
    params: tuple[Any, ...] = ()

    def rows(self) -> list[tuple[Any, ...]]:
        """What the database answers."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            return cursor.fetchall()


class Hit(NamedTuple):
    """A thing that answers: the key of its content type, and its own."""

    kind: int
    key: int


class Findable:
    """Things that may be found, indexed as some models."""

    models: tuple[type[Model], ...]

    def condition(self) -> Statement | None:
        """The condition that a hit is one of them; None when there can be none."""
        try:
            sql, params = self.with_key_of_hit()
        except EmptyResultSet:
            return None
        # An offset keeps PostgreSQL from finding all that may be found, only to join it with the hits.
        by_key = f"EXISTS ({sql} LIMIT 1 OFFSET 0)"
        return Statement(f"(hit.kind IN ({kinds_of(self.models)}) AND {by_key})", tuple(params))

    def with_key_of_hit(self) -> tuple[str, Sequence[Any]]:
        """The statement that finds the thing with the key of a hit."""
        raise NotImplementedError


@dataclass(frozen=True)
class Among(Findable):
    """Those of a queryset."""

    models: tuple[type[Model], ...]
    queryset: QuerySet

    def with_key_of_hit(self) -> tuple[str, Sequence[Any]]:
        """The statement that finds the thing with the key of a hit."""
        return at_hit(self.queryset).query.sql_with_params()


@dataclass(frozen=True)
class AmongAll(Findable):
    """Those that a question finds, whose statement is written once."""

    models: tuple[type[Model], ...]
    question: Question
    arguments: tuple[Hashable, ...]

    def with_key_of_hit(self) -> tuple[str, Sequence[Any]]:
        """The statement that finds the thing with the key of a hit."""
        return composed(found_at_hit, self.question, *self.arguments)


def found_at_hit(question: Question, *arguments: Any) -> QuerySet:
    """What a question finds with the key of a hit."""
    return at_hit(question(*arguments))


def at_hit(queryset: QuerySet) -> QuerySet:
    """The thing of a queryset with the key of a hit."""
    return queryset.order_by().filter(pk=RawSQL("hit.key", ())).values("pk")


@dataclass(frozen=True)
class Filed:
    """Where things of a model are filed: pairs of `filed_key`, theirs, and `filed_under`."""

    model: type[Model]
    pairs: QuerySet


def kinds_of(models: Iterable[type[Model]]) -> str:
    """The content types of models, for SQL."""
    types = ContentType.objects.get_for_models(*models).values()
    return ", ".join(str(each.pk) for each in types)


class Answers:
    """What answers a text among things that may be found; nothing when no word is in it."""

    def __init__(self, text: str, among: Iterable[Findable]) -> None:
        words = cleaned(text)
        self.words = matching(words) if words else None
        self.conditions = [found for each in among if (found := each.condition())]

    @property
    def is_empty(self) -> bool:
        """Whether nothing can answer, so that nobody need ask."""
        return self.words is None or not self.conditions

    @cached_property
    def may_be_found(self) -> Statement:
        """The condition that a hit may be found."""
        sql = " OR ".join(each.sql for each in self.conditions)
        return Statement(
            f"({sql})", tuple(param for each in self.conditions for param in each.params)
        )

    def best(self, start: int, stop: int) -> list[Hit]:
        """The hits between two positions; among equals, the one indexed last comes first."""
        if self.is_empty:
            return []
        named = self.ranked(in_names=True)
        if len(named) == MOST_RANKED:
            return named[start:stop]
        found = self.ranked(in_names=False)
        if len(found) == MOST_RANKED:
            found = list(dict.fromkeys([*named, *found]))[:MOST_RANKED]
        return found[start:stop]

    def ranked(self, *, in_names: bool) -> list[Hit]:
        """At most MOST_RANKED hits, the best first; or those with the words in title or name."""
        statement = self.words.ranked(self.may_be_found, MOST_RANKED, in_names=in_names)
        return [Hit(*row) for row in Statement(*statement).rows()]

    def count(self) -> int:
        """How many things answer."""
        if self.is_empty:
            return 0
        [(number,)] = self.select("COUNT(*)").rows()
        return number

    def count_by_kind(self) -> Counter[int]:
        """How many things of each content type answer."""
        if self.is_empty:
            return Counter()
        statement = self.select("hit.kind, COUNT(*)", "GROUP BY hit.kind")
        return Counter(dict(statement.rows()))

    def count_by_place(self, filed: Iterable[Filed]) -> Counter[Any]:
        """How many things are filed under each key, each thing once."""
        if self.is_empty:
            return Counter()
        parts = [self.filed_here(each) for each in filed]
        union = " UNION ".join(each.sql for each in parts)
        sql = f"{self.found.sql} SELECT place, COUNT(*) FROM ({union}) AS filed GROUP BY place"
        params = self.found.params + tuple(param for each in parts for param in each.params)
        return Counter(dict(Statement(sql, params).rows()))

    def filed_here(self, filed: Filed) -> Statement:
        """Place, kind and key of the hits of one model."""
        sql, params = filed.pairs.order_by().query.sql_with_params()
        return Statement(
            f"SELECT pair.filed_under AS place, found.kind, found.key FROM found "
            f"INNER JOIN ({sql}) AS pair ON pair.filed_key = found.key "
            f"WHERE found.kind IN ({kinds_of([filed.model])})",
            params,
        )

    @cached_property
    def found(self) -> Statement:
        """The hits that may be found, named for the statement that follows."""
        sql, params = self.select("hit.kind, hit.key")
        return Statement(f"WITH found AS MATERIALIZED ({sql})", params)

    def select(self, columns: str, rest: str = "") -> Statement:
        """Columns of the hits that may be found."""
        hits, params = self.words.hits
        sql = f"SELECT {columns} FROM ({hits}) AS hit WHERE {self.may_be_found.sql} {rest}"
        return Statement(sql, (*params, *self.may_be_found.params))


def keys_of(text: str, model: type[Model]) -> RawSQL | None:
    """The keys of the objects of a model whose words answer a text; None when no word is in it."""
    if not (words := cleaned(text)):
        return None
    hits, params = matching(words).hits
    sql = f"SELECT hit.key FROM ({hits}) AS hit WHERE hit.kind IN ({kinds_of([model])})"
    return RawSQL(sql, params)
