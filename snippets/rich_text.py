"""Rich text: what editors may use in it, and what readers get."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any

import nh3
from bs4 import BeautifulSoup, Tag
from django.utils.html import strip_tags
from markdownify import markdownify
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.rich_text import RichText, expand_db_html

from .references import Reference

RECORD_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol"]
"""A few lines about a record need no headings and no pictures."""

STORY_FEATURES = [*RECORD_FEATURES, "superscript"]
"""Headings, quotes and pictures of a story are blocks of their own, so that they can be found."""

TAGS = {"a", "b", "br", "em", "i", "li", "ol", "p", "strong", "sup", "ul"}
SCHEMES = {"http", "https", "mailto", "tel"}
BOUNDARY = f"<!--{secrets.token_hex(16)}-->"
"""Stands between texts that are expanded together; nobody can have written it."""

DEAD_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
END_OF_BLOCK = re.compile(r"</(?:p|li|ul|ol)>|<br\s*/?>")
MARKUP = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^'"<>])*+>""")
"""Gives up at the next `<`, so that a thousand of them take no longer than a thousand letters."""
BLANK_LINES = re.compile(r"\s*\n\s*")


class RecordTextField(RichTextField):
    """A few lines of rich text about a record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("features", RECORD_FEATURES)
        super().__init__(*args, **kwargs)


def source_of(text: RichText | str) -> str:
    """A rich text as it is stored."""
    return text.source if isinstance(text, RichText) else text


def expanded(sources: Iterable[str]) -> dict[str, str]:
    """The HTML of stored rich texts, whose links are looked up all together."""
    texts = list(dict.fromkeys(sources))
    html = expand_db_html(BOUNDARY.join(texts)) if texts else ""
    return dict(zip(texts, html.split(BOUNDARY), strict=True)) if texts else {}


@lru_cache(maxsize=2_000)
def cleaned(html: str, *, base_url: str = "") -> str:
    """Expanded HTML with nothing live in it but links; links to nowhere leave their words.

    With `base_url` (scheme and host) the links within the site are whole addresses.
    """

    def whole(tag: str, attribute: str, value: str) -> str:
        return base_url + value if attribute == "href" and value.startswith("/") else value

    return nh3.clean(
        DEAD_LINK.sub(r"\1", html),
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=whole,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def readable_html(text: RichText | str) -> str:
    """The HTML that readers get of a stored rich text."""
    source = source_of(text)
    return cleaned(expanded([source])[source])


def words_of(html: str) -> str:
    """The words of cleaned HTML, a line for each paragraph and list item."""
    lines = strip_tags(END_OF_BLOCK.sub("\n", html))
    return BLANK_LINES.sub("\n", unescape(lines)).strip()


def stored_words(source: str) -> str:
    """The words of a rich text as it is stored: what editors write holds no `<` but in markup."""
    return unescape(MARKUP.sub("", END_OF_BLOCK.sub(" ", source))).strip()


@dataclass(frozen=True)
class TextLink:
    """A link in a rich text: its words, and the object or the address it leads to."""

    label: str
    url: str
    target: Reference | None


def links_in(text: RichText | str) -> list[TextLink]:
    """The links of a stored rich text, in its order."""
    anchors = BeautifulSoup(source_of(text), "html.parser").find_all("a")
    return [
        TextLink(anchor.get_text(), anchor.get("href") or "", target_of(anchor))
        for anchor in anchors
    ]


def target_of(anchor: Tag) -> Reference | None:
    """The page or document that a stored link names."""
    models = {"page": Page, "document": get_document_model()}
    model, key = models.get(anchor.get("linktype")), str(anchor.get("id"))
    return Reference(model, int(key)) if model and key.isdecimal() else None


def markdown_of(html: str) -> str:
    """Cleaned HTML as Markdown."""
    return markdownify(html, bullets="-", strong_em_symbol="*").strip()
