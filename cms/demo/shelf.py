"""What a load has at hand: what it made and what it found, by model and slug."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from taggit.models import Tag
from wagtail.models import Locale, Page

from pages.models import Testimonial

from .filled import is_blank
from .models import DemoLoad, DemoObject
from .publishing import publish_page, publish_record
from .typography import typeset_all

if TYPE_CHECKING:
    from cms.accounts.models import User

Thing = TypeVar("Thing", bound=Model)


class Shelf:
    """Makes what is missing, leaves alone what is there, and records only what it made."""

    def __init__(self, load: DemoLoad) -> None:
        self.load = load
        self.locale = Locale.objects.get(language_code="fr")
        self.things: dict[tuple[type[Model], str], Any] = {}
        self.made: Counter[type[Model]] = Counter()
        self.writer: User | None = None
        self.publisher: User | None = None

    def get(self, model: type[Thing], slug: str) -> Thing:
        """The thing of that slug, which was made or found before."""
        return self.things[model, slug]

    def all_of(self, model: type[Thing], slugs: Iterable[str]) -> list[Thing]:
        return [self.get(model, slug) for slug in slugs]

    def put(self, thing: Thing, slug: str) -> Thing:
        self.things[type(thing), slug] = thing
        return thing

    def record(self, things: Iterable[Model]) -> None:
        """Remember that this load made the things."""
        things = list(things)
        kinds = ContentType.objects.get_for_models(*{type(thing) for thing in things})
        DemoObject.objects.bulk_create(
            DemoObject(load=self.load, content_type=kinds[type(thing)], object_id=thing.pk)
            for thing in things
        )
        self.made.update(type(thing) for thing in things)

    def file(self, thing: Thing, slug: str) -> Thing:
        """Record a thing that was just saved, and have it at hand."""
        self.record([thing])
        return self.put(thing, slug)

    def provide(self, model: type[Thing], slug: str, when: datetime, **values: Any) -> Thing:
        """The record of that slug: the one that is there, or a new public one."""
        found = model._default_manager.filter(slug=slug, locale=self.locale).first()
        if found is not None:
            return self.put(found, slug)
        record = model(slug=slug, locale=self.locale, **typeset_all(values))
        publish_record(record, when=when, writer=self.writer, publisher=self.publisher)
        return self.file(record, slug)

    def provide_page(self, page: Page, parent: Page, when: datetime) -> Any:
        """The page of that slug and type below `parent`: the one that is there, or this one, public."""
        found = type(page).objects.child_of(parent).filter(slug=page.slug).first()
        if found is not None:
            return self.put(found, page.slug)
        page.locale = parent.locale
        page.owner = self.writer
        page.live = False
        page.has_unpublished_changes = True
        page.first_published_at = when
        parent.add_child(instance=page)
        publish_page(page, when=when, writer=self.writer, publisher=self.publisher)
        return self.file(page, page.slug)

    def fill(self, page: Page, when: datetime, **values: Any) -> None:
        """Write on a page that was there before, unless somebody has; its revision is recorded."""
        if not is_blank(page):
            return
        for name, value in values.items():
            setattr(page, name, value)
        publish_page(page, when=when, writer=self.writer, publisher=self.publisher)
        self.record([page.latest_revision])

    def tags(self, *names: str) -> list[Tag]:
        """The tags of those names; the new ones are recorded."""
        found = [Tag.objects.get_or_create(name=name) for name in names]
        self.record([tag for tag, is_new in found if is_new])
        return [tag for tag, _ in found]

    def translate(self, page: Any, language: str, when: datetime, **values: Any) -> Any:
        """A published copy of the page in another language, with other values."""
        locale = Locale.objects.get(language_code=language)
        if page.has_translation(locale):
            return page.get_translation(locale)
        copy = page.copy_for_translation(locale)
        for name, value in {**values, "first_published_at": when, "owner": self.writer}.items():
            setattr(copy, name, value)
        copy.save()
        publish_page(copy, when=when, writer=self.writer, publisher=self.publisher)
        return self.file(copy, copy.slug)

    def testimonial(self, slug: str) -> Testimonial:
        """The testimonial of that slug."""
        return self.get(Testimonial, slug)
