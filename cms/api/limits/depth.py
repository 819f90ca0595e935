"""Depth: how many fields stand inside one another, the innermost included."""

from cms.api.limits.errors import LimitError
from cms.api.limits.walking import Written


def check(written: Written, most: int) -> None:
    """Raise LimitError when fields are nested deeper than `most`, through fragments too."""
    deepest = written.measure(max)
    for definition in written.definitions:
        depth = deepest(definition.selection_set)
        if depth > most:
            raise LimitError(
                f"Fields are nested {depth} deep: nest them at most {most} deep.",
                definition,
                limit="depth",
            )
