"""What is counted of the answers of the API and of feeds."""

from time import perf_counter
from typing import Any

from django.http import HttpRequest

from cms.api.context import Context
from cms.api.errors import Code, RefusedError
from cms.api.execution import Answer
from cms.api.kept import graphql_path
from cms.metrics import counted
from cms.metrics.names import UNKNOWN, names
from cms.metrics.requests import ANSWER, OK, Told


def note_answer(request: HttpRequest, answer: Answer, context: Context) -> None:
    """Count an operation that was executed or refused, and say so to whoever counts requests."""
    operation = names.label(context.operation)
    request.META[ANSWER] = Told(operation, code_of(answer.body))
    if answer.limit:
        counted.refusals.labels(answer.limit).inc()
    if cost := answer.body.get("extensions", {}).get("cost"):
        counted.costs.observe(cost["requested"])
    if "data" in answer.body:
        counted.durations.labels(operation).observe(perf_counter() - context.begun)
        counted.statements.labels(operation).observe(context.budget.statements)


def note_refusal(request: HttpRequest, refusal: RefusedError) -> None:
    """Count what was refused before any operation was found in it."""
    request.META[ANSWER] = Told(UNKNOWN, refusal.code)
    if refusal.limit:
        counted.refusals.labels(refusal.limit).inc()


def told_of(request: HttpRequest, code: Code) -> Told:
    """As what a request for a public answer is counted in which nobody looked for an operation."""
    return Told(UNKNOWN, code) if request.path == graphql_path() else Told()


def code_of(body: dict[str, Any]) -> str:
    """The code of the first error of an answer."""
    errors = body.get("errors")
    return str(errors[0]["extensions"]["code"]) if errors else OK
