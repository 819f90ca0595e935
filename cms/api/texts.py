"""Resolvers of texts: HTML, words and links, in the typography of where they will be shown."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from wagtail.models import Page
from wagtail.rich_text import RichText

from snippets.rich_text import TextLink, links_in, words_of
from snippets.typography import Typography, spaced, spaced_html


def html_of_text(
    text: RichText | str, info: Any, typography: Typography | None = None, links: Any = None
) -> str:
    """Sanitised HTML."""
    with_paths = getattr(links, "name", None) == "PATH"
    html = info.context.html(text, with_paths=with_paths)
    return spaced_html(html, typography or Typography.WEB)


def words_of_text(text: RichText | str, info: Any, typography: Typography | None = None) -> str:
    """The words alone."""
    return spaced(words_of(info.context.html(text)), typography or Typography.WEB)


def words_of_quote(quote: Any, info: Any, typography: Typography | None = None) -> str:
    """What was said."""
    return spaced(quote.text, typography or Typography.WEB)


@dataclass(frozen=True)
class ReadLink:
    """A link that a reader may follow."""

    label: str
    url: str
    target: Model | None


def links_of_text(text: RichText | str, info: Any) -> list[ReadLink]:
    """The links that lead somewhere readers may go."""
    found = [read_link(link, info) for link in links_in(text)]
    return [link for link in found if link is not None]


def read_link(link: TextLink, info: Any) -> ReadLink | None:
    """The link, or None where readers may not follow it."""
    if link.target is None:
        return ReadLink(link.label, link.url, None) if link.url.startswith(SCHEMES) else None
    target = info.context.reader.keep_one(link.target)
    if target is None:
        return None
    addresses = info.context.addresses
    url = addresses.url(target) if isinstance(target, Page) else addresses.base_url + target.url
    return ReadLink(link.label, url, target) if url else None


SCHEMES = ("http://", "https://", "mailto:", "tel:")
