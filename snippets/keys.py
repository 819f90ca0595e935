"""Finding what may name something in texts that a database cannot read: bodies and old versions."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast


def telling_keys(rows: QuerySet, column: str, keys: Iterable[int]) -> QuerySet:
    """The rows whose JSON holds one of the keys, whatever it is the key of: a sieve, not a proof.
    The text stands in `told`."""
    return rows.annotate(told=Cast(column, TextField())).filter(holding_keys(keys))


def holding_keys(keys: Iterable[int]) -> Q:
    """The condition that `told` holds one of the keys as a whole number."""
    either = "|".join(str(key) for key in sorted(keys))
    return Q(told__regex=rf"(^|[^0-9])({either})([^0-9]|$)")
