"""French spaces: before ; : ! ? », after « and between thousands, as the web, a mail or plain text
can show them."""

import re
from enum import Enum
from functools import lru_cache

SPACES = "[ \u00a0\u202f]+"
TIGHT = re.compile(rf"(?<=«){SPACES}|{SPACES}(?=[;:!?»])|(?<=\d)[\u00a0\u202f](?=\d{{3}}(?!\d))")
MARKUP = re.compile(r"(<[^>]*>)")

QUOTED = re.compile(r"(?:«([^«»]*)»|“([^“”]*)”|\"([^\"]*)\")")


class Typography(Enum):
    """Where a text will be shown; the value is the space put at its French marks."""

    WEB = "\u202f"
    EMAIL = "\u00a0"
    PLAIN = " "


def spaced(text: str, typography: Typography) -> str:
    """The text with the spaces of a typography at its French marks; nothing else changes."""
    return TIGHT.sub(typography.value, text)


@lru_cache(maxsize=2_000)
def spaced_html(html: str, typography: Typography) -> str:
    """The same for the words of HTML; its tags stay as they are."""
    pieces = MARKUP.split(html.replace("&nbsp;", Typography.EMAIL.value))
    return "".join(
        piece if index % 2 else spaced(piece, typography) for index, piece in enumerate(pieces)
    )


def unquoted(text: str) -> str:
    """The words inside the quotation marks that enclose the whole text; the text without them as it is."""
    text = text.strip()
    if not (enclosed := QUOTED.fullmatch(text)):
        return text
    return next(words for words in enclosed.groups() if words is not None).strip()
