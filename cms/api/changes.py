"""The root `changes`: the journal as readers follow it."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Model, Q, QuerySet

from cms.api.cursors import packed, unpacked
from cms.api.errors import BadInputError, CursorExpiredError
from cms.api.ids import encoded, global_id
from cms.api.languages import language_of
from cms.api.lists import length_asked
from cms.publishing import journal
from cms.publishing.models import Change, ChangeAction
from cms.publishing.showing import Showing, type_name
from cms.publishing.states import MODELS
from pages.kinds import ContentKind
from snippets.promises import promises
from snippets.reader import readable_among
from snippets.records import Record

NOT_OURS = "after: this is no cursor of `changes`. Use endCursor of the answer before."
LARGEST_NUMBER = 2**62
RECORDS = [kind.name for kind, model in MODELS.items() if issubclass(model, Record)]
"""Kinds that answer in the default language where they have no translation."""

PROMISES = """
    "What became readable, changed or was withdrawn after the cursor, the oldest first; every change once."
    changes(
        "endCursor of the answer before, or `site.version`. From the oldest kept when absent, which tells all that is readable. CURSOR_EXPIRED when withdrawals after it are forgotten: read everything anew." after: String
        "At most 100; 20 when absent." first: Int
        "Of which kinds: [] matches nothing." kinds: [ContentKind!]
        "Of what answers in this language show: pages and quotes in it, records in it or in the default one, what has no language. Of every language when absent." locale: Locale
    ): ChangeLog!
"""


@dataclass(frozen=True)
class ChangeLog:
    """A page of the changes."""

    nodes: list["ToldChange"]
    end: int
    has_more: bool

    graphql_fields = promises(
        """
        "The changes, the oldest first."
        nodes: [Change!]!
        "Give it back as `after`; also when nodes is empty."
        endCursor: String!
        "Whether more changes follow at once."
        hasMore: Boolean!
        """
    )

    @property
    def end_cursor(self) -> str:
        """The place this page ends at."""
        return cursor_of(self.end)


class ToldChange:
    """Something became readable, changed or was withdrawn."""

    graphql_name = "Change"
    graphql_fields = promises(
        """
        "Gives what follows when given as `after`."
        cursor: String!
        "When it was written."
        at: DateTime!
        "What happened."
        action: ChangeAction!
        "What it happened to."
        kind: ContentKind!
        "The id of what it happened to, as answers in `locale` have it; without `locale`, as those in the default language."
        id: ID!
        "Path it stands at, or stood at when it was withdrawn; null for what has no path, and where all traces were removed."
        path: String
        "Its language; null for what has none."
        locale: Locale
        "As it is now, in its own language; null once withdrawn, and for REDIRECT, NAVIGATION and SITE."
        node: Node
        "The cache tags it touches: its own, that of its lists, those of the pages and records that show it."
        tags: [String!]!
        "Paths of the pages that show it, its former one and the lists above among them, at most 100; null, which is the whole site, if more, for NAVIGATION and SITE, and where all traces were removed."
        affectedPaths: [String!]
        """
    )

    def __init__(self, change: Change, language: str) -> None:
        self.change, self.language = change, language
        self.at = change.at
        self.action, self.kind = ChangeAction(change.action), ContentKind[change.kind]
        self.path, self.locale = change.path or None, change.locale or None
        self.node: Model | None = None
        self.tags: list[str] = []
        self.affected_paths: list[str] | None = None

    @property
    def cursor(self) -> str:
        """Its place in the journal."""
        return cursor_of(self.change.number)

    @cached_property
    def id(self) -> str:
        """The global id of what it is about, as answers in the language have it."""
        key = self.change.object_id
        if (model := MODELS.get(self.kind)) is None:
            return encoded(type_name(self.kind), key)
        return global_id(model(pk=key), self.language)


def changes(
    root: None,
    info: Any,
    after: str | None = None,
    first: int | None = None,
    kinds: list[ContentKind] | None = None,
    locale: str | None = None,
) -> ChangeLog:
    """The changes after a cursor. The head is read first: what commits meanwhile comes next time."""
    language = language_of(info, locale)
    length, start, head = length_asked(first), number_in(after), journal.head()
    asked = Change.objects.filter(number__gt=start, number__lte=head)
    found = list(chosen(asked, kinds, locale)[: length + 1])
    nodes, has_more = found[:length], len(found) > length
    end = nodes[-1].number if has_more and nodes else start if has_more else max(head, start)
    return ChangeLog([ToldChange(node, language) for node in nodes], end, has_more)


def chosen(
    asked: QuerySet[Change], kinds: list[ContentKind] | None, locale: str | None
) -> QuerySet[Change]:
    """The changes of some kinds and a language."""
    if kinds is not None:
        asked = asked.filter(kind__in=[kind.name for kind in kinds])
    if locale is not None:
        in_default = Q(locale=settings.LANGUAGE_CODE, kind__in=RECORDS)
        asked = asked.filter(Q(locale__in=[locale, ""]) | in_default)
    return asked.order_by("number")


def cursor_of(number: int) -> str:
    """The place after a change; also the version of all content while it is the last one."""
    return packed(["CHANGES", number])


def number_in(cursor: str | None) -> int:
    """The number of the change that a cursor stands after; refuses any other text."""
    if cursor is None:
        return 0
    name, number, *_rest = [*(unpacked(cursor) or []), None, None]
    is_number = isinstance(number, int) and not isinstance(number, bool)
    if name != "CHANGES" or not is_number or not 0 <= number < LARGEST_NUMBER:
        raise BadInputError(NOT_OURS)
    if number < journal.horizon():
        raise CursorExpiredError(
            "after: withdrawals after this cursor are forgotten. Read everything anew, "
            "then go on from `site.version`."
        )
    return number


def prepare_nodes(told: list[ToldChange], field: Any, info: Any) -> None:
    """What the changes are about, as it is now: in its own language, not in that of the answer."""
    keys = defaultdict(set)
    for each in told:
        if each.kind in MODELS and each.kind is not ContentKind.REDIRECT:
            keys[each.kind].add(each.change.object_id)
    found = {kind: readable_among(MODELS[kind], wanted) for kind, wanted in keys.items()}
    for objects in found.values():
        info.context.reader.remember(objects.values())
    for each in told:
        each.node = found.get(each.kind, {}).get(each.change.object_id)


def prepare_showing(told: list[ToldChange], field: Any, info: Any) -> None:
    """The tags and the paths of the pages that show what changed."""
    if told[0].tags:
        return
    showing = Showing([each.change for each in told], info.context.addresses)
    for each in told:
        each.tags = showing.tags(each.change)
        each.affected_paths = showing.paths(each.change)


SHAPES = (ChangeLog, ToldChange)
ROOTS = {"changes": changes}
PREPARATIONS = {
    "Change.node": prepare_nodes,
    "Change.tags": prepare_showing,
    "Change.affectedPaths": prepare_showing,
}
