"""Statements that are written once.

Django composes the SQL of a queryset each time it is used, which takes several times as long as the
database needs for it. What an answer asks for is the same each time, but for the moment and the keys:
here it is composed with marks in their places, once for each question and kind of database.

A question is a function that gives a queryset of whole models or one of values. It takes the moment
from `moment` and the keys through `among`; all else that it depends on is told by its other arguments,
or never changes while the process lives.
"""

import json
import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, Lookup, Model, Q, QuerySet
from django.utils import timezone

from .drafts import shown
from .rows import maker

KEYS: Any = object()
"""Stands for the keys while a statement is written."""
MOMENT = datetime(1, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
"""Stands for the moment, at which nothing was ever published."""
OWNER = "owner_key"
DAY = re.compile(r"\d{4}-\d\d-\d\d")

composed_at: ContextVar[datetime | None] = ContextVar("composed_at", default=None)

Question = Callable[..., QuerySet]
KeyOfRow = int | UUID


def moment() -> datetime:
    """Now, or its mark in a statement that is being written."""
    return composed_at.get() or timezone.now()


def among(path: str, keys: Any) -> Q | Lookup:
    """The condition that a column, of integers or of UUIDs, is one of `keys`."""
    return IsAmong(F(path), KEYS) if keys is KEYS else Q(**{f"{path}__in": keys})


class IsAmong(Lookup):
    """Being one of many keys that come as one parameter: the SQL does not tell how many."""

    lookup_name = "among"
    prepare_rhs = False
    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """As PostgreSQL says it."""
        sql, parameters = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s)", [*parameters, self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """As SQLite says it."""
        sql, parameters = self.process_lhs(compiler, connection)
        return f"{sql} IN (SELECT value FROM json_each(%s))", [*parameters, self.rhs]  # noqa: S608


class ClockAskedError(Exception):
    """A question took the time from elsewhere than `moment`: it would be the same for ever."""


def is_time(value: Any) -> bool:
    """Whether a parameter is a day or a moment, in the form of either database."""
    return isinstance(value, date) or (isinstance(value, str) and bool(DAY.match(value)))


class Statement:
    """The SQL of a question, and how its rows become objects."""

    def __init__(self, queryset: QuerySet) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, parameters = compiler.as_sql()
        mark = connection.ops.adapt_datetimefield_value(MOMENT)
        self.parameters = [MOMENT if each == mark else each for each in parameters]
        if any(is_time(each) for each in self.parameters if each is not MOMENT):
            raise ClockAskedError(f"{self.sql} {self.parameters}")
        self.converters = compiler.get_converters([column for column, *_ in compiler.select])
        if not queryset.query.default_cols:
            return
        of_model = compiler.klass_info["select_fields"]
        self.model: type[Model] = queryset.model
        self.columns = slice(of_model[0], of_model[-1] + 1)
        self.names = [column.target.attname for column, *_ in compiler.select[self.columns]]
        self.key = self.names.index(self.model._meta.pk.attname)
        self.make = maker(self.model, self.names)
        self.added: dict[str, int] = dict(compiler.annotation_col_map)
        self.owner = self.added.pop(OWNER, None)

    def values(self, keys: Iterable[KeyOfRow]) -> list[Any]:
        """The parameters, with the moment and the keys in their places."""
        given: Any = list(keys)
        if connection.vendor == "sqlite":
            given = json.dumps(given, default=attrgetter("hex"))
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        marked = {id(KEYS): given, id(MOMENT): now}
        return [marked.get(id(each), each) for each in self.parameters]

    def rows(self, keys: Iterable[KeyOfRow]) -> list[list[Any]]:
        """What the database answers now, for `keys`."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values(keys))
            rows = [list(row) for row in cursor.fetchall()]
        for position, (converters, expression) in self.converters.items():
            for convert in converters:
                for row in rows:
                    row[position] = convert(row[position], expression, connection)
        return rows

    def count(self) -> int:
        """How many rows there are now."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({self.sql}) counted", self.values([]))  # noqa: S608
            return cursor.fetchone()[0]

    def pairs(self, keys: Iterable[KeyOfRow]) -> list[tuple[Any, Model]]:
        """The objects in their order, each with the key of who it belongs to; the same object each
        time it comes."""
        made: dict[Any, Model] = {}
        found = []
        for row in self.rows(keys):
            values = row[self.columns]
            if (each := made.get(values[self.key])) is None:
                each = self.make(values)
                for name, position in self.added.items():
                    setattr(each, name, row[position])
                made[values[self.key]] = each
            found.append((row[self.owner] if self.owner is not None else None, each))
        return found


def answers(question: Question, *arguments: Hashable, keys: Iterable[KeyOfRow] = ()) -> list[Model]:
    """The objects that a question finds, called with `arguments` and `keys`."""
    return [each for _, each in owned_answers(question, *arguments, keys=keys)]


def owned_answers(
    question: Question, *arguments: Hashable, keys: Iterable[KeyOfRow] = ()
) -> list[tuple[Any, Model]]:
    """The objects that a question finds, each with the key of who it belongs to.

    A preview asks otherwise: its draft is among the readable.
    """
    if shown.get() is None:
        return written(connection.vendor, question, arguments).pairs(keys)
    return [(getattr(each, OWNER, None), each) for each in question(*arguments, list(keys))]


def rows(question: Question, *arguments: Hashable, keys: Iterable[KeyOfRow] = ()) -> list[Any]:
    """The values that a question of values finds."""
    if shown.get() is None:
        return written(connection.vendor, question, arguments).rows(keys)
    return list(question(*arguments, list(keys)))


def how_many(question: Question, *arguments: Hashable) -> int:
    """How many there are of what a question finds without keys."""
    if shown.get() is None:
        return written(connection.vendor, question, arguments).count()
    return question(*arguments, []).count()


def composed(question: Question, *arguments: Hashable) -> tuple[str, Sequence[Any]]:
    """The SQL of a question without keys, and its parameters now: for a statement that holds it."""
    if shown.get() is None:
        found = written(connection.vendor, question, arguments)
        return found.sql, found.values([])
    return question(*arguments, []).query.sql_with_params()


@lru_cache(maxsize=500)
def written(vendor: str, question: Question, arguments: tuple[Hashable, ...]) -> Statement:
    """The statement of a question."""
    with composing():
        return Statement(question(*arguments, KEYS))


@contextmanager
def composing() -> Any:
    """Inside, the moment is its mark."""
    token = composed_at.set(MOMENT)
    try:
        yield
    finally:
        composed_at.reset(token)
