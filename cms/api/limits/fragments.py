"""Fragments: how many there are, and what they grow to once they are spread."""

from cms.api.limits.errors import LimitError
from cms.api.limits.walking import Written


def check(written: Written, most: int, *, most_fields: int) -> None:
    """Raise LimitError for too many fragments, or more fields than `most_fields` once spread.

    A field that stands in a fragment counts each time that the fragment is spread.
    """
    if len(written.fragments) > most:
        raise LimitError(
            f"The document holds {len(written.fragments)} fragments: use at most {most}.",
            limit="fragments",
        )
    size = written.measure(sum)
    for definition in written.definitions:
        fields = size(definition.selection_set)
        if fields > most_fields:
            raise LimitError(
                f"With its fragments spread, this asks for {shown(fields)} fields: "
                f"ask for at most {most_fields}.",
                definition,
                limit="fields",
            )


def shown(number: int) -> str:
    """A number, or its length when nobody would read it."""
    text = f"{min(number, 10**9)}"
    return text if number < 10**9 else f"more than {text}"
