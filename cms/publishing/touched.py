"""What a transaction touched, and what that reaches: the objects whose answers may be others now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page

from cms.publishing.states import among, chunks
from pages.kinds import KINDS, ContentKind
from pages.models import Quote, Testimonial
from snippets.models import Attachment, Photo

Keys = set[int]
PAGE_KINDS = tuple(kind for model, kind in KINDS.items() if issubclass(model, Page))


class Touched:
    """Keys by kind. `changed` are those that were written themselves; `reached` those that may
    have become readable, hidden or moved by what happened to something else."""

    def __init__(self) -> None:
        self.changed: dict[ContentKind, Keys] = defaultdict(set)
        self.reached: dict[ContentKind, Keys] = defaultdict(set)
        self.subtrees: Keys = set()
        """Pages below which everything is reached."""
        self.collections: Keys = set()
        """Collections below which everything is reached."""
        self.forgotten: dict[ContentKind, Keys] = defaultdict(set)
        """What is to be told by id and kind only."""
        self.whole: set[ContentKind] = set()
        """Kinds that are compared whole: the menu and the site are no rows of a table."""

    def __bool__(self) -> bool:
        return any(vars(self).values())

    def add(self, *things: Model) -> None:
        """Objects that were written or deleted; those of no kind readers know are passed over."""
        for thing in things:
            self.add_key(model_of(thing), thing.pk)

    def add_key(self, model: type[Model], key: int | None) -> None:
        """An object that was written, told by its key."""
        if (kind := kind_of(model)) is not None and key is not None:
            self.changed[kind].add(key)

    def forget(self, *things: Model) -> None:
        """Objects that go and leave no trace of where they stood."""
        for thing in things:
            if (kind := kind_of(model_of(thing))) is not None:
                self.forgotten[kind].add(thing.pk)

    def keys(self, kind: ContentKind) -> Keys:
        """All keys of a kind that are to be looked at."""
        return self.changed[kind] | self.reached[kind]

    def changed_pages(self) -> Iterator[tuple[ContentKind, Keys]]:
        """The pages that were written, by kind."""
        return ((kind, self.changed[kind]) for kind in PAGE_KINDS if self.changed[kind])

    def expand(self, moved: Iterable[int]) -> None:
        """Add what the touched things reach. `moved` are pages that stand elsewhere now."""
        self.subtrees |= set(moved)
        self.reach_below_pages()
        self.reach_in_collections()
        self.reach_what_people_said()
        self.reach_what_pages_carry()
        if any(self.keys(kind) for kind in PAGE_KINDS):
            self.whole.add(ContentKind.NAVIGATION)

    def add_site(self) -> None:
        """The site, its languages, and with them the place of every page and of what it carries."""
        self.whole |= {ContentKind.SITE, ContentKind.NAVIGATION, *PAGE_KINDS}
        self.whole |= {ContentKind.QUOTE, ContentKind.REDIRECT}

    def reach_below_pages(self) -> None:
        """Everything at and below the pages."""
        types = ContentType.objects.get_for_models(*KINDS)
        kinds = {kind.pk: KINDS[model] for model, kind in types.items()}
        for path in Page.objects.filter(pk__in=self.subtrees).values_list("path", flat=True):
            below = Page.objects.filter(path__startswith=path, content_type__in=kinds)
            for key, type_id in below.values_list("pk", "content_type_id"):
                self.reached[kinds[type_id]].add(key)

    def reach_in_collections(self) -> None:
        """The pictures and documents in the collections and in those below."""
        paths = Collection.objects.filter(pk__in=self.collections).values_list("path", flat=True)
        for path in paths:
            for model in (Photo, Attachment):
                inside = model.objects.filter(collection__path__startswith=path)
                self.reached[KINDS[model]].update(inside.values_list("pk", flat=True))

    def reach_what_people_said(self) -> None:
        """Testimonials and quotes cannot be read without their person."""
        people = self.keys(ContentKind.PERSON)
        self.reach(Testimonial, "person", people)
        self.reach(Quote, "person", people)

    def reach_what_pages_carry(self) -> None:
        """Quotes and redirects cannot be read without their page."""
        pages = {key for kind in PAGE_KINDS for key in self.keys(kind)}
        self.reach(Quote, "page", pages)
        self.reach(Redirect, "redirect_page", pages)

    def reach_paths(self, paths: Iterable[str]) -> None:
        """Redirects do not lead away from where a page stands, and of twins one leads."""
        keys = self.keys(ContentKind.REDIRECT)
        taken = Redirect.objects.filter(pk__in=keys).values_list("old_path", flat=True)
        found = {path.rstrip("/") or "/" for path in (*paths, *taken) if path}
        self.reach(Redirect, "old_path", found)

    def reach(self, model: type[Model], field: str, keys: set[Any]) -> None:
        """The objects of a model whose `field` is one of the keys."""
        for part in chunks(keys):
            found = among(model._default_manager.all(), part, field)
            self.reached[kind_of(model)].update(found.values_list("pk", flat=True))


def model_of(thing: Model) -> type[Model]:
    """The model of an object; of a page, the one of its own type."""
    return (isinstance(thing, Page) and thing.specific_class) or type(thing)


def kind_of(model: type[Model]) -> ContentKind | None:
    """The kind of a model that readers know."""
    return ContentKind.REDIRECT if model is Redirect else KINDS.get(model)
