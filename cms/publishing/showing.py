"""Which pages show something: those whose answers a change of it touches."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex

from cms.publishing.models import Change
from cms.publishing.states import MODELS
from pages.addresses import Addresses, prefix_of
from pages.kinds import KINDS, ContentKind
from pages.querysets import readable_pages

MOST = 100
"""Pages that are named one by one; more are told as more."""

WHOLE_SITE = {ContentKind.NAVIGATION.name, ContentKind.SITE.name}
HOPS = 2
"""A page names a person, whose affiliations name an organisation: a change of it shows on the page."""

Thing = tuple[int, str]
"""Content type of the model that holds the primary key, and the key."""


@dataclass(frozen=True)
class Shown:
    """A page that shows something."""

    kind: ContentKind
    key: int
    path: str


class Showing:
    """The pages that show the things of some changes, found for all of them together."""

    def __init__(self, changes: Iterable[Change], addresses: Addresses) -> None:
        self.addresses = addresses
        self.naming: dict[Thing, set[Thing]] = defaultdict(set)
        """What names each thing."""
        self.page_type = ContentType.objects.get_for_model(Page).pk
        things = {thing for change in changes if (thing := self.thing_of(change))}
        for _ in range(HOPS):
            things = self.look_up(things)
        naming = {thing for found in self.naming.values() for thing in found}
        self.pages = self.readable(naming)
        self.records = self.readable_records(naming)

    def thing_of(self, change: Change) -> Thing | None:
        """What a change is about, as the index of references knows it."""
        model = MODELS.get(ContentKind[change.kind])
        if model is None:
            return None
        base = Page if issubclass(model, Page) else model
        return ContentType.objects.get_for_model(base).pk, str(change.object_id)

    def look_up(self, things: set[Thing]) -> set[Thing]:
        """Note what names the things; gives those that may be named in turn, which pages are not."""
        keys = defaultdict(list)
        for type_id, key in things:
            keys[type_id].append(key)
        if not keys:
            return set()
        named = Q()
        for type_id, of_type in keys.items():
            named |= Q(to_content_type=type_id, to_object_id__in=of_type)
        rows = ReferenceIndex.objects.filter(named).values_list(
            "to_content_type", "to_object_id", "base_content_type", "object_id"
        )
        found = set()
        for to_type, to_key, by_type, by_key in rows.distinct():
            self.naming[to_type, to_key].add((by_type, by_key))
            found.add((by_type, by_key))
        return {thing for thing in found if thing[0] != self.page_type}

    def readable(self, things: set[Thing]) -> dict[str, Shown]:
        """The readable pages among the things, by key."""
        keys = [key for type_id, key in things if type_id == self.page_type]
        pages = readable_pages().filter(pk__in=keys).only("content_type", "locale_id", "url_path")
        return {
            str(page.pk): Shown(KINDS[page.specific_class], page.pk, path)
            for page in pages
            if (path := self.addresses.path(page))
        }

    def readable_records(self, things: set[Thing]) -> dict[Thing, str]:
        """The cache tags of the readable records among the things."""
        keys = defaultdict(list)
        for type_id, key in things:
            keys[type_id].append(key)
        tags = {}
        for type_id, of_type in keys.items():
            model = ContentType.objects.get_for_id(type_id).model_class()
            if type_id != self.page_type and model in KINDS:
                readable = model._default_manager.readable().filter(pk__in=of_type)
                for key in readable.values_list("pk", flat=True):
                    tags[type_id, str(key)] = tag_of(KINDS[model], key)
        return tags

    def naming_it(self, change: Change) -> set[Thing]:
        """What names the thing of a change, or names what names it."""
        naming = set(self.naming.get(self.thing_of(change) or (0, ""), ()))
        return naming | {each for thing in naming for each in self.naming.get(thing, ())}

    def of(self, change: Change) -> list[Shown] | None:
        """The pages that name the thing of a change; None when they are more than `MOST`."""
        shown = [
            self.pages[key]
            for kind, key in self.naming_it(change)
            if kind == self.page_type and key in self.pages
        ]
        return sorted(shown, key=lambda each: each.path) if len(shown) <= MOST else None

    def paths(self, change: Change) -> list[str] | None:
        """Where readers see the change: its own path, the lists above, the pages that name it.
        None when that is the whole site, or more than `MOST`."""
        is_blank = change.kind in WITH_A_PATH and not change.path
        shown = None if change.kind in WHOLE_SITE or is_blank else self.of(change)
        if shown is None:
            return None
        own = [path for path in (change.path, change.left_path) if path]
        above = [each for path in own for each in above_of(path, prefix_of(change.locale))]
        paths = list(dict.fromkeys([*own, *above, *(page.path for page in shown)]))
        return paths if len(paths) <= MOST else None

    def tags(self, change: Change) -> list[str]:
        """The cache tags of what it is, of the lists it stands in, and of the pages and records that
        name it; of all of a type where more than `MOST` do."""
        kind = ContentKind[change.kind]
        shown = self.of(change)
        pages = {tag_of(page.kind, page.key) for page in shown or ()}
        if shown is None:
            pages = {type_name(kind) for kind in PAGE_KINDS}
        records = {self.records[thing] for thing in self.naming_it(change) if thing in self.records}
        if len(records) > MOST:
            records = {tag.partition(":")[0] for tag in records}
        return sorted({type_name(kind), tag_of(kind, change.object_id)} | pages | records)


PAGE_KINDS = [kind for model, kind in KINDS.items() if issubclass(model, Page)]
WITH_A_PATH = {kind.name for kind in (*PAGE_KINDS, ContentKind.QUOTE, ContentKind.REDIRECT)}
"""Kinds whose lines tell a path, unless all traces were removed."""


def above_of(path: str, prefix: str) -> list[str]:
    """The paths above a path, down to the front page of its language."""
    steps = path.removeprefix(prefix).strip("/").split("/")[:-1]
    return ["/".join([prefix, *steps[:length], ""]) or "/" for length in range(len(steps), -1, -1)]


def type_name(kind: ContentKind) -> str:
    """The type of the schema that a kind has: the tag of every list of it."""
    model = MODELS.get(kind)
    return getattr(model, "graphql_name", model.__name__) if model else kind.name.capitalize()


def tag_of(kind: ContentKind, key: int) -> str:
    """The tag of one thing."""
    return f"{type_name(kind)}:{key}"
