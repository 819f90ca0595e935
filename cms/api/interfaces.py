"""Interfaces: what all nodes, all pages and all blocks answer."""

from typing import Any

import graphene
from django.db.models import Model
from wagtail.blocks import BoundBlock

from cms.api.ids import global_id
from cms.api.registered import type_of
from cms.api.scalars import URL, DateTime, Locale


class Node(graphene.Interface):
    """Something with a global id."""

    id = graphene.ID(required=True, description="Opaque; the same in every answer.")

    @classmethod
    def resolve_type(cls, instance: Any, info: Any) -> type:
        """The type made for the model."""
        return type_of(instance)

    @staticmethod
    def resolve_id(thing: Model, info: Any) -> str:
        """The global id."""
        return global_id(thing)


class Page(graphene.Interface):
    """A page of the site."""

    class Meta:
        interfaces = (Node,)

    id = graphene.ID(required=True, description="Opaque; the same in every answer.")
    title = graphene.String(required=True, description="Title, as the editor wrote it.")
    slug = graphene.String(
        required=True,
        description="End of the path; unique among event reports of a locale, among testimonials too.",
    )
    path = graphene.String(
        required=True,
        description="Path on the site, language prefix included, with a slash at both ends.",
    )
    url = URL(required=True, description="Whole address on the site.")
    locale = Locale(required=True, description="Language it is written in.")
    first_published_at = DateTime(required=True, description="When it first became public.")
    last_published_at = DateTime(required=True, description="When it was last published.")

    @classmethod
    def resolve_type(cls, instance: Any, info: Any) -> type:
        """The type made for the page's model."""
        return type_of(instance)

    @staticmethod
    def resolve_path(page: Any, info: Any) -> str:
        """The path within the site."""
        return info.context.addresses.path(page)

    @staticmethod
    def resolve_url(page: Any, info: Any) -> str:
        """The whole address."""
        return info.context.addresses.url(page)

    @staticmethod
    def resolve_locale(page: Any, info: Any) -> str:
        """The language tag."""
        return info.context.addresses.languages[page.locale_id]


class Block(graphene.Interface):
    """A block of a body."""

    id = graphene.ID(
        required=True,
        description="Opaque and stable while the block is kept; unique over all pages.",
    )

    @classmethod
    def resolve_type(cls, instance: Any, info: Any) -> type:
        """The type made for the block's class."""
        return type_of(instance)

    @staticmethod
    def resolve_id(block: BoundBlock, info: Any) -> str:
        """The id made of the page's and the block's own."""
        return global_id(block)
