"""The error of an operation that is over a limit."""

from typing import Any

from graphql import GraphQLError


class LimitError(GraphQLError):
    """An operation asks for more than is accepted; the message says what to do."""

    def __init__(self, message: str, *nodes: Any, limit: str) -> None:
        super().__init__(message, *nodes)
        self.limit = limit
        """Its name, as `Limits` has it."""


class CostError(LimitError):
    """An operation asks for more objects than is accepted."""
