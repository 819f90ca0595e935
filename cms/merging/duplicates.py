"""Which people, or organisations, may have been written twice.

Names are put under keys, and the names under one key compared: the work grows with the number of
records, not with its square.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import Model

from snippets.records import sortable

WORD = re.compile(r"\w+")
MOST_WORDS = 8
"""Of a longer name no part is looked for."""
LEAST_WORDS, LEAST_LETTERS = 2, 6
"""So much of a name must stand in another one to be taken for the same: a family name says too little."""
MOST_OF_A_KEY = 10
"""Records that one key holds at most: more of the same name are no mistake."""


class Pair(NamedTuple):
    """Keys of two records that may be one, the older first; whether their names are the same."""

    first: int
    second: int
    is_same_name: bool


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name without accents, case and punctuation."""
    return tuple(WORD.findall(sortable(name)))


def pairs(model: type[Model]) -> list[Pair]:
    """The pairs of a kind of record, in one language each: the same names first."""
    names = model.objects.order_by("pk").values_list("pk", "locale_id", "name")
    known = [(key, locale, words_of(name)) for key, locale, name in names]
    same = dict.fromkeys(same_names(known), True)
    contained = {pair: same.get(pair, False) for pair in contained_names(known)}
    found = [Pair(*pair, is_same) for pair, is_same in {**contained, **same}.items()]
    return sorted(found, key=lambda pair: (not pair.is_same_name, pair))


Known = Iterable[tuple[int, int, tuple[str, ...]]]


def same_names(known: Known) -> Iterator[tuple[int, int]]:
    """Pairs whose names have the same words, in any order."""
    under = defaultdict(list)
    for key, locale, words in known:
        if words:
            under[locale, tuple(sorted(words))].append(key)
    for keys in under.values():
        few = keys[:MOST_OF_A_KEY]
        yield from (
            (first, second) for place, first in enumerate(few) for second in few[place + 1 :]
        )


def contained_names(known: Known) -> Iterator[tuple[int, int]]:
    """Pairs of which one name stands whole in the other."""
    whole = defaultdict(list)
    for key, locale, words in known:
        if is_telling(words):
            whole[locale, words].append(key)
    for key, locale, words in known:
        for part in parts_of(words):
            for other in whole.get((locale, part), ())[:MOST_OF_A_KEY]:
                yield min(key, other), max(key, other)


def parts_of(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words that stand beside each other in a name, without the name itself."""
    if len(words) > MOST_WORDS:
        return
    for start in range(len(words)):
        for end in range(start + LEAST_WORDS, len(words) + 1):
            if end - start < len(words) and is_telling(words[start:end]):
                yield words[start:end]


def is_telling(words: tuple[str, ...]) -> bool:
    """Whether words are enough of a name to tell whose it is."""
    return len(words) >= LEAST_WORDS and sum(map(len, words)) >= LEAST_LETTERS
