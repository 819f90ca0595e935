"""Scalars of the contract."""

from datetime import datetime
from typing import Any

import graphene
from django.utils import timezone
from graphene.types.generic import GenericScalar


class Date(graphene.Date):
    """A day, as in 2025-07-08 (ISO 8601)."""


class DateTime(graphene.DateTime):
    """A moment with its offset, in Paris time: 2025-07-08T12:00:00+02:00 (ISO 8601)."""

    @staticmethod
    def serialize(value: datetime) -> str:
        """The moment in Paris time."""
        return timezone.localtime(value).isoformat(timespec="seconds")


class Text(graphene.Scalar):
    """A scalar written as text."""

    @staticmethod
    def serialize(value: Any) -> str:
        """The text as it is."""
        return str(value)

    parse_value = serialize

    @classmethod
    def parse_literal(cls, node: Any, variables: Any = None) -> str:
        """The text between the quotation marks."""
        return str(node.value)


class URL(Text):
    """A whole address, with its scheme."""


class Locale(Text):
    """BCP 47 tag of a language of the site: fr, en."""


class JSONObject(GenericScalar):
    """A JSON object, as it is: for JSON-LD only."""
