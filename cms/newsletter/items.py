"""What a feed tells of a story: the same in every format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID, uuid5

from django.db import connection
from django.utils.text import Truncator
from wagtail.models import Page

from cms.api.ids import decoded
from cms.newsletter.content import email_html, email_text, in_mail
from cms.newsletter.pictures import MailFile, mail_files, pictures_in

LONGEST_SUMMARY = 300


@dataclass(frozen=True)
class Item:
    """One story in a feed."""

    story: dict[str, Any]
    files: Mapping[str, MailFile]
    """The files of its pictures, by id."""
    guid: str
    """Never another one for this story, never this one for another."""
    url: str

    @property
    def is_report(self) -> bool:
        """Whether it is an event report; else it is a testimonial."""
        return self.story["__typename"] == "EventReport"

    @property
    def title(self) -> str:
        """Its title."""
        return in_mail(self.story["title"])

    @property
    def summary(self) -> str:
        """Its standfirst, cut to what lists show."""
        return Truncator(in_mail(self.story["standfirst"])).chars(LONGEST_SUMMARY)

    @cached_property
    def html(self) -> str:
        """The whole of it, for mail programs."""
        return email_html(self.story, self.files)

    @cached_property
    def text(self) -> str:
        """The whole of it as plain text."""
        return email_text(self.story)

    @property
    def published(self) -> datetime:
        """When it was first published."""
        return datetime.fromisoformat(self.story["firstPublishedAt"])

    @property
    def updated(self) -> datetime:
        """When it was last published."""
        return datetime.fromisoformat(self.story["lastPublishedAt"])

    @property
    def picture(self) -> dict[str, Any] | None:
        """The picture that stands for it."""
        return self.story.get("cover") or self.story.get("portrait")

    @property
    def file(self) -> MailFile | None:
        """The file of that picture."""
        return self.files.get(self.picture["id"]) if self.picture else None

    @property
    def authors(self) -> list[str]:
        """Who speaks in it."""
        if self.is_report:
            return list(dict.fromkeys(each["person"]["name"] for each in self.story["speakers"]))
        return [self.story["person"]["name"]]

    @property
    def categories(self) -> Iterator[tuple[str, str]]:
        """What it is filed under: what kind of thing that is, and its name."""
        for domain in ("technopole", "series"):
            if record := self.story.get(domain):
                yield domain, in_mail(record["name"])
        for sector in self.story["sectors"]:
            yield "sector", in_mail(sector["name"])


def items_of(
    stories: list[dict[str, Any]], *, width: int, tracking: Mapping[str, str], base_url: str
) -> list[Item]:
    """The items of stories, with the files of all their pictures."""
    files = mail_files(pictures_in(stories), width, base_url)
    names = namespace() if stories else None
    return [
        Item(story, files, guid(story["id"], names), tracked(story["url"], tracking))
        for story in stories
    ]


def namespace() -> UUID:
    """What tells this installation's identities from those of others: made with its database, for good."""
    return namespace_of(str(connection.settings_dict["NAME"]))


@lru_cache(maxsize=2)
def namespace_of(database: str) -> UUID:
    """The namespace of a database: the identity of the root of its tree, which stands above the site."""
    return Page.objects.filter(depth=1).order_by("pk").values_list("translation_key", flat=True)[0]


def guid(identifier: str, names: UUID) -> str:
    """The identity of a story: of its kind and key, which its withdrawal tells too."""
    return uuid5(names, ":".join(decoded(identifier)[:2])).urn


def tracked(url: str, tracking: Mapping[str, str]) -> str:
    """An address with what tells where its readers come from, where it does not tell it already."""
    parts = urlsplit(url)
    told = dict(parse_qsl(parts.query, keep_blank_values=True))
    return urlunsplit(parts._replace(query=urlencode({**tracking, **told})))
