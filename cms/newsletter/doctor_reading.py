"""What stands in the bytes of a feed, read as tools read it: XML by feedparser, JSON as it is."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

import feedparser
from bs4 import BeautifulSoup


class Names(NamedTuple):
    """What a format calls the fields of an item."""

    title: str
    summary: str
    content: str
    pictures: tuple[str, ...]
    date: str
    identity: str
    link: str


RSS = Names(
    title="title",
    summary="description",
    content="content:encoded",
    pictures=("enclosure", "media:content", "media:thumbnail"),
    date="pubDate",
    identity="guid",
    link="link",
)
ATOM = RSS._replace(summary="summary", content="content", date="published", identity="id")
JSON_FEED = Names(
    title="title",
    summary="summary",
    content="content_html",
    pictures=("image",),
    date="date_published",
    identity="id",
    link="url",
)
FLAT = JSON_FEED._replace(content="html", date="published_at")
CREATED, UPDATED, LOGO = "created", "updated", "channel/image"
"""Further fields of XML."""
DATES = {"date_published", "date_modified", "published_at", "updated_at"}
"""Fields of JSON that are moments."""


def first_image_of(name: str) -> str:
    """What the first picture within a field is called."""
    return f"{name} <img>"


@dataclass(frozen=True)
class Entry:
    """An item of a feed."""

    names: Names
    fields: Mapping[str, str]
    """By name; what is not there, or is a date that nobody understands, is empty or missing."""

    def told(self, role: str) -> str:
        """What stands in the field that has a role: `title`, `summary`, `content`…"""
        return self.fields.get(getattr(self.names, role), "")

    @property
    def pictures(self) -> list[str]:
        """The addresses of the pictures that stand for it, each once."""
        found = (self.fields.get(name, "") for name in self.names.pictures)
        return list(dict.fromkeys(filter(None, found)))


@dataclass(frozen=True)
class Reading:
    """A feed as it was read."""

    names: Names
    entries: list[Entry] = field(default_factory=list)
    broken: str = ""
    """Why it is no feed for a tool that reads strictly; in the parser's words."""


def read(content: bytes, media_type: str) -> Reading:
    """The feed in the bytes of a response, by its media type."""
    return READERS[media_type.partition(";")[0]](content)


def read_xml(content: bytes, names: Names) -> Reading:
    """A feed in RSS or Atom. Nothing is cleaned or completed: what is told is what stands there."""
    parsed = feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    logo = parsed.feed.get("image", {}).get("href") or parsed.feed.get("logo", "")
    entries = [Entry(names, fields_of_xml(entry, names, logo)) for entry in parsed.entries]
    return Reading(names, entries, str(parsed.get("bozo_exception", "")))


def fields_of_xml(entry: Any, names: Names, logo: str) -> dict[str, str]:
    """The fields of an item that feedparser read."""
    contents = entry.get("content", [])
    fields = {
        names.title: entry.get("title", ""),
        names.summary: entry.get("summary", ""),
        names.content: contents[0]["value"] if contents else "",
        names.date: moment(entry, "published"),
        CREATED: moment(entry, "created"),
        UPDATED: moment(entry, "updated"),
        names.identity: entry.get("id", ""),
        names.link: entry.get("link", ""),
        "enclosure": first_picture(entry.get("enclosures", []), "href"),
        "media:content": first_picture(entry.get("media_content", []), "url"),
        "media:thumbnail": next((each["url"] for each in entry.get("media_thumbnail", [])), ""),
        LOGO: logo,
    }
    return with_images(fields, names)


def moment(entry: Any, name: str) -> str:
    """A date as it is written, if it can be understood."""
    return entry[name] if name in entry and entry.get(f"{name}_parsed") else ""


def first_picture(files: list[dict[str, str]], attribute: str) -> str:
    """The address of the first of the files that is a picture."""
    for each in files:
        if each.get("medium") == "image" or each.get("type", "").startswith("image/"):
            return each.get(attribute, "")
    return ""


def read_json(content: bytes, names: Names, items: Callable[[Any], list[Any]]) -> Reading:
    """A feed in JSON, whose items are found by `items`."""
    try:
        found = items(json.loads(content))
    except (ValueError, KeyError, TypeError) as error:
        return Reading(names, broken=f"{type(error).__name__}: {error}")
    return Reading(names, [Entry(names, fields_of_json(each, names)) for each in found])


def fields_of_json(item: Mapping[str, Any], names: Names) -> dict[str, str]:
    """The fields of an item that are texts."""
    fields = {
        name: "" if name in DATES and not is_moment(value) else value
        for name, value in item.items()
        if isinstance(value, str)
    }
    return with_images(fields, names)


def is_moment(text: str) -> bool:
    """Whether a text is a moment as JSON writes it."""
    with suppress(ValueError):
        return bool(datetime.fromisoformat(text))
    return False


def with_images(fields: dict[str, str], names: Names) -> dict[str, str]:
    """The fields, with the first picture within the summary and the content."""
    within = {
        first_image_of(name): next(sources(fields.get(name, "")), "")
        for name in (names.summary, names.content)
    }
    return {**fields, **within}


def sources(html: str) -> Iterator[str]:
    """The addresses of the pictures in HTML."""
    for image in parsed(html).find_all("img"):
        yield image.get("src", "")


def parsed(html: str) -> BeautifulSoup:
    """HTML to look into. A text that is an address or a name of a file is a text."""
    return BeautifulSoup(f"<div>{html}</div>", "html.parser")


def words_of(html: str) -> str:
    """What is read of HTML, in one line."""
    return " ".join(parsed(html).get_text(" ").split())


READERS: dict[str, Callable[[bytes], Reading]] = {
    "application/rss+xml": lambda content: read_xml(content, RSS),
    "application/atom+xml": lambda content: read_xml(content, ATOM),
    "application/feed+json": lambda content: read_json(
        content, JSON_FEED, lambda feed: feed["items"]
    ),
    "application/json": lambda content: read_json(content, FLAT, list),
}
"""How a feed is read, by its media type."""
