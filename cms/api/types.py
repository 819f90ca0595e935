"""From the lines that stand beside models and blocks to strict types.

grapple finds models and blocks and keeps the registry. What it built of them is replaced by plain
types that hold what was promised and nothing else: nothing leaks that nobody wrote down.
"""

import inspect
from typing import Any

import graphene
from django.utils import translation
from grapple.registry import registry

from cms.api import registered, scalars
from cms.api.findable import FINDABLE
from cms.api.inputs import choices, inputs, orders
from cms.api.interfaces import Block, Node, Page
from cms.api.pictures import picture_enums
from cms.api.registered import type_of
from cms.api.resolvers import RESOLVERS
from cms.api.shapes import SHAPES, connected
from snippets.models.organisation import OrganisationKind
from snippets.promises import lines, names

LEVELS = (
    (registry.pages, (Page, Node)),
    (registry.snippets, (Node,)),
    (registry.images, (Node,)),
    (registry.documents, (Node,)),
    (registry.streamfield_blocks, (Block,)),
)


def name_of(thing: type) -> str:
    """The name of a type in the schema."""
    return getattr(thing, "graphql_name", thing.__name__)


def promised(thing: type, *interfaces: type) -> type[graphene.ObjectType]:
    """A type of what `thing` promises."""
    name = name_of(thing)
    fields = {
        promise.field_name: promise.mounted(
            promise.field_type, RESOLVERS.get(f"{name}.{promise.name}")
        )
        for promise in lines(thing)
    }
    registered.things[name] = thing
    registered.type_names[thing] = name
    meta = {"interfaces": interfaces, "name": name, "description": inspect.getdoc(thing)}
    made = type(name, (graphene.ObjectType,), {"Meta": type("Meta", (), meta), **fields})
    registered.types[name] = made
    return made


def publish_types() -> list[type]:
    """Every type of the contract, known by name to the promises; grapple's own are gone."""
    names.update(scalars_and_enums())
    names.update({"Node": Node, "Page": Page, "Block": Block})
    made = [made_of for kind, interfaces in LEVELS for made_of in replaced(kind, interfaces)]
    made += replaced(registry.django_models, ())
    for shape in (*SHAPES, *connected()):
        names[name_of(shape)] = promised(shape)
    names.update(unions())
    return made


def replaced(kind: dict, interfaces: tuple[type, ...]) -> list[type]:
    """The types that stand in one part of grapple's registry from now on."""
    made = []
    for thing in [each for each in kind if getattr(each, "graphql_fields", None)]:
        above = (Node,) if name_of(thing) == "Quote" else interfaces
        kind[thing] = names[name_of(thing)] = promised(thing, *above)
        made.append(kind[thing])
    return made


def scalars_and_enums() -> dict[str, Any]:
    """Scalars, and the enums made of choices of the models."""

    def described(value: Any) -> str:
        if value is None:
            return "What an organisation is."
        with translation.override("en"):
            return f"{value.label}."

    kinds = graphene.Enum.from_enum(OrganisationKind, description=described)
    own = {
        each.__name__: each
        for each in (scalars.Date, scalars.DateTime, scalars.JSONObject, scalars.Locale)
    }
    named = {
        **own,
        "URL": scalars.URL,
        "OrganisationKind": kinds,
        **orders(),
        **choices(),
        **picture_enums(),
    }
    names.update(named)
    return {**named, **inputs()}


def unions() -> dict[str, Any]:
    """What may stand at a path, what a link may lead to, and what search may find."""
    pages = tuple(
        each for thing, each in registry.pages.items() if hasattr(thing, "graphql_fields")
    )
    documents = tuple(registry.documents.values())
    found = tuple(names[name_of(model)] for model in FINDABLE)
    return {
        "PageResult": union(
            "PageResult", "What stands at a path of the site.", (*pages, names["Redirect"])
        ),
        "SearchResult": union("SearchResult", "What search finds.", found),
        "LinkTarget": union("LinkTarget", "Content of this site.", pages + documents),
    }


def union(name: str, description: str, members: tuple[type, ...]) -> type[graphene.Union]:
    """A union whose members are found as nodes are."""
    meta = type("Meta", (), {"name": name, "types": members, "description": description})
    resolve_type = classmethod(lambda cls, instance, info: type_of(instance))
    return type(name, (graphene.Union,), {"Meta": meta, "resolve_type": resolve_type})
