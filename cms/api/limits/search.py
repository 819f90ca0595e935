"""Search: the length of the words that are looked for."""

from collections.abc import Iterable
from typing import Any

from graphql import ArgumentNode, DocumentNode, StringValueNode, ValueNode, VariableNode

from cms.api.limits.errors import LimitError
from cms.api.limits.walking import nodes

NAMES = {"search", "query"}


def searched(document: DocumentNode) -> list[ValueNode]:
    """What a document searches for: texts, and variables that hold them."""
    return [
        node.value
        for node in nodes(document)
        if isinstance(node, ArgumentNode) and node.name.value in NAMES
    ]


def check(values: Iterable[ValueNode], variables: dict[str, Any], most: int) -> None:
    """Raise LimitError when a text that is searched for is longer than `most` characters."""
    for node in values:
        length = len(text_of(node, variables))
        if length > most:
            raise LimitError(
                f"The search text has {length} characters: send at most {most}.",
                node,
                limit="search_length",
            )


def text_of(node: ValueNode, variables: dict[str, Any]) -> str:
    """The text of an argument; empty when it is none."""
    value = variables.get(node.name.value) if isinstance(node, VariableNode) else node
    if isinstance(value, StringValueNode):
        return value.value
    return value if isinstance(value, str) else ""
