"""What a message says: the change as `changes` tells it, or the answer to the endpoint's own query.

It is written when it is sent: what was withdrawn meanwhile, or erased, is in none. Imported when the first message
is sent, for it asks the API.
"""

from functools import cache
from typing import Any

from django.conf import settings
from graphql import OperationDefinitionNode, TypeNode, parse, print_ast

from cms.api import waves
from cms.api.changes import ChangeLog, ToldChange
from cms.api.context import Context
from cms.api.documents import prepared
from cms.api.errors import RefusedError
from cms.api.execution import affordable, executed, in_time
from cms.api.schema import schema
from cms.publishing.models import Change
from cms.webhooks.models import Delivery, Endpoint

CHANGE = parse("{ changes { nodes { cursor at action kind id path locale tags affectedPaths } } }")
VARIABLES = {
    "id": "ID",
    "kind": "ContentKind",
    "action": "ChangeAction",
    "path": "String",
    "locale": "Locale",
}
"""What a query of an endpoint may ask for, and of which type each is."""
OK = 200
CERTAIN = ("id", "kind", "action")
"""Those that every change has."""

Message = dict[str, Any]


class UnsendableError(Exception):
    """There is nothing to send; the message says why."""


class ForgottenError(UnsendableError):
    """There never will be."""


def message(delivery: Delivery) -> Message:
    """What is sent. Raises UnsendableError."""
    change = Change.objects.filter(number=delivery.number).first()
    if change is None:
        raise ForgottenError("The journal has forgotten this change.")
    told = told_of(change)
    written = {
        "type": f"{change.kind.lower()}.{change.action.lower()}",
        "timestamp": told["at"],
    }
    if not delivery.endpoint.operation:
        return {**written, "data": told}
    return {**written, **answered(delivery.endpoint, told), "change": told}


def told_of(change: Change) -> dict[str, Any]:
    """The change as `changes` tells it, whatever cursors it has come before."""
    node = ToldChange(change, settings.LANGUAGE_CODE)
    log = ChangeLog([node], change.number, has_more=False)
    context = Context()
    with in_time(context):
        [found] = waves.told(CHANGE, [log], schema.graphql_schema, context)
    return found["nodes"][0]


def answered(endpoint: Endpoint, change: dict[str, Any]) -> Message:
    """The answer to the query of an endpoint, with what went wrong with parts of it. Whoever made the endpoint
    made the query known: no list of operations is asked."""
    text = endpoint.operation
    try:
        given = {name: change[name] for name in asked_for(text)}
        ready = prepared(text)
        affordable(ready, query_in(text), given, {})
        found = executed(ready, None, given, Context(), {})
    except RefusedError as refusal:
        raise UnsendableError(refusal.errors[0].message) from None
    if found.status != OK:
        raise UnsendableError(found.body["errors"][0]["message"])
    return {name: found.body[name] for name in ("data", "errors") if name in found.body}


@cache
def asked_for(text: str) -> list[str]:
    """The variables that a query asks for."""
    return [each.variable.name.value for each in query_in(text).variable_definitions]


def query_in(text: str) -> OperationDefinitionNode:
    """The one operation in a text. Raises RefusedError."""
    operations = [
        each
        for each in prepared(text).document.definitions
        if isinstance(each, OperationDefinitionNode)
    ]
    if len(operations) > 1:
        raise UnsendableError("Give one query only.")
    return operations[0]


def trouble_with(text: str) -> str:
    """Why a query cannot be sent with each change; empty if it can."""
    try:
        query = query_in(text)
        for each in query.variable_definitions:
            name = each.variable.name.value
            if trouble := trouble_with_variable(
                name, each.type, has_default=bool(each.default_value)
            ):
                return trouble
        sample = {"id": "x", "kind": "SITE", "action": "UPDATED", "path": "/", "locale": "fr"}
        given = {name: sample[name] for name in asked_for(text)}
        affordable(prepared(text), query, given, {})
    except RefusedError as refusal:
        return refusal.errors[0].message
    except UnsendableError as error:
        return str(error)
    return ""


def trouble_with_variable(name: str, of_type: TypeNode, *, has_default: bool) -> str:
    """Why a query cannot have a variable."""
    written = print_ast(of_type)
    if name not in VARIABLES:
        return f"${name} is not known: " + ", ".join(f"${each}" for each in VARIABLES)
    if written.rstrip("!") != VARIABLES[name]:
        return f"${name} must be of the type {VARIABLES[name]}."
    if written.endswith("!") and name not in CERTAIN:
        return f"${name} may be null: take the ! away."
    return ""
