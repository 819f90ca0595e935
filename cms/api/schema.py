"""The schema, built once when this module is imported, before the first request."""

from collections.abc import Callable
from typing import Any

import graphene

from cms.api.loading import Loading
from cms.api.queries import ROOTS, Query
from cms.api.resolvers import RESOLVERS
from cms.api.types import promised, publish_types


def loading(resolve: Callable) -> Callable:
    """The root resolver, which loads what is selected below it before anything is read."""

    def resolve_and_load(root: None, info: Any, **arguments: Any) -> Any:
        return Loading(info).load(resolve(root, info, **arguments))

    return resolve_and_load


RESOLVERS.update({f"Query.{name}": loading(resolve) for name, resolve in ROOTS.items()})
types = publish_types()
schema = graphene.Schema(query=promised(Query), types=types)
