"""Errors that clients read: a code, a sentence that says what to do, and nothing else."""

import logging
import traceback
from enum import StrEnum, auto
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError
from graphql import GraphQLError

logger = logging.getLogger("cms.api")

INTERNAL = "Something went wrong on our side. Try again later."
LONGEST_MESSAGE = 500
UNAVAILABLE = "The service cannot answer now. Try again in a moment."


class Code(StrEnum):
    """`extensions.code`, for programs. The list is closed: docs/api.md tells each."""

    @staticmethod
    def _generate_next_value_(name: str, *args: Any) -> str:
        return name

    BAD_REQUEST = auto()
    BAD_USER_INPUT = auto()
    COST_EXCEEDED = auto()
    CURSOR_EXPIRED = auto()
    GRAPHQL_PARSE_FAILED = auto()
    GRAPHQL_VALIDATION_FAILED = auto()
    INTERNAL = auto()
    LIMIT_EXCEEDED = auto()
    OPERATION_NOT_ALLOWED = auto()
    PERSISTED_QUERY_NOT_FOUND = auto()
    PREVIEW_REFUSED = auto()
    TIMEOUT = auto()
    UNAVAILABLE = auto()


OF_CODES = {
    Code.OPERATION_NOT_ALLOWED: "allow_list",
    Code.TIMEOUT: "seconds",
    Code.UNAVAILABLE: "at_once",
}
"""The limits that a code is enough to tell."""


class BadInputError(GraphQLError):
    """What the client asked for is not possible; the message says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message, extensions={"code": Code.BAD_USER_INPUT})


class CursorExpiredError(GraphQLError):
    """A cursor was good once; the message says how to go on."""

    def __init__(self, message: str) -> None:
        super().__init__(message, extensions={"code": Code.CURSOR_EXPIRED})


class RefusedError(Exception):
    """An operation that does not run: why, and the status of the answer."""

    def __init__(self, code: Code, *errors: GraphQLError | str, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.status = code, status
        self.errors = [coded(error, code) for error in errors]

    @property
    def limit(self) -> str | None:
        """The name of the limit that an operation was over; None when it was refused for something else."""
        named = (limit for error in self.errors if (limit := getattr(error, "limit", None)))
        return next(named, "body_bytes" if self.status == 413 else OF_CODES.get(self.code))


def coded(error: GraphQLError | str, code: Code) -> GraphQLError:
    """The error with its code, unless it has one; its message may quote what was sent in part."""
    if isinstance(error, str):
        error = GraphQLError(error)
    if len(error.message) > LONGEST_MESSAGE:
        error.message = f"{error.message[:LONGEST_MESSAGE]}…"
    error.extensions = {"code": code, **(error.extensions or {})}
    return error


def formatted(error: GraphQLError) -> dict[str, Any]:
    """An error as it is answered. One without a code of ours says nothing of its cause."""
    if "code" in (error.extensions or {}):
        return error.formatted
    if error.message.startswith("Argument '") and is_of_graphql(error.original_error):
        # A variable that is null where the argument has a default: told at execution only.
        return coded(error, Code.BAD_USER_INPUT).formatted
    place = ".".join(map(str, error.path or []))
    log_failure(f"The field {place} failed", error.original_error or error)
    if is_outage(error):
        return GraphQLError(
            UNAVAILABLE, error.nodes, path=error.path, extensions={"code": Code.UNAVAILABLE}
        ).formatted
    return GraphQLError(
        INTERNAL, error.nodes, path=error.path, extensions={"code": Code.INTERNAL}
    ).formatted


def is_of_graphql(cause: BaseException | None) -> bool:
    """Whether an error comes from GraphQL itself, not from our code."""
    return cause is None or isinstance(cause, GraphQLError)


def is_outage(error: GraphQLError) -> bool:
    """Whether a field failed because the database did not answer."""
    return is_of_database(error.original_error)


def is_of_database(error: BaseException | None) -> bool:
    """Whether an error says that the database did not answer, or not in time. SQLite says of a file that
    it cannot read any more that there is some error."""
    return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError


def log_failure(what: str, cause: BaseException) -> None:
    """Log where something failed, without the message: it may quote a variable of the client."""
    frames = "".join(traceback.format_tb(cause.__traceback__))
    logger.error("%s with %s, at:\n%s", what, type(cause).__name__, frames.rstrip())
