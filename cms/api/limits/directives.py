"""Directives, such as @include and @skip."""

from graphql import DirectiveNode

from cms.api.limits.errors import LimitError
from cms.api.limits.walking import Written, nodes


def check(written: Written, most: int) -> None:
    """Raise LimitError when a document holds more directives than `most`."""
    found = [node for node in nodes(written.document) if isinstance(node, DirectiveNode)]
    if len(found) > most:
        raise LimitError(
            f"The operation has {len(found)} directives: use at most {most}.",
            found[most],
            limit="directives",
        )
