"""The schema, built once when this module is imported, before the first request."""

from collections.abc import Callable
from typing import Any

import graphene
from graphql import get_named_type

from cms.api.loading import Loading
from cms.api.queries import ROOTS, Query
from cms.api.resolvers import RESOLVERS
from cms.api.types import promised, publish_types
from snippets.drafts import as_drafted


def loading(resolve: Callable) -> Callable:
    """The root resolver, which loads what is selected below it before anything is read.

    What it finds is given as its draft where that is previewed; all below goes through the gate.
    """

    def resolve_and_load(root: None, info: Any, **arguments: Any) -> Any:
        found = resolve(root, info, **arguments)
        given = list(map(as_drafted, found)) if isinstance(found, list) else as_drafted(found)
        info.context.tags.note_root(given, get_named_type(info.return_type), info.schema)
        return Loading(info).load(given)

    return resolve_and_load


RESOLVERS.update({f"Query.{name}": loading(resolve) for name, resolve in ROOTS.items()})
types = publish_types()
schema = graphene.Schema(query=promised(Query), types=types)
