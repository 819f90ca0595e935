"""Public content, and beside it hidden content of every kind, each with a word of its own."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from pages.models import (
    EventReport,
    EventReportIndex,
    Home,
    StandardPage,
    Testimonial,
    TestimonialIndex,
)
from pages.told import update_told
from snippets.models import EventSeries, Organisation, Person, Sector, Technopole
from tests.factories import PARIS, make_collection, make_document, make_photo, saved
from tests.walls.marks import COMMON, Marks, Targets, fill

LONG_AGO = datetime(1987, 3, 5, 12, tzinfo=PARIS)
"""When hidden events were held: in no year of a public one."""
RECORDS = (Technopole, Organisation, Person)
STORIES = {EventReport: EventReportIndex, Testimonial: TestimonialIndex, StandardPage: Home}
RECORD_STATES = ("never published", "withdrawn", "scheduled", "about to begin", "expired")
"""The first one is that of pages from the start; records were public while others were written."""
PAGE_STATES = (*RECORD_STATES, "password", "login", "groups")


class World:
    """Everything there is: what readers may know, and what they may not."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.hidden: list[Model] = []
        self.waiting: list[tuple[Model, str]] = []
        with disable_reference_index_auto_update():
            self.write()

    def write(self) -> None:
        """Write everything, then hide what is to be hidden."""
        self.editor = fill(get_user_model()(), self.marks.word("a user"), Targets())
        self.editor.save()
        self.seen = self.public_things()
        targets = Targets(*self.seen, self.editor)
        self.hide_files()
        self.hide_records(targets)
        self.hide_pages(targets)
        self.write_unpublished_changes(targets)
        self.lead_to_what_is_hidden()
        for thing, state in self.waiting:
            hide(thing, state)
        self.tell_internally()

    def public_things(self) -> list[Model]:
        """One of each kind, each leading to the others."""
        photo = make_photo(
            title=self.marks.word("the title of a picture"),
            description=COMMON,
            credit=COMMON,
            licence=COMMON,
        )
        things: list[Model] = [photo, make_document(title=COMMON)]
        for model in (Sector, Technopole, Organisation, EventSeries, Person):
            things.append(saved(fill(model(), COMMON, Targets(*things, self.editor))))
        for model in (StandardPage, Testimonial, EventReport):
            things.append(self.page(model, COMMON, Targets(*things, self.editor)))
        return things

    def page(self, model: type[Page], word: str, targets: Targets, **fields: Any) -> Any:
        """A page of the model, filled; published unless it is told otherwise."""
        page = fill(model(), word, targets, fields.pop("told", None))
        page.show_in_menus = True
        if hasattr(page, "starts_at"):
            page.starts_at = datetime(2025, 7, 8, 12, tzinfo=PARIS) if word == COMMON else LONG_AGO
        return put(page, STORIES[model], **fields)

    def hide_files(self) -> None:
        """Pictures and documents of a private collection, and of one that lies in it."""
        private = make_collection(is_private=True)
        private.name = self.marks.word("the name of a private collection")
        private.save()
        for collection in (private, make_collection(parent=private)):
            word = self.marks.word("a picture of a private collection")
            fields = {"description": word, "credit": word, "licence": word, "title": word}
            self.hidden.append(make_photo(**fields, collection=collection, name=f"{word}.png"))
            word = self.marks.word("a document of a private collection")
            self.hidden.append(make_document(title=word, collection=collection, name=f"{word}.pdf"))

    def hide_records(self, targets: Targets) -> None:
        """A record of each kind in each state; it enters it when everything is written."""
        for model in RECORDS:
            for state in RECORD_STATES:
                word = self.marks.word(f"a {model.__name__} that is {state}")
                self.waiting.append((saved(fill(model(), word, targets)), state))
        self.hidden += [record for record, _ in self.waiting]

    def hide_pages(self, targets: Targets) -> None:
        """A page of each kind in each state, below a private page, and told by nobody."""
        for model in STORIES:
            for state in PAGE_STATES:
                word = self.marks.word(f"a {model.__name__}: {state}")
                page = self.page(model, word, targets, live=state != "never published")
                self.waiting.append((page, state))
                self.hidden.append(page)
        english = Locale.objects.get(language_code="en")
        front = translated(Home.objects.get(), english)
        for model, above in STORIES.items():
            is_story = above is not Home
            parent = (
                translated(above.objects.get(), english)
                if is_story
                else self.page(StandardPage, self.marks.word("a private page"), targets)
            )
            self.waiting.append((parent, "login"))
            word = self.marks.word(f"a {model.__name__} below a private page")
            child = self.page(model, word, targets, parent=parent)
            self.waiting.append((child, "nothing but its place"))
            self.hidden.append(child)
        self.seen.append(front)
        word = self.marks.word("a Testimonial of a hidden person")
        self.hidden.append(self.page(Testimonial, word, Targets(*self.records(Person), *self.seen)))

    def records(self, *kinds: type[Model]) -> list[Any]:
        """The hidden things of these kinds."""
        return [each for each in self.hidden if isinstance(each, kinds)]

    def write_unpublished_changes(self, targets: Targets) -> None:
        """New texts of public things that nobody published, and drafts of their translations."""
        english = Locale.objects.get(language_code="en")
        for thing in self.seen:
            if not hasattr(thing, "has_unpublished_changes") or thing.locale == english:
                continue
            name = type(thing).__name__
            draft = fill(
                type(thing).objects.get(pk=thing.pk),
                self.marks.word(f"unpublished changes of a {name}"),
                targets,
            )
            draft.save_revision(user=self.editor)
            if not isinstance(thing, EventReport | Testimonial):
                copy = thing.copy_for_translation(english)
                word = self.marks.word(f"the draft of a translation of a {name}")
                keep = saved if not isinstance(copy, Page) else Page.save
                fill(copy, word, targets).live = False
                keep(copy)

    def lead_to_what_is_hidden(self) -> None:
        """Public things that point to hidden ones wherever they can."""
        targets = Targets(*self.hidden, *self.seen[2:3], self.editor)
        for model in (EventReport, StandardPage):
            told = self.marks.word(f"what a {model.__name__} says of somebody hidden")
            self.seen.append(
                self.page(model, COMMON, targets, told=told, slug=f"{COMMON}-2", title=COMMON)
            )
        for model in (Technopole, Organisation, Person, EventSeries):
            told = self.marks.word(f"what a {model.__name__} says of something hidden")
            record = fill(model(slug=""), COMMON, targets, told)
            record.slug = f"{COMMON}-2"
            self.seen.append(saved(record))

    def tell_internally(self) -> None:
        """What only the admin shows: redirects to hidden pages, groups, the log."""
        Group.objects.create(name=self.marks.word("the name of a group"))
        for page in self.records(Page):
            address = self.marks.word(f"a redirect to {self.marks.told.get(page.slug)}")
            Redirect.objects.create(
                old_path=f"/{address}", redirect_page=page, site=Site.objects.get()
            )
        note = {"reason": self.marks.word("a line of the log")}
        for thing in self.seen:
            log(thing, "wagtail.edit", user=self.editor, data=note)


