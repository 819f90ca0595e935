"""Which changes of a column the code of the release before could not run beside."""

from typing import Any

from django.db.models import Field

NOT_IN_THE_DATABASE = {"default", "auto_now", "auto_now_add", "upload_to", "storage"}
LESS_STRICT = {"null": True, "unique": False, "db_index": False, "db_constraint": False}
"""What hinders no old code."""
WHY = {
    "null": "old code may write none: a later release forbids it",
    "unique": "old code may write the same twice",
    "db_index": "it keeps writers out of the table while it is made: use Meta.indexes and AddIndexInUse",
    "db_default": "old code adds rows without it",
    "max_length": "old code may write more",
}


def change_of_field(before: Field, after: Field) -> str:
    """Why old code could not run beside a change of a column; nothing if it can."""
    if before.get_internal_type() != after.get_internal_type():
        return (
            f"{before.get_internal_type()} becomes {after.get_internal_type()}: the table may be "
            "written anew, and old code reads another type"
        )
    old, new = in_the_database(before), in_the_database(after)
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name) and not is_wider(name, before, after):
            return WHY.get(name, f"{name} changes what old code reads or writes")
    return ""


def in_the_database(field: Field) -> dict[str, Any]:
    """What the column is made of."""
    _, _, _, told = field.deconstruct()
    of_code = NOT_IN_THE_DATABASE | (set(field.non_db_attrs) - {"db_column"})
    return {name: value for name, value in told.items() if name not in of_code}


def is_wider(name: str, before: Field, after: Field) -> bool:
    """Whether the column takes all that it took, and reads as it read."""
    if name == "max_length":
        longest = after.max_length
        return longest is None or (before.max_length is not None and longest >= before.max_length)
    if name == "db_default":
        return after.has_db_default()
    return name in LESS_STRICT and getattr(after, name, None) is LESS_STRICT[name]
