"""A feed: its items, and what it tells of itself in every format."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from cms.api.kept import APPENDED
from cms.newsletter.items import Item, guid, items_of, namespace
from cms.newsletter.parameters import Asked
from cms.newsletter.stories import Told
from pages.addresses import prefix_of


@dataclass(frozen=True)
class Feed:
    """A page of a feed, in one language."""

    asked: Asked
    told: Told
    items: list[Item]
    site_name: str
    home: str
    """Whole address of the front page."""
    path: str
    """Whole address of the feed, without parameters."""
    parameters: tuple[tuple[str, str], ...]
    """Those that were sent, in their order, without the cursor."""

    @property
    def language(self) -> str:
        """Tag of its language."""
        return self.asked.language

    @property
    def title(self) -> str:
        """What it is called."""
        of = {
            ("reports",): _("event reports"),
            ("testimonials",): _("testimonials"),
        }.get(self.asked.kinds, _("what is new"))
        return f"{self.site_name} – {of}" if self.site_name else of.capitalize()

    @property
    def description(self) -> str:
        """What it holds."""
        return _("Events of the technopoles, and entrepreneurs who tell.")

    @property
    def address(self) -> str:
        """Its own address."""
        return self.at(self.asked.cursor)

    @property
    def next_address(self) -> str | None:
        """Where older items are; with news, where the next ones are. None when there are none."""
        if self.told.older:
            return self.at(self.told.older)
        return self.at(self.told.news) if self.told.has_more else None

    @property
    def news_address(self) -> str:
        """What will be published after this."""
        return self.at(self.told.news)

    @property
    def modified(self) -> datetime | None:
        """When the last of its items was published."""
        return max((item.updated for item in self.items), default=None)

    @property
    def withdrawn(self) -> list[dict[str, Any]]:
        """Which items are no longer for anybody, since the cursor."""
        if not self.told.withdrawn:
            return []
        names = namespace()
        return [
            {"id": guid(change["id"], names), "date_withdrawn": change["at"]}
            for change in self.told.withdrawn
        ]

    def at(self, cursor: str | None) -> str:
        """The address of another place in the feed."""
        query = urlencode([*self.parameters, *([("cursor", cursor)] if cursor else [])])
        return f"{self.path}?{query}" if query else self.path


def feed_of(asked: Asked, request: HttpRequest, find: Callable[[Asked], Told]) -> Feed:
    """The feed that a request asks for, of the stories that `find` gives. Raises BadParametersError."""
    with translation.override(asked.language):
        page = find(asked)
        addresses = page.context.addresses
        items = items_of(
            page.stories,
            width=asked.width,
            tracking=asked.tracking,
            base_url=addresses.base_url,
        )
    sent = [(name, value) for name, values in request.GET.lists() for value in values]
    return Feed(
        asked=asked,
        told=page,
        items=items,
        site_name=addresses.site_name,
        home=f"{addresses.base_url}{prefix_of(asked.language)}/",
        path=addresses.base_url + request.path,
        parameters=tuple(
            each for each in sent if each[0] != "cursor" and not APPENDED.match(each[0])
        ),
    )
