"""Tokens: the words and signs of an operation, comments included."""

from graphql import DocumentNode, GraphQLSyntaxError, parse

from cms.api.limits.errors import LimitError


def parsed(text: str, most: int) -> DocumentNode:
    """The document written in `text`; reading stops at the first token too many."""
    try:
        return parse(text, max_tokens=most)
    except GraphQLSyntaxError as error:
        if f"more than {most} " not in error.message:
            raise
        raise LimitError(
            f"The operation has more than {most} tokens: ask for less, or split it.",
            limit="tokens",
        ) from None
