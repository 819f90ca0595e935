"""The time an operation may take: past it the answer is an error, and the worker is free again.

Looked at before the fields of each object are resolved and before each SQL statement, so that
loading in waves ends too.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from django.db import OperationalError, connection
from graphql import ExecutionContext

QUERY_CANCELED = "57014"
"""PostgreSQL's code of a statement that took longer than `statement_timeout`."""


class OutOfTimeError(BaseException):
    """The time is over. No error of a field: nothing between here and the door catches it."""


class Budget:
    """A number of seconds that began when it was made."""

    def __init__(self, seconds: float) -> None:
        self.ends = monotonic() + seconds
        self.statements, self.waited = 0, 0.0

    def check(self) -> None:
        """Raise OutOfTimeError when nothing is left."""
        if monotonic() > self.ends:
            raise OutOfTimeError

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Look at the clock before each SQL statement, and count them."""
        with connection.execute_wrapper(self.execute):
            yield

    def execute(self, execute: Callable, *statement: Any) -> Any:
        """Run one SQL statement, if there is time; one that PostgreSQL gave up was out of time, too."""
        self.check()
        begun = monotonic()
        try:
            return execute(*statement)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") == QUERY_CANCELED:
                raise OutOfTimeError from error
            raise
        finally:
            self.statements += 1
            self.waited += monotonic() - begun


class WatchedExecution(ExecutionContext):
    """Executes an operation, looking at the clock before each object, and noting each."""

    def complete_object_value(self, declared: Any, nodes: Any, info: Any, *thing: Any) -> Any:
        """Note what stands in the answer."""
        self.context_value.tags.note(thing[-1])
        return super().complete_object_value(declared, nodes, info, *thing)

    def execute_fields(self, *place: Any) -> Any:
        """Resolve the fields of one object, if there is time."""
        self.context_value.budget.check()
        return super().execute_fields(*place)
