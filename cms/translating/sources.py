"""What a translation was made from, and whether it still says the same.

Only what readers see of the source counts: its drafts are nobody's business but its author's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from cms.translating.models import MadeFrom
from pages.querysets import page_types
from snippets.records import Record

BOOKKEEPING = frozenset(
    {
        "alias_of",
        "depth",
        "draft_title",
        "expire_at",
        "expired",
        "first_published_at",
        "go_live_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "owner",
        "path",
        "pk",
        "url_path",
        "wagtail_admin_comments",
    }
)
"""What a version holds besides what is to be translated; the keys of its parts, too."""


class State(Enum):
    """How a translation stands to its source."""

    AGREES = "agrees"
    CHANGED = "changed"
    """Something else of the source is public now."""
    FORGOTTEN = "forgotten"
    """Something else is public, and the version it was made from is no more: it cannot be compared."""
    UNKNOWN = "unknown"
    """Nobody knows which version it was made from: the two were not made here one from the other."""


@dataclass(frozen=True)
class Standing:
    """A translation beside its source."""

    thing: Model
    source: Model
    known: MadeFrom | None
    version: Revision | None
    """What readers see of the source; None when they see nothing."""

    @property
    def state(self) -> State:
        """How it stands."""
        if self.version is None:
            return State.AGREES
        if self.known is None:
            return State.UNKNOWN
        if self.version.created_at <= self.known.saved_at:
            return State.AGREES
        if self.known.version is None:
            return State.FORGOTTEN
        was_overwritten = self.known.version.created_at > self.known.saved_at
        said = told(self.known.version.content)
        if not was_overwritten and said == told(self.version.content):
            return State.AGREES
        return State.CHANGED

    @property
    def is_behind(self) -> bool:
        """Whether somebody has to look at it."""
        return self.state is not State.AGREES


def translatable_models() -> list[type[Model]]:
    """What has translations: pages and records."""
    records = [model for model in apps.get_models() if issubclass(model, Record)]
    return [*page_types(), *records]


def kind_of(model: type[Model]) -> str:
    """The name of a model: pages.eventreport."""
    return model._meta.label_lower


def told(content: Any) -> Any:
    """What the content of a version says, without its bookkeeping."""
    if isinstance(content, list):
        return [told(each) for each in content]
    if isinstance(content, dict):
        return {name: told(each) for name, each in content.items() if name not in BOOKKEEPING}
    return content


def public_version(source: Model) -> Revision | None:
    """The version of a source that readers see, if they see one."""
    is_drafted = isinstance(source, DraftStateMixin)
    return source.live_revision if is_drafted else source.latest_revision


def version_taken(source: Model) -> Revision | None:
    """The version a copy of a source is made from: of a page, what readers see if they see it; of a
    record, what was saved last."""
    is_public_page = isinstance(source, Page) and source.live
    return source.live_revision if is_public_page else source.latest_revision


def agree(thing: Model, source: Model, version: Revision | None) -> None:
    """Note that a translation says what a version of its source says."""
    MadeFrom.objects.update_or_create(
        kind=kind_of(type(thing)),
        key=thing.pk,
        defaults={
            "source": source.pk,
            "version": version,
            "saved_at": version.created_at if version else timezone.now(),
        },
    )


def forget(thing: Model) -> None:
    """Note nothing more of what is gone, nor of what was made from it."""
    rows = MadeFrom.objects.filter(kind=kind_of(type(thing)))
    rows.filter(key=thing.pk).delete()
    rows.filter(source=thing.pk).delete()


def standing_of(thing: Model) -> Standing | None:
    """How something stands to its source; None for what is no translation."""
    if type(thing) not in translatable_models():
        return None
    return next(standings(type(thing), [thing.pk]), None)


def standings(model: type[Model], keys: Iterable[int] | None = None) -> Iterator[Standing]:
    """The translations of a kind, all or those of some keys, each beside its source.

    The source is what a translation was made from; where nobody knows, what stands in the language of the
    site. An alias follows its page by itself.
    """
    things = whole(model).order_by("pk")
    things = things if keys is None else things.filter(pk__in=keys)
    translations = [thing for thing in things if getattr(thing, "alias_of_id", None) is None]
    rows = MadeFrom.objects.filter(kind=kind_of(model)).select_related("version")
    known = {row.key: row for row in rows}
    sources = Sources(model, translations, known)
    for thing in translations:
        if source := sources.of(thing):
            yield Standing(thing, source, known.get(thing.pk), public_version(source))


def whole(model: type[Model]) -> QuerySet:
    """The things of a kind with their versions and who saved them."""
    is_drafted = issubclass(model, DraftStateMixin)
    version = "live_revision" if is_drafted else "latest_revision"
    return model._base_manager.select_related("locale", f"{version}__user")


class Sources:
    """What things were made from, looked up for all of them together."""

    def __init__(self, model: type[Model], things: list[Model], known: dict[int, MadeFrom]) -> None:
        self.known = known
        families = {thing.translation_key for thing in things}
        family = list(whole(model).filter(translation_key__in=families))
        self.by_key = {thing.pk: thing for thing in family}
        self.usual = {
            thing.translation_key: thing
            for thing in family
            if thing.locale.language_code == settings.LANGUAGE_CODE
        }

    def of(self, thing: Model) -> Model | None:
        """What a thing was made from; None for what is no translation."""
        if (row := self.known.get(thing.pk)) and row.source in self.by_key:
            return self.by_key[row.source]
        usual = self.usual.get(thing.translation_key)
        if usual is None or usual.pk == thing.pk:
            return None
        made_from_it = self.known.get(usual.pk)
        return None if made_from_it and made_from_it.source == thing.pk else usual
