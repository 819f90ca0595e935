"""Overlap: fields that are answered under one name in one place.

They must agree, and validation compares each with each: twice as many take four times as long.
"""

from graphql import SelectionSetNode

from cms.api.limits.errors import LimitError
from cms.api.limits.walking import Written


def check(written: Written, most: int) -> None:
    """Raise LimitError when more than `most` fields share one name in one place."""
    for definition in written.definitions:
        waiting = [[definition.selection_set]]
        while waiting:
            waiting.extend(below(written, waiting.pop(), most))


def below(
    written: Written, selections: list[SelectionSetNode], most: int
) -> list[list[SelectionSetNode]]:
    """The selections inside the fields of one place, put together by name."""
    inside = []
    for name, fields in written.merged(selections).items():
        if len(fields) > most:
            raise LimitError(
                f"{name} is selected {len(fields)} times in one place: "
                f"select it at most {most} times.",
                fields[most],
                limit="repeats",
            )
        if nested := [field.selection_set for field in fields if field.selection_set]:
            inside.append(nested)
    return inside
