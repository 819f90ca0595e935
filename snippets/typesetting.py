"""French texts as they are printed, whatever keyboard they were typed on.

What is stored has one spacing: U+00A0 inside « », before ; : ! ? and between thousands. Every font
has that space, and every form shows it; `typography.spaced` gives readers the one they should see.
"""

import re
from functools import lru_cache
from html import unescape

from .french_marks import Change, changes

UNREADABLE = "\ufffc"
"""Stands for what is neither words nor a space."""
INLINE = set("a abbr b em i mark s small span strong sub sup u".split())
"""Tags that words go on through; at all others a line ends."""
PIECE = re.compile(
    r"""
    (?P<code><(?P<name>code|pre|script|style)\b.*?</(?P=name)\s*>)
    | </?(?P<tag>[A-Za-z][\w-]*)(?:"[^"]*"|'[^']*'|[^'"<>])*>
    | (?P<comment><!--.*?-->)
    | (?P<entity>&(?:\#\d+|\#[xX][0-9a-fA-F]+|\w+);)
    | [^<&]+
    | .
    """,
    re.DOTALL | re.VERBOSE,
)


@lru_cache(maxsize=2_000)
def typeset(text: str) -> str:
    """A French text with the marks and spaces it is printed with; its words stay.

    What is typeset already comes back as it is.
    """
    while found := changes(text):
        text = changed(text, found)
    return text


def changed(text: str, found: list[Change]) -> str:
    """A text with changes made."""
    kept, end = [], 0
    for change in found:
        kept += [text[end : change.start], change.words]
        end = change.end
    return "".join([*kept, text[end:]])


@lru_cache(maxsize=2_000)
def typeset_html(html: str) -> str:
    """The same for the words of HTML, which may be split over tags; tags stay as they are."""
    while True:
        pieces = [(read(piece), piece[0]) for piece in PIECE.finditer(html)]
        text = "".join(words for words, _ in pieces)
        if not (found := changes(text)):
            return html
        html = changed_html(text, found, pieces)


def read(piece: re.Match[str]) -> str:
    """What a piece of HTML says: one sign at most unless it says what it is."""
    if piece["code"]:
        return UNREADABLE
    if piece["tag"]:
        return "" if piece["tag"].lower() in INLINE else "\n"
    if piece["comment"]:
        return ""
    if not piece["entity"]:
        return piece[0]
    sign = unescape(piece["entity"])
    return sign if len(sign) == 1 else UNREADABLE


def changed_html(text: str, found: list[Change], pieces: list[tuple[str, str]]) -> str:
    """HTML that says `text`, with changes made; what was there is taken out around the tags."""
    signs = [
        pair
        for words, source in pieces
        for pair in (zip(source, source, strict=True) if words == source else [(words, source)])
    ]
    sources = [source for _, source in signs]
    places = [place for place, (sign, _) in enumerate(signs) if sign]
    for start, end, words in found:
        for place in places[start:end]:
            sources[place] = ""
        mark = next((n for n in range(start, end) if not text[n].isspace()), start)
        sources[places[mark]] = words
    return "".join(sources)
