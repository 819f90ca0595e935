"""French texts of the demo as they are printed, so that they can be typed on any keyboard."""

import re
from typing import Any

from snippets import typesetting

NO_BREAK = "\u00a0"
BEFORE_UNIT = re.compile(r" (?=[%€])|(?<=\d) (?=(?:h|km|m²|M€)\b)")


def typeset(text: str) -> str:
    """`text` as the product stores what editors type, with no-break spaces before units too."""
    return typesetting.typeset(BEFORE_UNIT.sub(NO_BREAK, text))


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
