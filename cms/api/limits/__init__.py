"""What one operation may ask for, told from its text, its variables and the schema alone.

Nothing here knows the database or the framework: a document that is refused has cost its parsing.
The rules run before graphql-core's own validation, whose comparison of overlapping fields takes
the square of what it is given.
"""

from dataclasses import dataclass

from graphql import DocumentNode

from cms.api.limits import (
    aliases,
    depth,
    directives,
    fragments,
    introspection,
    operations,
    overlap,
    root_fields,
    search,
    tokens,
)
from cms.api.limits.errors import LimitError
from cms.api.limits.walking import Written

__all__ = ["LimitError", "Limits", "check", "search", "tokens"]


@dataclass(frozen=True)
class Limits:
    """The most that is accepted of each."""

    tokens: int
    operations: int
    depth: int
    root_fields: int
    aliases: int
    directives: int
    fragments: int
    fields: int
    introspection: int
    repeats: int
    search_length: int
    cost: int


def check(document: DocumentNode, limits: Limits) -> None:
    """Raise LimitError for the first limit that the text of a document is over."""
    written = Written(document)
    operations.check(written, limits.operations)
    directives.check(written, limits.directives)
    aliases.check(written, limits.aliases)
    fragments.check(written, limits.fragments, most_fields=limits.fields)
    introspection.check(written, limits.introspection)
    depth.check(written, limits.depth)
    root_fields.check(written, limits.root_fields)
    overlap.check(written, limits.repeats)
