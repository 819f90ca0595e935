"""A validated file is brought in: each thing in a transaction of its own, so that editors publish meanwhile
and an import that was killed goes on where it was."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from hashlib import sha1
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    DraftStateMixin,
    Locale,
    Page,
)

from cms.api.changes import cursor_of
from cms.checking.everything import as_it_counts
from cms.exchange.filling import fill, fill_fields
from cms.exchange.kinds import FILES, ORDER, SINGLE, uuid_of
from cms.exchange.reading import (
    Content,
    Item,
    Problem,
    RefusedError,
    Source,
    missing_files,
    repeated,
    shaped,
)
from cms.exchange.references import Known, Ref
from cms.exchange.shapes import Folder, Forwarding, Frozen
from cms.exchange.telling import Teller, file_of, state_of
from cms.exchange.validating import Validation
from cms.exchange.writing import (
    PRIVATE,
    folder_called,
    go_out,
    goes_out_at_once,
    publish_new,
    restrict,
    write_former_slug,
    write_record,
    write_video,
)
from cms.newsletter.models import FrozenIssue, FrozenItem
from cms.publishing.journal import head, one_change
from pages.kinds import MODELS, ContentKind
from pages.models import NewsletterIssue
from snippets.checking.checked import known_ready
from snippets.deleted_files import let_go
from snippets.models import Photo

Progress = Callable[[Iterable[Item], int], Iterator[Item]]


class Done(StrEnum):
    """What was done with a thing."""

    MADE = "made"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Import:
    """A file that was read and validated. Raises RefusedError, with all that is wrong, from the start."""

    def __init__(self, path: Path) -> None:
        self.source = Source(path)
        told = self.source.content()
        self.content, problems = shaped(told)
        self.known = Known()
        problems += repeated(self.content.items)
        problems += missing_files(self.content.items, self.source)
        problems += Validation(self.content, self.known).problems()
        if problems:
            raise RefusedError(problems)
        self.teller = Teller(self.known)
        self.locales = {each.language_code: each for each in Locale.objects.all()}
        self.items = {item.ref: item for item in self.content.items}
        self.there = frozenset(self.known.keys)
        """What was there before."""

    def changes(self) -> Iterator[tuple[Item, Done]]:
        """What bringing it in would do, as things stand."""
        for item in in_order(self.content):
            if item.ref not in self.there:
                yield item, Done.MADE
            else:
                yield item, Done.UNCHANGED if self.is_unchanged(item) else Done.CHANGED

    def run(self, progress: Progress) -> Iterator[tuple[Item, Done]]:
        """Bring it in. Raises RefusedError where something is refused that was right a moment ago."""
        for video in self.content.videos:
            write_video(video)
        items = in_order(self.content)
        for item in progress(items, len(items)):
            is_new = item.ref not in self.there
            if not is_new and self.is_unchanged(item):
                yield item, Done.UNCHANGED
                continue
            try:
                with known_ready():
                    self.write(item)
            except ValidationError as error:
                raise RefusedError(
                    [Problem(item.place, each) for each in error.messages]
                ) from error
            yield item, Done.MADE if is_new else Done.CHANGED
        with one_change():
            for each in self.content.redirects:
                self.write_redirect(each)
            for each in self.content.former_slugs:
                write_former_slug(each, self.locales[each.locale])

    def key_of(self, text: str) -> int:
        """The key of what a text names; what is told further down is begun as a draft."""
        ref = Ref.read(text)
        if ref not in self.known.keys:
            self.begin(self.items[ref])
        return self.known.keys[ref]

    def begin(self, item: Item) -> None:
        """Make a draft that holds little, so that it can be named: it is written in its turn."""
        thing = self.new(item)
        if isinstance(thing, FILES):
            self.write(item)
            return
        if not isinstance(thing, Page):
            fill_fields(thing, item.told, str(item.ref), self.key_of)
            thing.live = False
            thing.save()
        else:
            thing.title, thing.slug, thing.live = item.told.title, item.told.slug, False
            needed = (
                each for each in thing._meta.concrete_fields if not each.null and each.editable
            )
            for field in needed:
                if isinstance(field, models.ForeignKey | models.DateTimeField):
                    told = getattr(item.told, field.name, None)
                    is_key = isinstance(field, models.ForeignKey)
                    if told is not None:
                        setattr(thing, field.attname, self.key_of(told) if is_key else told)
            self.parent_of(item).add_child(instance=thing)
        self.known.add(item.ref, thing.pk)

    def new(self, item: Item) -> Any:
        """A thing in memory that has its key and its language."""
        model = MODELS[item.ref.kind]
        if issubclass(model, FILES):
            return model(key=uuid_of(item.ref.kind, item.ref.key))
        thing = model(locale=self.locales[item.ref.locale])
        if item.ref.kind not in SINGLE:
            thing.translation_key = uuid_of(item.ref.kind, item.ref.key)
        elif other := model._base_manager.first():
            thing.translation_key = other.translation_key
        return thing

    def parent_of(self, item: Item) -> Page:
        """The page below which a page stands."""
        if item.ref.kind is ContentKind.HOME:
            return Page.get_first_root_node()
        return Page.objects.get(pk=self.key_of(item.told.parent))

    def stored(self, item: Item) -> Any:
        """What there is of a thing, as it counts: what readers see, else its draft."""
        model = MODELS[item.ref.kind]
        return as_it_counts(model._base_manager.get(pk=self.known.keys[item.ref]))

    def is_unchanged(self, item: Item) -> bool:
        """Whether a thing is as it is told already."""
        thing = self.stored(item)
        before = self.teller.content(thing)
        told = self.new(item)
        told.pk = thing.pk
        try:
            fill(told, item.told, str(item.ref), self.known.key)
        except KeyError:
            return False
        told.typeset()
        return before == self.teller.content(told) | tags_of(item, told) and self.stands(
            thing, item
        )

    def stands(self, thing: Any, item: Item) -> bool:
        """Whether a thing stands as it is told: its state, its days, its place, its file."""
        told = item.told
        if isinstance(thing, FILES):
            folder, wanted = self.teller.folder(thing.collection_id), told.collection
            is_hidden = folder["private"] or not wanted.private
            is_there = folder["names"] == wanted.names and is_hidden
            return is_there and file_of(thing)["sha1"] == told.file.sha1
        if isinstance(thing, DraftStateMixin) and not same_days(thing, told):
            return False
        if not isinstance(thing, Page):
            return True
        above = getattr(told, "parent", None)
        is_below = above is None or thing.get_parent().pk == self.known.key(above)
        return is_below and told.private == (thing.pk in self.teller.private)

    @one_change()
    def write(self, item: Item) -> None:
        """Write a thing as it is told."""
        if issubclass(MODELS[item.ref.kind], FILES):
            self.write_file(item)
            return
        is_new = item.ref not in self.known.keys
        thing = self.new(item) if is_new else self.latest(item)
        fill(thing, item.told, str(item.ref), self.key_of)
        if is_new and item.ref in self.known.keys:  # What it names names it in turn.
            thing = self.latest(item)
            fill(thing, item.told, str(item.ref), self.key_of)
        if not isinstance(thing, DraftStateMixin):
            thing.clean()
            thing.save()
            thing.save_revision()
        elif isinstance(thing, Page):
            self.write_page(thing, item)
        else:
            write_record(thing, item)
        self.known.add(item.ref, thing.pk)

    def latest(self, item: Item) -> Any:
        """What is there of a thing, as it was last saved."""
        thing = MODELS[item.ref.kind]._base_manager.get(pk=self.known.keys[item.ref])
        has_drafts = isinstance(thing, DraftStateMixin)
        return thing.get_latest_revision_as_object() if has_drafts else thing

    def write_page(self, page: Any, item: Item) -> None:
        """Write a page, below the one it stands below."""
        if page.pk is None and goes_out_at_once(item) and not isinstance(page, NewsletterIssue):
            publish_new(page, self.parent_of(item), item)
            restrict(page, private=item.told.private)
            return
        if page.pk is None:
            page.live = False
            self.parent_of(item).add_child(instance=page)
        elif getattr(item.told, "parent", None):
            parent = self.parent_of(item)
            if page.get_parent().pk != parent.pk:
                page.move(parent, "last-child")
                page.refresh_from_db(fields=["path", "depth", "url_path"])
        restrict(page, private=item.told.private)
        if isinstance(page, NewsletterIssue) and item.told.frozen:
            self.keep_sent(page, item.told.frozen)
        go_out(page, item)

    def keep_sent(self, page: NewsletterIssue, sent: Frozen) -> None:
        """Keep an issue as it was sent elsewhere; one that is kept already stays."""
        if FrozenIssue.objects.filter(page=page.pk).exists():
            return
        told = sent.model_dump(exclude={"items", "frozen_at"})
        frozen = FrozenIssue.objects.create(page_id=page.pk, cursor=cursor_of(head()), **told)
        FrozenIssue.objects.filter(pk=frozen.pk).update(frozen_at=sent.frozen_at)
        for number, each in enumerate(sent.items):
            key = self.key_of(each.page) if each.page else None
            FrozenItem.objects.create(issue=frozen, sort_order=number, page_id=key, told=each.told)
        Page.objects.filter(pk=page.pk).update(locked=True, locked_at=timezone.now())

    def write_file(self, item: Item) -> None:
        """Write a picture or document, with its file unless it is the same."""
        key = self.known.keys.get(item.ref)
        model = MODELS[item.ref.kind]
        thing = model._base_manager.get(pk=key) if key else self.new(item)
        fill_fields(thing, item.told, str(item.ref), self.key_of)
        if thing.pk is None or file_of(thing)["sha1"] != item.told.file.sha1:
            let_go(thing.file)
            data = self.source.read(item.told.file.path)
            name = item.told.file.path.removeprefix(f"files/{item.told.file.sha1}-")
            thing.file = ContentFile(data, name.removeprefix("files/"))
            thing.file_size = len(data)
            thing.file_hash = sha1(data, usedforsecurity=False).hexdigest()
        thing.collection = self.folder(item.told.collection)
        if isinstance(thing, Photo):
            thing.files_can_wait = True
        thing.clean()
        thing.save()
        thing.tags.set(item.told.tags)
        self.known.add(item.ref, thing.pk)

    def folder(self, told: Folder) -> Collection:
        """The collection of these names, made where it is missing; private where it is told so."""
        folder = folder_called(told.names)
        self.teller.folders[folder.pk] = folder
        if told.private and not self.teller.folder(folder.pk)["private"]:
            self.teller.private_folders.add(folder.pk)
            CollectionViewRestriction.objects.create(collection=folder, restriction_type=PRIVATE)
        return folder

    def write_redirect(self, told: Forwarding) -> None:
        """Write an old path, if it leads elsewhere by now."""
        page = self.key_of(told.to_page) if told.to_page else None
        values = {
            "redirect_page_id": page,
            "redirect_link": told.to_address,
            "is_permanent": told.permanent,
        }
        if not Redirect.objects.filter(old_path=told.path, **values).exists():
            Redirect.objects.update_or_create(old_path=told.path, defaults=values)


def in_order(content: Content) -> list[Item]:
    """The things of a file, those first that others name; the rest as they are told."""
    order = {kind: number for number, kind in enumerate(ORDER)}
    return sorted(content.items, key=lambda item: order[item.ref.kind])


def tags_of(item: Item, thing: Any) -> dict[str, Any]:
    """The free words of a picture or document, which has them in the database alone."""
    return {"tags": sorted(item.told.tags)} if isinstance(thing, FILES) else {}


def same_days(thing: Any, told: Any) -> bool:
    """Whether something stands as it is told, since the days that are told."""
    names = ("first_published_at", "last_published_at")
    days = ((getattr(told, name), getattr(thing, name)) for name in names)
    return state_of(thing) == told.state and all(day in (None, own) for day, own in days)
