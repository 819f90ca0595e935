"""The error of an operation that is over a limit."""

from graphql import GraphQLError


class LimitError(GraphQLError):
    """An operation asks for more than is accepted; the message says what to do."""


class CostError(LimitError):
    """An operation asks for more objects than is accepted."""
