"""What search engines and social networks show of a page."""

import re
from dataclasses import dataclass
from typing import Any

from snippets.models import Photo
from snippets.promises import promises
from snippets.references import Reference

DESCRIPTION_LENGTH = 160
BREAKS = re.compile(r"[ \t\r\n]+")
HANGING = " \t\r\n\u00a0\u202f,;:.–—-«("


@dataclass(frozen=True)
class Seo:
    """What search engines and social networks show of a page."""

    title: str
    description: str
    image: Reference | None
    no_index: bool

    graphql_fields = promises(
        f"""
        "The title the editor wrote for search engines, else that of the page."
        title: String!
        "What the editor wrote for search engines; else the standfirst, cut at a word to at most {DESCRIPTION_LENGTH} characters. Empty when the page has neither."
        description: String!
        "The cover, or the portrait of a testimonial: use its preset SOCIAL. Null when the page has none that is readable."
        image: Image
        "Whether search engines are asked not to show the page. Readers may read it all the same."
        noIndex: Boolean!
        """
    )


def seo_of(page: Any) -> Seo:
    """What is shown of a page; its picture is named, not looked up."""
    picture = page.picture_field and getattr(page, f"{page.picture_field}_id")
    return Seo(
        title=page.seo_title or page.title,
        description=page.search_description or cut(page.standfirst),
        image=Reference(Photo, picture) if picture else None,
        no_index=page.no_index,
    )


def cut(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """`text` on one line, ended at a word with … where it is longer than `length`."""
    line = BREAKS.sub(" ", text).strip()
    if len(line) <= length:
        return line
    whole_words = line[:length].rpartition(" ")[0] or line[: length - 1]
    return f"{whole_words.rstrip(HANGING)}…"