def put(page: Page, below: type[Page], **fields: Any) -> Any:
    """A filled page in the tree, with its quotes and mentions once it was published."""
    for name in ("slug", "title"):
        if name in fields:
            setattr(page, name, fields[name])
    parent = fields.get("parent") or below.objects.order_by("path").first()
    page.live, page.locale = fields.get("live", True), parent.locale
    if page.live:
        page.first_published_at = page.last_published_at = timezone.now()
    parent.add_child(instance=page)
    if page.live:
        update_told(page)
    return page


def translated(page: Page, locale: Locale) -> Any:
    """The page in another language, published."""
    copy = page.copy_for_translation(locale, copy_parents=True)
    copy.get_latest_revision().publish()
    return type(page).objects.get(pk=copy.pk)


def hide(thing: Any, state: str) -> None:
    """Put a published thing into a state in which nobody may read it, as time and editors do."""
    fresh, now = type(thing).objects.get(pk=thing.pk), timezone.now()
    rows = type(thing).objects.filter(pk=thing.pk)
    if state in ("password", "login", "groups"):
        PageViewRestriction.objects.create(
            page=thing, restriction_type=state, password=f"{thing.slug}"
        )
    elif state == "expired":
        fresh.expire_at = now + timedelta(days=1)
        fresh.save_revision().publish()
        rows.update(expire_at=now - timedelta(seconds=1))
    elif state in OUT_OF_FORCE:
        fresh.unpublish()
        rows.update(**OUT_OF_FORCE[state])


OUT_OF_FORCE: dict[str, dict[str, Any]] = {
    "never published": {"first_published_at": None},
    "withdrawn": {},
    "scheduled": {"go_live_at": timezone.now() + timedelta(days=1)},
    "about to begin": {"live": True, "go_live_at": timezone.now() + timedelta(days=1)},
}
