"""Documents: parsed and validated once, then remembered by their text."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from threading import Lock

from django.conf import settings
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    ValueNode,
    specified_rules,
    validate,
)

from cms.api import limits
from cms.api.errors import Code, RefusedError
from cms.api.limits.search import searched
from cms.api.limits.tokens import parsed
from cms.api.schema import schema
from cms.api.tags import followed

LIMITS = limits.Limits(**settings.GRAPHQL_LIMITS)
RULES = (
    *specified_rules,
    *(() if settings.GRAPHQL_INTROSPECTION else (NoSchemaIntrospectionCustomRule,)),
)
MOST_ERRORS = 100
LONGEST_REMEMBERED = 16_000
MOST_REMEMBERED = 100_000
"""Characters. A document takes about 85 times the memory of its text: 8.5 MB in all."""


@dataclass(frozen=True)
class Prepared:
    """A document that is within the limits and fits the schema."""

    text: str
    document: DocumentNode
    searched: list[ValueNode]
    followed: frozenset[str]
    """The types whose lists it reads (cms.api.tags)."""

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hash_of(self.text)


class Memory:
    """The documents that were used last, as many as fit into a number of characters."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self.most, self.held = most, 0
        self.documents: OrderedDict[str, Prepared] = OrderedDict()
        self.lock = Lock()

    def find(self, text: str) -> Prepared | None:
        """The document of this text, if it is remembered."""
        with self.lock:
            if text in self.documents:
                self.documents.move_to_end(text)
            return self.documents.get(text)

    def keep(self, prepared: Prepared) -> None:
        """Remember a document, forgetting those that were not used for longest."""
        if len(prepared.text) > LONGEST_REMEMBERED:
            return
        with self.lock:
            if prepared.text not in self.documents:
                self.documents[prepared.text] = prepared
                self.held += len(prepared.text)
            while self.held > self.most:
                forgotten, _ = self.documents.popitem(last=False)
                self.held -= len(forgotten)


memory = Memory()


def hash_of(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def prepared(text: str) -> Prepared:
    """The document written in `text`; raises RefusedError when it cannot be executed."""
    if found := memory.find(text):
        return found
    made = prepare(text)
    memory.keep(made)
    return made


def prepare(text: str) -> Prepared:
    """Parse a text, hold it to the limits, and validate it, in this order."""
    try:
        document = parsed(text, LIMITS.tokens)
    except GraphQLSyntaxError as error:
        raise RefusedError(Code.GRAPHQL_PARSE_FAILED, error) from None
    except limits.LimitError as error:
        raise RefusedError(Code.LIMIT_EXCEEDED, error) from None
    checked(document)
    return Prepared(text, document, searched(document), followed(document, schema.graphql_schema))


def checked(document: DocumentNode) -> None:
    """Raise RefusedError unless a document is within the limits and fits the schema."""
    try:
        limits.check(document, LIMITS)
    except limits.LimitError as error:
        raise RefusedError(Code.LIMIT_EXCEEDED, error) from None
    for each in document.definitions:
        if isinstance(each, OperationDefinitionNode) and each.operation is not OperationType.QUERY:
            refusal = GraphQLError(f"There is no {each.operation.value}: send a query.", each)
            raise RefusedError(Code.GRAPHQL_VALIDATION_FAILED, refusal)
    if errors := validate(schema.graphql_schema, document, RULES, max_errors=MOST_ERRORS - 1):
        if not settings.GRAPHQL_INTROSPECTION:
            errors = [without_suggestion(error) for error in errors]
        raise RefusedError(Code.GRAPHQL_VALIDATION_FAILED, *errors)


def without_suggestion(error: GraphQLError) -> GraphQLError:
    """An error that does not go on to name fields which nobody asked for."""
    error.message = error.message.partition(" Did you mean ")[0]
    return error
