"""French words: what of a question is a word, and which other words it stands for."""

import re
import unicodedata
from typing import Any

import snowballstemmer
from wagtail.search.backends.base import BaseSearchBackend
from wagtail.search.query import And, Not, Or, Phrase, PlainText, SearchQuery

LONGEST_QUERY = 255
MOST_WORDS = 16
# A shorter stem begins too many other words.
SHORTEST_BEGINNING = 4

NOT_IN_A_WORD = re.compile(r"[^\w/.@-]+")
WORD = re.compile(r"\w+")

stem = snowballstemmer.stemmer("french").stemWord


def cleaned(text: str) -> str:
    """The first words of what somebody typed, or nothing when no word is in it."""
    text = unicodedata.normalize("NFC", text[:LONGEST_QUERY])
    words = NOT_IN_A_WORD.sub(" ", text).split()
    return " ".join([word for word in words if WORD.search(word)][:MOST_WORDS])


def sound(query: SearchQuery) -> SearchQuery | None:
    """The same question without the signs and parts that hold no word."""
    match query:
        case PlainText():
            text = cleaned(query.query_string)
            return PlainText(text, operator=query.operator) if text else None
        case Phrase():
            text = cleaned(query.query_string)
            return Phrase(text) if text else None
        case And() | Or():
            parts = [part for part in map(sound, query.subqueries) if part]
            return type(query)(parts) if parts else None
        case Not():
            part = sound(query.subquery)
            return Not(part) if part else None
    return query


class ForgivingBackend(BaseSearchBackend):
    """Takes any text: what no word holds is dropped before the database sees it."""

    def _search(
        self, query_compiler_class: type, query: str | SearchQuery, *args: Any, **kwargs: Any
    ) -> Any:
        asked = cleaned(query) if isinstance(query, str) else sound(query)
        return super()._search(query_compiler_class, asked or "", *args, **kwargs)


def stems(word: str) -> set[str]:
    """The stems of a word, in both spellings of œ."""
    word = word.lower()
    return {stem(spelling) for spelling in (word, word.replace("oe", "œ"), word.replace("œ", "oe"))}


def beginnings(word: str) -> set[str]:
    """How the words start that complete this one, or that belong to its family."""
    return {word} | {root for root in stems(word) if len(root) >= SHORTEST_BEGINNING}
