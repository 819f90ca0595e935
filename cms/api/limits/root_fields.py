"""Fields asked of the root: each is resolved and loaded on its own."""

from cms.api.limits.errors import LimitError
from cms.api.limits.walking import Written


def check(written: Written, most: int) -> None:
    """Raise LimitError when an operation asks the root for more than `most` fields."""
    for operation in written.operations:
        number = len(written.merged([operation.selection_set]))
        if number > most:
            raise LimitError(
                f"The operation asks for {number} root fields: ask for at most {most}.",
                operation,
                limit="root_fields",
            )
