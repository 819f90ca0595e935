"""Issues over GraphQL: as they were frozen; in a preview, as they would be."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from wagtail.models import Page

from cms.api.inputs import CHOICES
from cms.api.preparations import PREPARATIONS
from cms.api.resolvers import RESOLVERS, WEIGHTS
from cms.api.shapes import SHAPES
from cms.newsletter.models import FrozenIssue, FrozenItem
from cms.newsletter.tools import NewsletterTool
from pages.models import NewsletterIssue
from snippets.pictures import JPEG, PNG
from snippets.promises import promises
from snippets.reading import read
from snippets.references import Reference
from snippets.renditions import GivenFile

WEIGHT = 50
"""A whole mail is as long as so many objects."""
FORMATS = {"image/jpeg": JPEG, "image/png": PNG}


@dataclass(frozen=True)
class NewsletterItem:
    """A story in a newsletter issue, as it was told there."""

    title: str
    excerpt: str
    url: str
    image: GivenFile | None
    page: Reference | None

    graphql_fields = promises(
        """
        "Its title in the issue."
        title: String!
        "What the issue tells of it."
        excerpt: String!
        "Where it is read."
        url: URL!
        "Its picture in the issue: JPEG or PNG. Null when it has none."
        image: Rendition
        "The story today; null when it is no longer readable."
        page: Page
        """
    )


def prepare_issues(issues: list[NewsletterIssue], field: Any, info: Any) -> None:
    """What was frozen of all issues, in two queries."""
    reader = info.context.reader
    missing = [issue for issue in issues if not reader.has_prepared(issue, "sent")]
    if not missing:
        return
    rows = FrozenIssue.objects.filter(page__in=[issue.pk for issue in missing])
    found = {
        each.page_id: (each, list(each.items.all())) for each in rows.prefetch_related("items")
    }
    for issue in missing:
        reader.prepare(issue, "sent", found.get(issue.pk) or unsent(issue))


def prepare_stories(items: list[NewsletterItem], field: Any, info: Any) -> None:
    """The stories of all items as they are today, in one query and one a type."""
    info.context.reader.find(Page, {item.page.pk for item in items if item.page})


def unsent(issue: NewsletterIssue) -> tuple[FrozenIssue, list[FrozenItem]]:
    """What freezing it would keep: only a draft that is previewed was not frozen."""
    return import_module("cms.newsletter.freezing").as_frozen(issue)


def sent(issue: NewsletterIssue, info: Any) -> tuple[FrozenIssue, list[FrozenItem]]:
    """What was frozen of an issue, once it was prepared."""
    return read(issue, "sent", info.context.reader)


def mail(part: str) -> Callable[..., str]:
    """A resolver of a variant of the mail."""

    def resolve(issue: NewsletterIssue, info: Any, **asked: Any) -> str:
        tool = asked.get("for")
        return sent(issue, info)[0].mails[tool.value if tool else ""][part]

    return resolve


def items(issue: NewsletterIssue, info: Any) -> list[NewsletterItem]:
    """The stories of an issue."""
    return [item_of(each) for each in sent(issue, info)[1]]


def item_of(item: FrozenItem) -> NewsletterItem:
    """A story as it was told."""
    told, image = item.told, item.told["image"]
    file = image and GivenFile(
        image["url"], image["width"], image["height"], FORMATS[image["media_type"]]
    )
    page = Reference(Page, item.page_id) if item.page_id else None
    return NewsletterItem(told["title"], told["excerpt"], told["url"], file, page)


def connect() -> None:
    """Tell the API of the fields, the shape and the enum."""
    CHOICES[NewsletterTool] = {
        None: "A tool that sends newsletters.",
        **{tool.name: f"{tool.name.capitalize()}." for tool in NewsletterTool},
    }
    SHAPES.append(NewsletterItem)
    fields = {
        "html": mail("html"),
        "text": mail("txt"),
        "mjml": lambda issue, info: sent(issue, info)[0].mjml,
        "items": items,
    }
    PREPARATIONS["NewsletterItem.page"] = prepare_stories
    for name, resolve in fields.items():
        RESOLVERS[f"NewsletterIssue.{name}"] = resolve
        PREPARATIONS[f"NewsletterIssue.{name}"] = prepare_issues
        if name != "items":
            WEIGHTS[f"NewsletterIssue.{name}"] = WEIGHT
