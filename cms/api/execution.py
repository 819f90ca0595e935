"""From what a client sends to what it gets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from graphql import (
    DocumentNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    execute_sync,
    get_operation_ast,
)
from graphql.execution.values import get_variable_values

from cms.api import waves
from cms.api.budget import OutOfTimeError, WatchedExecution
from cms.api.context import Context
from cms.api.documents import LIMITS, MOST_ERRORS, Prepared, prepared
from cms.api.errors import Code, RefusedError, coded, formatted, is_outage
from cms.api.limits import LimitError, cost, search
from cms.api.persisted import check_allowed, remember, text_of
from cms.api.resolvers import WEIGHTS
from cms.api.schema import schema
from cms.api.tags import EVERYTHING, Tags
from cms.metrics.names import ANONYMOUS


@dataclass(frozen=True)
class Parameters:
    """What a client sends; without `query`, its hash stands in `extensions`."""

    query: str | None
    variables: dict[str, Any] | None = None
    operation_name: str | None = None
    extensions: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What a client gets, and the status that says so to those who read statuses."""

    body: dict[str, Any]
    status: int = 200
    tags: list[str] | None = None
    """What it holds, if it is whole: nothing went wrong with any part of it."""
    limit: str | None = None
    """The limit that the operation was over."""
    shares: bool = True
    """Whether a change of something it does not hold leaves it as it is."""


def answer(parameters: Parameters, context: Context) -> Answer:
    """Find, prepare and execute one operation. Nothing is left of what was found for it."""
    extensions: dict[str, Any] = {}
    try:
        with context.stopwatch.measure("prepare"):
            ready = prepared(text_of(parameters.query, parameters.extensions))
            check_allowed(ready)
            remember(ready, parameters.extensions)
            operation = operation_of(ready, parameters.operation_name)
            context.operation = operation.name.value if operation.name else ANONYMOUS
            variables = affordable(ready, operation, parameters.variables, extensions)
        with context.stopwatch.measure("execute"):
            return executed(ready, parameters.operation_name, variables, context, extensions)
    except RefusedError as refusal:
        errors = [formatted(error) for error in refusal.errors[:MOST_ERRORS]]
        body = {"errors": errors, **({"extensions": extensions} if extensions else {})}
        return Answer(body, refusal.status, limit=refusal.limit)
    finally:
        context.let_go()


def affordable(
    ready: Prepared,
    operation: OperationDefinitionNode,
    variables: dict[str, Any] | None,
    extensions: dict[str, Any],
) -> dict[str, Any]:
    """The variables as they were sent, once the operation is known to be within its limits.

    Notes what the operation costs in `extensions`, whether it may run or not.
    """
    sent = variables or {}
    read = get_variable_values(
        schema.graphql_schema,
        operation.variable_definitions or (),
        sent,
        max_errors=MOST_ERRORS - 1,
    )
    if isinstance(read, list):
        raise RefusedError(Code.BAD_USER_INPUT, *read)
    try:
        search.check(ready.searched, read, LIMITS.search_length)
        fragments = fragments_of(ready)
        counting = cost.Cost(schema.graphql_schema, fragments, read, WEIGHTS)
        requested = counting.of(operation)
        extensions["cost"] = {"requested": requested, "limit": LIMITS.cost}
        cost.check(requested, LIMITS.cost)
    except cost.CostError as error:
        raise RefusedError(Code.COST_EXCEEDED, error) from None
    except LimitError as error:
        raise RefusedError(Code.LIMIT_EXCEEDED, error) from None
    except GraphQLError as error:
        raise RefusedError(Code.BAD_USER_INPUT, error) from None
    return sent


def operation_of(ready: Prepared, name: str | None) -> OperationDefinitionNode:
    """The operation of a document that is to be executed."""
    operation = get_operation_ast(ready.document, name)
    if operation is None:
        raise RefusedError(
            Code.BAD_USER_INPUT,
            f"There is no operation {name}: check `operationName`."
            if name
            else "The document holds several operations: name one in `operationName`.",
        )
    return operation


def fragments_of(ready: Prepared) -> dict[str, FragmentDefinitionNode]:
    """The fragments of a document, by name."""
    return {
        each.name.value: each
        for each in ready.document.definitions
        if isinstance(each, FragmentDefinitionNode)
    }


def executed(
    ready: Prepared,
    operation_name: str | None,
    variables: dict[str, Any],
    context: Context,
    extensions: dict[str, Any],
) -> Answer:
    """Execute a document that may run."""
    asked = Asked(ready.document, variables, operation_name)
    with in_time(context):
        result, tags = in_waves(asked, context) or step_by_step(asked, context.anew())
    tags.whole |= ready.followed
    return answer_of(result, tags, extensions)


@contextmanager
def in_time(context: Context) -> Iterator[None]:
    """Raises RefusedError when what is inside, its statements included, takes longer than the answer may."""
    try:
        with context.budget.watching():
            yield
    except OutOfTimeError:
        raise RefusedError(
            Code.TIMEOUT,
            f"The operation took longer than {settings.GRAPHQL_SECONDS} seconds: "
            "ask for less at once.",
            status=503,
        ) from None


class Asked(NamedTuple):
    """An operation that may run."""

    document: DocumentNode
    variables: dict[str, Any]
    operation_name: str | None


def in_waves(asked: Asked, context: Context) -> tuple[ExecutionResult, Tags] | None:
    """The result, when nothing goes wrong; else None."""
    exact = WatchedExecution.build(
        schema.graphql_schema,
        asked.document,
        context_value=context,
        raw_variable_values=asked.variables,
        operation_name=asked.operation_name,
    )
    if not isinstance(exact, WatchedExecution):
        return None
    try:
        return ExecutionResult(waves.executed(exact), None), context.tags
    except Exception:  # noqa: BLE001
        return None


def step_by_step(asked: Asked, context: Context) -> tuple[ExecutionResult, Tags]:
    """The result as graphql-core finds it, with what went wrong."""
    result = execute_sync(
        schema.graphql_schema,
        asked.document,
        context_value=context,
        variable_values=asked.variables,
        operation_name=asked.operation_name,
        execution_context_class=WatchedExecution,
    )
    return result, context.tags


def answer_of(result: ExecutionResult, tags: Tags, extensions: dict[str, Any]) -> Answer:
    """Data, what went wrong with parts of it, what it cost and what it holds."""
    found = result.errors or []
    if result.data is None and found and not any(error.path for error in found):
        raise RefusedError(
            Code.BAD_USER_INPUT, *(coded(error, Code.BAD_USER_INPUT) for error in found)
        )
    if found:
        errors = [formatted(error) for error in found[:MOST_ERRORS]]
        status = 503 if any(map(is_outage, found)) else 200
        return Answer({"errors": errors, "data": result.data, "extensions": extensions}, status)
    shares, held = EVERYTHING not in tags.whole, tags.listed()
    body = {"data": result.data, "extensions": {**extensions, "tags": held}}
    return Answer(body, tags=held, shares=shares)
