"""RSS 2.0 and Atom, by Django's own writer, with the elements that newsletter tools look for.

Sources: https://www.rssboard.org/rss-specification, RFC 4287 (Atom), RFC 5005 (pages of a feed),
https://www.rssboard.org/media-rss, https://web.resource.org/rss/1.0/modules/content/.
"""

import re
from io import StringIO
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, rfc3339_date
from django.utils.html import escape

from cms.newsletter.feed import Feed
from cms.newsletter.items import Item

MINUTES_TO_WAIT = "60"
SPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
UNTOLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold."""


class Rss(Rss201rev2Feed):
    """RSS 2.0."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        """With the names of further elements."""
        return {**super().rss_attributes(), **SPACES}

    def add_root_elements(self, handler: Any) -> None:
        """With the next page, and how long to wait."""
        super().add_root_elements(handler)
        add_next(handler, "atom:link", self.feed["next"])

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """With content, author, picture and categories as tools read them."""
        super().add_item_elements(handler, item)
        told: Item = item["told"]
        for name in told.authors:
            handler.addQuickElement("dc:creator", plain(name))
        for domain, name in told.categories:
            handler.addQuickElement("category", plain(name), {"domain": domain})
        handler.addQuickElement("atom:updated", rfc3339_date(told.updated))
        handler.addQuickElement("content:encoded", plain(told.html))
        add_picture(handler, told)


class Atom(Atom1Feed):
    """Atom."""

    content_type = "application/atom+xml; charset=utf-8"

    def root_attributes(self) -> dict[str, str]:
        """With the names of further elements."""
        return {**super().root_attributes(), "xmlns:media": SPACES["xmlns:media"]}

    def add_root_elements(self, handler: Any) -> None:
        """With the next page."""
        super().add_root_elements(handler)
        add_next(handler, "link", self.feed["next"])

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """With content, authors, picture and categories."""
        super().add_item_elements(handler, item)
        told: Item = item["told"]
        for name in told.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", plain(name))
            handler.endElement("author")
        for domain, name in told.categories:
            scheme = f"{self.feed['link']}#{domain}"
            handler.addQuickElement("category", "", {"term": plain(name), "scheme": scheme})
        handler.addQuickElement("content", plain(told.html), {"type": "html"})
        add_picture(handler, told)


def syndicated(feed: Feed, kind: type[Rss | Atom]) -> str:
    """A feed as text."""
    written = kind(
        title=plain(feed.title),
        link=feed.home,
        description=plain(feed.description),
        language=feed.language,
        feed_url=feed.address,
        feed_guid=feed.at(None),
        author_name=plain(feed.title),
        ttl=MINUTES_TO_WAIT,
        next=feed.next_address,
    )
    for item in feed.items:
        written.add_item(
            title=plain(item.title),
            link=item.url,
            description=escape(plain(item.summary)),
            unique_id=item.guid,
            unique_id_is_permalink=False,
            pubdate=item.published,
            updateddate=item.updated,
            enclosures=enclosures(item),
            told=item,
        )
    text = StringIO()
    written.write(text, "utf-8")
    return text.getvalue()


def enclosures(item: Item) -> list[Enclosure]:
    """The picture of an item."""
    file = item.file
    return [Enclosure(file.url, str(file.length), file.media_type)] if file else []


def add_picture(handler: Any, item: Item) -> None:
    """The picture of an item, with what it shows and who made it. It stands after the content: what is
    told of it before would be the content for feedparser, which tools in Python read with."""
    if (file := item.file) is None:
        return
    attributes = {
        "url": file.url,
        "type": file.media_type,
        "medium": "image",
        "fileSize": str(file.length),
        "width": str(file.width),
        "height": str(file.height),
    }
    handler.startElement("media:content", attributes)
    for element, text in (("media:description", "alt"), ("media:credit", "credit")):
        if item.picture[text]:
            handler.addQuickElement(element, plain(item.picture[text]))
    handler.endElement("media:content")


def add_next(handler: Any, element: str, address: str | None) -> None:
    """A link to the next page."""
    if address:
        handler.addQuickElement(element, None, {"rel": "next", "href": address})


def plain(text: str) -> str:
    """A text without what XML cannot hold."""
    return UNTOLD.sub("", text)
