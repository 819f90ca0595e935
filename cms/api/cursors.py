"""Cursors: opaque places in a list. They hold keys, not positions, and so survive insertions."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from cms.api.errors import BadInputError
from cms.api.orders import Order

LONGEST = 2000
STALE = "after: this cursor is not of this list and order. Use the endCursor of the page before."


def cursor_of(order: Order, node: Model) -> str:
    """The cursor of a node in a list of this order."""
    return packed([order.name, *map(written, order.place_of(node))])


def place_in(order: Order, model: type[Model], cursor: str) -> list[Any]:
    """The place that a cursor of a list of this order tells; refuses any other text."""
    name, *values = unpacked(cursor) or [None]
    if name != order.name or len(values) != len(order.keys):
        raise BadInputError(STALE)
    try:
        return [
            None if value is None and key.may_be_empty else typed(model, key.column, value)
            for key, value in zip(order.keys, values, strict=True)
        ]
    except (ValidationError, ValueError, TypeError, OverflowError):
        raise BadInputError(STALE) from None


def typed(model: type[Model], column: str, value: Any) -> Any:
    """A value as its column holds it."""
    if value is None or isinstance(value, dict | list | bool):
        raise ValueError
    name = model._meta.pk.name if column == "pk" else column
    fields = {field.attname: field for field in model._meta.fields}
    field = fields.get(name)
    result = field.to_python(value) if field else int(value)
    if isinstance(result, int) and abs(result) > 2**62:
        raise ValueError
    if isinstance(result, str) and "\x00" in result:
        raise ValueError
    return result


def written(value: Any) -> Any:
    """A value as JSON can hold it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def packed(parts: list[Any]) -> str:
    """Parts as one opaque text."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def unpacked(cursor: str) -> list[Any] | None:
    """The parts of a cursor; None when it is no cursor."""
    if len(cursor) > LONGEST:
        return None
    try:
        parts = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (Error, ValueError, RecursionError):
        return None
    return parts if isinstance(parts, list) and parts else None
