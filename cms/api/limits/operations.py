"""Operations in one document: one is executed, all are validated."""

from cms.api.limits.errors import LimitError
from cms.api.limits.walking import Written


def check(written: Written, most: int) -> None:
    """Raise LimitError when a document holds more operations than `most`."""
    if len(written.operations) > most:
        raise LimitError(
            f"The document holds {len(written.operations)} operations: send at most {most}.",
            written.operations[most],
            limit="operations",
        )
