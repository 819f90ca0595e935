"""Inputs and enums of the contract as graphene types, made of their descriptions."""

from enum import Enum
from typing import Any

import graphene
from graphql import InputObjectTypeDefinitionNode, parse

from cms.api.filters import INPUTS
from cms.api.orders import ORDERS
from cms.publishing.models import ChangeAction
from pages.kinds import DESCRIPTIONS, ContentKind
from snippets.promises import described, typed
from snippets.typography import Typography


class LinkStyle(Enum):
    """How links within the site are written."""

    ABSOLUTE = "ABSOLUTE"
    PATH = "PATH"


CHOICES = {
    Typography: {
        None: "Which spaces stand before ; : ! ? », after « and between thousands.",
        "WEB": "Narrow no-break spaces (U+202F).",
        "EMAIL": "No-break spaces (U+00A0), which every mail client shows.",
        "PLAIN": "Ordinary spaces.",
    },
    LinkStyle: {
        None: "How links within the site are written.",
        "ABSOLUTE": "As whole addresses.",
        "PATH": "As paths, for a frontend that routes them itself.",
    },
    ChangeAction: {
        None: "What happened to something, as readers see it.",
        "PUBLISHED": "It became readable.",
        "UPDATED": "It reads otherwise, or stands elsewhere.",
        "WITHDRAWN": "It is no longer readable, or was deleted.",
    },
    ContentKind: {
        None: "What a piece of content is.",
        **{kind.name: text for kind, text in DESCRIPTIONS.items()},
    },
}


def choices() -> dict[str, Any]:
    """The enums of ways to write texts and of kinds of content, by name."""
    return {
        enum.__name__: graphene.Enum.from_enum(
            enum, description=lambda value, told=told: told[value and value.name]
        )
        for enum, told in CHOICES.items()
    }


def orders() -> dict[str, Any]:
    """The enums of orders, by name."""
    return {name: order_enum(name, values) for name, values in ORDERS.items()}


def order_enum(name: str, values: dict[str, tuple[Any, str]]) -> Any:
    """One enum of orders."""
    kind = name.removesuffix("Order")

    def describe(value: Any) -> str:
        return values[value.name][1] if value else f"In which order a list of {kind} comes."

    return graphene.Enum.from_enum(
        Enum(name, {each: each for each in values}), description=describe
    )


def inputs() -> dict[str, Any]:
    """The filter inputs, by name."""
    return {node.name.value: filter_input(node) for node in parse(INPUTS).definitions}


def filter_input(node: InputObjectTypeDefinitionNode) -> Any:
    """One filter input, whose fields keep the names of the contract."""
    fields = {
        each.name.value: graphene.InputField(
            typed(each.type), name=each.name.value, description=described(each)
        )
        for each in node.fields
    }
    meta = type("Meta", (), {"description": described(node)})
    return type(node.name.value, (graphene.InputObjectType,), {"Meta": meta, **fields})
