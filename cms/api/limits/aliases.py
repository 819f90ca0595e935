"""Aliases: other names for fields, by which one field is asked for many times."""

from graphql import FieldNode

from cms.api.limits.errors import LimitError
from cms.api.limits.walking import Written, nodes


def check(written: Written, most: int) -> None:
    """Raise LimitError when a document gives more than `most` fields another name."""
    aliased = [
        node for node in nodes(written.document) if isinstance(node, FieldNode) and node.alias
    ]
    if len(aliased) > most:
        raise LimitError(
            f"The operation has {len(aliased)} aliases: use at most {most}.",
            aliased[most],
            limit="aliases",
        )
