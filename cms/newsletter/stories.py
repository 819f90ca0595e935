"""The stories that a feed tells, asked of the API: its readability, its filters, its orders, its tags.

Without a cursor a feed begins with what was published last. A cursor leads to older stories, or, when
it is one of `changes`, to what was published since, the oldest first, and to what was withdrawn.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from graphql import parse

from cms.api import waves
from cms.api.changes import cursor_of
from cms.api.context import Context
from cms.api.cursors import packed, unpacked
from cms.api.documents import Prepared
from cms.api.errors import UNAVAILABLE, Code, RefusedError
from cms.api.execution import executed, in_time
from cms.api.ids import decoded, encoded
from cms.api.lists import LISTS
from cms.api.preparations import note_quotes
from cms.api.schema import schema
from cms.api.tags import followed
from cms.newsletter.models import FrozenIssue
from cms.newsletter.parameters import GREATEST_LIMIT, LAST_ISSUE, Asked, BadParametersError
from cms.publishing.journal import head
from pages.models import NewsletterIssue

FOLDER = Path(__file__).parent / "operations"
WINDOW = timedelta(days=31)
"""A feed holds at least what was published within it: tools that come once a month miss nothing."""
NEWS, OLDER = "CHANGES", "FEED"
"""How the two kinds of cursors begin."""
ROOTS = {"reports": "eventReports", "testimonials": "testimonials"}
KINDS = {"reports": "EVENT_REPORT", "testimonials": "TESTIMONIAL"}
PAGES_OF_EVENTS = 5
"""A calendar holds at most so many pages of events, each as long as the API's longest."""
CURSORS = (Code.BAD_USER_INPUT, Code.CURSOR_EXPIRED)
"""What the API says of cursors that are no good: nothing else of our operations can be wrong."""

Story = dict[str, Any]


@dataclass
class Told:
    """A page of stories, and where the next ones are."""

    context: Context = field(default_factory=Context)
    """Of the answers it is made of."""
    stories: list[Story] = field(default_factory=list)
    older: str | None = None
    """The cursor of older stories; None when there are none."""
    news: str = ""
    """The cursor of what will be published after."""
    withdrawn: list[Story] = field(default_factory=list)
    """Changes that withdrew a story since the cursor."""
    has_more: bool = False
    """Whether more news follow at once."""
    tags: set[str] = field(default_factory=set)


def told(asked: Asked) -> Told:
    """The stories that are asked for. Raises BadParametersError."""
    page = Told()
    if asked.since == LAST_ISSUE and not asked.cursor and (cursor := cursor_of_last_issue(asked)):
        everything_new(replace(asked, cursor=cursor), page)
        return page
    begins, *places = (unpacked(asked.cursor) or [None]) if asked.cursor else [OLDER]
    if begins == NEWS:
        news(asked, page)
    elif begins == OLDER and all(isinstance(place, str | None) for place in places):
        latest(asked, [*places, None, None], page)
    else:
        raise BadParametersError(_("cursor: this is no cursor of a feed. Begin without one."))
    return page


def cursor_of_last_issue(asked: Asked) -> str | None:
    """Up to where the last frozen issue in the language that is asked for told what is new."""
    issues = FrozenIssue.objects.filter(language=asked.language).order_by("-frozen_at", "-pk")
    return issues.values_list("cursor", flat=True).first()


def everything_new(asked: Asked, page: Told) -> None:
    """All that was published since a cursor of changes, the last first: as feeds without a cursor are.
    Raises BadParametersError when the journal no longer knows."""
    page.stories = sorted(all_news(asked, page), key=published)[::-1][:GREATEST_LIMIT]
    page.withdrawn = []
    page.tags.add(NewsletterIssue.__name__)


def all_news(asked: Asked, page: Told) -> list[Story]:
    """The same, the first told by the journal first; each story once."""
    found: dict[str, Story] = {}
    while True:
        news(asked, page)
        found.update({story["id"]: story for story in page.stories})
        if not page.has_more:
            return list(found.values())
        asked = replace(asked, cursor=page.news)


def latest(asked: Asked, after: list[str | None], page: Told) -> None:
    """The stories that were published last, or those before the places of a cursor, one for each kind."""
    page.news = cursor_of(head())
    places = dict(zip(ROOTS, after, strict=False))
    variables = {
        **filters(asked),
        "first": asked.limit,
        "afterReport": places["reports"],
        "afterTestimonial": places["testimonials"],
    }
    lists = run("latest", variables, page)
    if not asked.cursor and any(map(is_cut_within_window, lists.values())):
        lists = run("latest", {**variables, "first": GREATEST_LIMIT}, page)
    edges = [(root, edge) for root, found in lists.items() for edge in found["edges"]]
    edges.sort(key=lambda each: published(each[1]["node"]), reverse=True)
    given = edges[: asked.limit if asked.cursor else length(asked, edges)]
    page.stories = whole([edge["node"] for _root, edge in given], page)
    if len(edges) > len(given) or any(each["pageInfo"]["hasNextPage"] for each in lists.values()):
        last = {root: edge["cursor"] for root, edge in given}
        page.older = packed([OLDER, *(last.get(ROOTS[kind], places[kind]) for kind in ROOTS)])


