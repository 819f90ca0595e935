"""Interfaces: what all nodes, all pages and all blocks answer."""

import inspect
from typing import Any

import graphene
from django.db.models import Model
from wagtail.blocks import BoundBlock

from cms.api.ids import global_id
from cms.api.preview import address_of_block
from cms.api.registered import type_of
from cms.api.scalars import URL
from pages.models.base import ReadPage
from snippets.promises import lines


def identity() -> graphene.ID:
    """The field of a global id."""
    return graphene.ID(
        required=True, description="Opaque; the same in every answer in its language."
    )


class Node(graphene.Interface):
    """Something with a global id."""

    id = identity()

    @classmethod
    def resolve_type(cls, instance: Any, info: Any) -> type:
        """The type made for the model."""
        return type_of(instance)

    @staticmethod
    def resolve_id(thing: Model, info: Any) -> str:
        """The global id."""
        return global_id(thing, info.context.language)


def interface_of(thing: type, name: str, above: type[graphene.Interface]) -> Any:
    """The interface of what a base class promises for all that is derived from it."""
    fields = {each.field_name: each.mounted(each.field_type) for each in lines(thing)}
    meta = type("Meta", (), {"interfaces": (above,), "description": inspect.getdoc(thing)})
    resolve_type = classmethod(lambda cls, instance, info: type_of(instance))
    members = {"Meta": meta, "resolve_type": resolve_type, "id": identity(), **fields}
    return type(name, (graphene.Interface,), members)


Page = interface_of(ReadPage, "Page", Node)


class Block(graphene.Interface):
    """A block of a body."""

    id = graphene.ID(
        required=True,
        description="Opaque and stable while the block is kept; unique over all pages.",
    )
    edit_url = graphene.Field(
        URL,
        description="Its place in the form of its page in the admin: only in the page that a "
        "Preview-Token names, null otherwise.",
    )

    @classmethod
    def resolve_type(cls, instance: Any, info: Any) -> type:
        """The type made for the block's class."""
        return type_of(instance)

    @staticmethod
    def resolve_id(block: BoundBlock, info: Any) -> str:
        """The id made of the page's and the block's own."""
        return global_id(block)

    @staticmethod
    def resolve_edit_url(block: BoundBlock, info: Any) -> str | None:
        """The address of the form, and the place in it."""
        return address_of_block(block)
