"""How hard a text is to read."""

import re

SENTENCE = re.compile(r"[.!?…]+[\s»”]+|[.!?…]+$|\n")
WORD = re.compile(r"\w+")
LONG = 6
"""Letters: a word with more of them is a long one."""
FEWEST_WORDS = 100
"""A shorter text says nothing about how hard it is."""


def lix(text: str) -> float | None:
    """The readability index of a text: its words a sentence, and its long words in a hundred.

    From 20, very easy, to 60, very hard (C.-H. Björnsson, Läsbarhet, 1968); the panel of Wagtail
    reckons the same way. None for a text that is too short to tell. A line ends a sentence.
    """
    words = WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return None
    sentences = sum(bool(WORD.search(each)) for each in SENTENCE.split(text))
    long_words = sum(len(word) > LONG for word in words)
    return len(words) / sentences + 100 * long_words / len(words)
