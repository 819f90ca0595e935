"""What an issue tells: the stories that its editor chose, and those that its rules find.

Stories are asked of the API, as feeds do. A rule follows the journal: it finds what was published since the
issue before it that had the same rule was frozen, each story once, whatever the clock says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from cms.api.changes import cursor_of
from cms.api.ids import decoded
from cms.newsletter.models import FrozenIssue, FrozenItem
from cms.newsletter.parameters import GREATEST_LIMIT, KINDS, Asked
from cms.newsletter.sentences import Told
from cms.newsletter.stories import Told as Page
from cms.newsletter.stories import all_news, published, start_of_window, told, told_of
from cms.publishing.journal import head
from pages.models import NewsletterIssue
from pages.querysets import find_readable_pages
from snippets.blocks import choices_as_references
from snippets.models import Photo, Technopole

MOST_LOOKED_BACK = 100
"""Frozen issues among which a rule looks for the one before."""


@dataclass(frozen=True)
class Entry:
    """A story in an issue, as it is told there."""

    story: Told
    title: str
    excerpt: str
    picture: Told | None

    @property
    def key(self) -> int:
        """The key of its page."""
        return int(decoded(self.story["id"])[1])


@dataclass(frozen=True)
class Section:
    """Stories under a title, which may be empty."""

    title: str
    entries: list[Entry]


@dataclass
class Composed:
    """Everything that an issue tells."""

    sections: list[Section]
    page: Page
    """What the answers hold that it is made of."""
    cursor: str
    """Of `changes`, read before anything was asked."""
    followed: list[str] = field(default_factory=list)
    """Slugs of the technopoles whose news it tells; "" for all."""

    @property
    def entries(self) -> list[Entry]:
        """All its stories, in their order."""
        return [entry for section in self.sections for entry in section.entries]


@dataclass(frozen=True)
class Named:
    """What the choosers of an issue name and readers may see, by key."""

    stories: dict[int, Told]
    pictures: dict[int, Told]


def composed(issue: NewsletterIssue) -> Composed:
    """What an issue tells now. A story that readers may not read is left out; one is told once."""
    language = issue.locale.language_code
    found = Composed([], Page(), cursor_of(head()))
    found.page.context.speak(language)
    with choices_as_references():
        blocks = [(block.block_type, block.value) for block in issue.sections]
    named = named_in(blocks, found.page)
    told_already: set[int] = set()
    for block_type, value in blocks:
        if block_type == "rule":
            place = slug_of(value["technopole"])
            found.followed.append(place)
            entries = [entry_of(each) for each in news(place, value["kind"], language, found.page)]
        else:
            entries = list(chosen(value["items"], named))
        new = [entry for entry in entries if entry.key not in told_already]
        told_already |= {entry.key for entry in new}
        if new:
            found.sections.append(Section(value["title"], new))
    return found


def named_in(blocks: list[tuple[str, Any]], page: Page) -> Named:
    """The stories and pictures that the sections of an issue name."""
    items = [item for kind, value in blocks if kind == "chosen" for item in value["items"]]
    keys = {name: [item[name].pk for item in items if item[name]] for name in ("story", "picture")}
    pages = list(find_readable_pages(keys["story"]).values())
    photos = list(page.context.reader.find(Photo, keys["picture"]).values())
    return Named(
        {each.pk: story for each, story in zip(pages, told_of("story", pages, page), strict=True)},
        {
            each.pk: picture
            for each, picture in zip(photos, told_of("pictures", photos, page), strict=True)
        },
    )


def chosen(items: Iterable[Any], named: Named) -> Iterator[Entry]:
    """The stories of a section, told otherwise where the editor did."""
    for item in items:
        story = named.stories.get(item["story"].pk) if item["story"] else None
        if story:
            picture = named.pictures.get(item["picture"].pk) if item["picture"] else None
            yield entry_of(story, item["title"], item["excerpt"], picture)


def entry_of(story: Told, title: str = "", excerpt: str = "", picture: Told | None = None) -> Entry:
    """A story in an issue."""
    return Entry(
        story,
        title or story["title"],
        excerpt or story["standfirst"],
        picture or story.get("cover") or story.get("portrait"),
    )


def slug_of(technopole: Any) -> str:
    """The slug of the technopole that a rule follows; empty when it follows all."""
    key = getattr(technopole, "pk", None)
    return Technopole.objects.filter(pk=key).values_list("slug", flat=True).first() or ""


def news(technopole: str, kind: str, language: str, page: Page) -> list[Told]:
    """The stories that a rule finds, the last published first; those that an issue told are not among them."""
    records = {"technopole": [technopole]} if technopole else {}
    asked = Asked(KINDS[kind], language, records, limit=GREATEST_LIMIT)
    cursor = cursor_before(technopole, language)
    found = all_news(replace(asked, cursor=cursor), page) if cursor else lately(asked)
    keys = {int(decoded(story["id"])[1]): story for story in found}
    frozen = set(FrozenItem.objects.filter(page__in=keys).values_list("page_id", flat=True))
    new = [story for key, story in keys.items() if key not in frozen]
    return sorted(new, key=published)[::-1]


def lately(asked: Asked) -> list[Told]:
    """What a feed holds of the last days, the first published first."""
    begun = start_of_window()
    return [story for story in reversed(told(asked).stories) if published(story) >= begun]


def cursor_before(technopole: str, language: str) -> str | None:
    """Where the news of a technopole begin: where the last frozen issue ended that told them by rule, those of
    this one or of all."""
    frozen = FrozenIssue.objects.filter(language=language).order_by("-frozen_at", "-pk")
    for cursor, followed in frozen.values_list("cursor", "followed")[:MOST_LOOKED_BACK]:
        if technopole in followed or "" in followed:
            return cursor
    return None
