"""MJML 4 as the HTML that mail programs show, by mrml."""

import unicodedata
from collections.abc import Iterable

import mrml

UNSEEN = {"Mn", "Me"}
"""Categories of characters that stand on others."""


def html_of_mjml(mjml: str) -> str:
    """The HTML document of a document in MJML. Raises OSError for what is no MJML.

    mrml writes some characters of attributes as Rust's source code does (`\\u{a0}`): it gets them as
    references, which it leaves alone, and the document has them as characters again.
    """
    references = {each: f"&#{ord(each)};" for each in garbled(set(mjml))}
    html = mrml.to_html(mjml.translate(str.maketrans(references))).content
    for character, reference in references.items():
        html = html.replace(reference, character)
    return html


def garbled(characters: Iterable[str]) -> list[str]:
    """Those that mrml does not write as they are."""
    return [
        each
        for each in characters
        if each == "\\"
        or not (each.isascii() or each.isprintable())
        or unicodedata.category(each) in UNSEEN
    ]