def whole(stories: list[Story], page: Told) -> list[Story]:
    """What these stories tell, found by their ids, in their order."""
    reader, keys = page.context.reader, defaultdict(list)
    places = [decoded(story["id"])[:2] for story in stories]
    for name, key in places:
        keys[name].append(int(key))
    found = {name: reader.find(LISTS[name].model, keys[name]) for name in keys}
    pages = [each for name, key in places if (each := found[name].get(int(key)))]
    note_quotes(pages, reader)
    return told_of("story", pages, page)


def length(asked: Asked, edges: list[tuple[str, dict[str, Any]]]) -> int:
    """How many stories a feed begins with: as many as are asked for, or as the window holds."""
    recent = sum(published(edge["node"]) >= start_of_window() for _root, edge in edges)
    return min(GREATEST_LIMIT, max(asked.limit, recent))


def is_cut_within_window(found: dict[str, Any]) -> bool:
    """Whether a list goes on, and the window too."""
    if not found["pageInfo"]["hasNextPage"]:
        return False
    return published(found["edges"][-1]["node"]) >= start_of_window()


def start_of_window() -> datetime:
    """When the window begins: it moves with the day."""
    today = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    return today - WINDOW


def news(asked: Asked, page: Told) -> None:
    """The stories that were published after a cursor, the oldest first, and those withdrawn.

    What was published and is withdrawn again is not told; nor is a withdrawal of what is back.
    """
    kinds = [KINDS[kind] for kind in asked.kinds]
    variables = {"after": asked.cursor, "kinds": kinds, "locale": asked.language}
    log = run("news", variables, page)["changes"]
    page.news, page.has_more = log["endCursor"], log["hasMore"]
    last = {change["id"]: change for change in log["nodes"]}
    wanted = matching(asked, last)
    told = [change for change in log["nodes"] if change["action"] == "PUBLISHED"]
    stories = {change["id"]: change["node"] for change in told if change["node"]}
    page.stories = [story for key, story in stories.items() if key in wanted]
    page.withdrawn = [change for change in last.values() if change["action"] == "WITHDRAWN"]


def matching(asked: Asked, ids: Iterable[str]) -> set[str]:
    """Those of the ids that the filters let through."""
    keys = defaultdict(list)
    for each in ids:
        name, key = decoded(each)[:2]
        keys[name].append(int(key))
    found: set[str] = set()
    for name, given in (("EventReport", asked.reports), ("Testimonial", asked.testimonials)):
        if given is None or not keys[name]:
            continue
        if isinstance(asked.since, datetime):
            given = {**given, "publishedAfter": asked.since}
        there = LISTS[name].filtered(LISTS[name].readable(asked.language), given)
        passing = there.filter(pk__in=keys[name]).values_list("pk", flat=True)
        found |= {encoded(name, key) for key in passing}
    return found


def one(kind: str, slug: str, asked: Asked, page: Told) -> Story | None:
    """The report or testimonial of a slug, of one of `ROOTS`; None when there is none to read."""
    variables = {"slug": slug, "locale": asked.language, "isReport": kind == "reports"}
    [story] = run("mail", variables, page).values()
    return story


def told_of(name: str, things: list[Any], page: Told) -> list[Story]:
    """What one of our operations of one root field tells of these things; the page holds them."""
    if not things:
        return []
    with in_time(page.context):
        found = waves.told(operation(name).document, things, schema.graphql_schema, page.context)
    page.tags.update(page.context.tags.listed())
    return found


def held(asked: Asked) -> Told:
    """The reports whose event is held last, those to come before all: as many as a calendar holds."""
    page, after = Told(), None
    for _page in range(PAGES_OF_EVENTS):
        variables = {
            "locale": asked.language,
            "reports": asked.reports,
            "first": GREATEST_LIMIT,
            "after": after,
        }
        found = run("events", variables, page)["eventReports"]
        page.stories += found["nodes"]
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    return page


def filters(asked: Asked) -> dict[str, Any]:
    """The variables that tell what is asked for."""
    return {
        "locale": asked.language,
        "reports": asked.reports,
        "testimonials": asked.testimonials,
        "withReports": asked.reports is not None,
        "withTestimonials": asked.testimonials is not None,
    }


def published(story: Story) -> datetime:
    """When a story was first published."""
    return datetime.fromisoformat(story["firstPublishedAt"])


def run(name: str, variables: dict[str, Any], page: Told) -> dict[str, Any]:
    """The data of one of our operations; the page holds what the answer does.

    Raises BadParametersError where the cursor is no good one, RefusedError where the database is gone.
    """
    answer = executed(operation(name), None, variables, page.context, {})
    errors = answer.body.get("errors", [])
    if any(error["extensions"]["code"] in CURSORS for error in errors):
        raise BadParametersError(
            _("cursor: this is no cursor of this feed, or too old a one. Begin without one.")
        )
    if any(error["extensions"]["code"] == Code.UNAVAILABLE for error in errors):
        raise RefusedError(Code.UNAVAILABLE, UNAVAILABLE, status=503)
    if errors:
        raise RuntimeError(errors)
    page.tags.update(answer.tags or ())
    return answer.body["data"]


@cache
def operation(name: str) -> Prepared:
    """One of our operations, ready to be executed: the limits are for what others ask."""
    text = (FOLDER / f"{name}.graphql").read_text()
    if "...Report" in text:
        text += (FOLDER / "content.graphql").read_text()
    document = parse(text)
    return Prepared(text, document, [], followed(document, schema.graphql_schema))
