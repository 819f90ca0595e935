"""French spacing and apostrophes, so that the texts of the demo can be typed on any keyboard."""

import re
from typing import Any

NO_BREAK = "\u00a0"
BEFORE_SIGN = re.compile(r" (?=[:;!?»%€])")
AFTER_OPENING = re.compile(r"(?<=«) ")
BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d{3}\b)")
BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:h|km|m²|M€)\b)")
SPACES = (BEFORE_SIGN, AFTER_OPENING, BETWEEN_DIGITS, BEFORE_UNIT)


def typeset(text: str) -> str:
    """`text` with no-break spaces where French wants them and typographic apostrophes."""
    for space in SPACES:
        text = space.sub(NO_BREAK, text)
    return text.replace("'", "’")


def typeset_all(value: Any) -> Any:
    """The same for every text in lists and dictionaries."""
    match value:
        case str():
            return typeset(value)
        case list():
            return [typeset_all(each) for each in value]
        case dict():
            return {key: typeset_all(each) for key, each in value.items()}
    return value
