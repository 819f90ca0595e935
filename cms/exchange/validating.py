"""What is told in the right shape is held against the rules of the models, and against what is there."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model
from wagtail.blocks import ListBlock, StructBlock
from wagtail.embeds.blocks import EmbedValue
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText

from cms.exchange.filling import fill
from cms.exchange.kinds import FILES, fields_told
from cms.exchange.reading import Content, Item, Problem
from cms.exchange.references import Known, Ref, root_of
from cms.exchange.shapes import State
from pages.kinds import MODELS
from pages.models import EventReport, NewsletterIssue
from snippets.blocks import choices_as_references
from snippets.checking.rules import COMMON_CHECKS
from snippets.checking.spots import parts_of, spots
from snippets.checking.subjects import Named, Subject
from snippets.records import Record

IDENTITY = {"locale", "slug", "translation_key"}
"""What tells things of a kind apart: it is compared for all of a file at once."""
GOING_OUT = {State.PUBLISHED, State.SCHEDULED}


class Validation:
    """Makes all things of a file in memory, as if those they name were there, and says what is wrong."""

    def __init__(self, content: Content, known: Known) -> None:
        self.content = content
        self.known = known
        self.locales = {each.language_code: each for each in Locale.objects.all()}
        unmade = count(-1, -1)
        self.keys = {item.ref: known.keys.get(item.ref) or next(unmade) for item in content.items}
        self.named = Named()
        self.things: list[tuple[Item, Model]] = []
        self.unknown: list[str] = []

    def problems(self) -> Iterator[Problem]:
        """What is wrong with any of the things."""
        with choices_as_references():
            for item in self.content.items:
                yield from self.of_item(item)
            for item, thing in self.things:
                yield from self.of_going_out(item, thing)
        yield from self.slugs()
        yield from self.editions()
        for number, each in enumerate(self.content.former_slugs):
            if each.locale not in self.locales:
                sentence = f"The language {each.locale} is not set up here."
                yield Problem(f"former_slugs[{number}]", sentence)
        for number, each in enumerate(self.content.redirects):
            if each.to_page and self.key_or_none(each.to_page) is None:
                yield Problem(f"redirects[{number}]", f"{each.to_page} is nowhere.")
            if bool(each.to_page) == bool(each.to_address):
                yield Problem(f"redirects[{number}]", "Tell to_page or to_address, one of the two.")

    def key_or_none(self, text: str) -> int | None:
        """The key of what a text names, in the file or here; None where it is in neither."""
        try:
            ref = Ref.read(text)
        except (KeyError, TypeError, ValueError):
            return None
        return self.keys.get(ref) or self.known.keys.get(ref)

    def key_of(self, text: str) -> int:
        """The key of what a text names; one of nothing, noted as unknown, where it is nowhere."""
        key = self.key_or_none(text)
        if key is None:
            self.unknown.append(text)
        return key or 0

    def of_item(self, item: Item) -> Iterator[Problem]:
        """Make a thing, and say what it is without."""
        self.unknown = []
        if item.ref.locale and item.ref.locale not in self.locales:
            yield Problem(item.place, f"The language {item.ref.locale} is not set up here.")
            return
        thing = MODELS[item.ref.kind](pk=self.keys[item.ref])
        if item.ref.locale:
            thing.locale = self.locales[item.ref.locale]
        fill(thing, item.told, str(item.ref), self.key_of)
        if parent := getattr(item.told, "parent", None):
            self.key_of(parent)
        for story in getattr(getattr(item.told, "frozen", None), "items", ()):
            if story.page:
                self.key_of(story.page)
        for each in dict.fromkeys(self.unknown):
            yield Problem(item.place, f"{each} is neither in the file nor here.")
        self.things.append((item, thing))
        if isinstance(thing, FILES):
            thing.file.name = item.told.file.path
            self.named.reader.found[type(thing)][thing.pk] = thing
        yield from self.of_rules(item, thing)

    def of_rules(self, item: Item, thing: Model) -> Iterator[Problem]:
        """What a thing breaks of the rules of its model and of those of its parts."""
        whole = getattr(item.told, "state", State.PUBLISHED) in GOING_OUT
        yield from broken(thing, item.place, whole=whole)
        for name in parts_of(type(thing)):
            for number, part in enumerate(getattr(thing, name).all()):
                yield from broken(part, f"{item.place} › {name} › {number}", whole=whole)

    def of_going_out(self, item: Item, thing: Model) -> Iterator[Problem]:
        """What forbids to publish a thing that is to go public."""
        if getattr(item.told, "state", None) not in GOING_OUT:
            return
        if isinstance(thing, NewsletterIssue) and item.told.frozen is None:
            yield Problem(item.place, "An issue is published here: bring it in as a draft.")
        found = list(spots(thing))
        self.named.look_up(
            choice for spot in found for choice in spot.choices if choice.pk and choice.pk > 0
        )
        for spot in found:
            if sentence := lack(spot.kind, spot.value):
                yield Problem(f"{item.place} › {way_of(spot.place.steps)}", sentence)
        subject = Subject(thing, found, self.named)
        checks = COMMON_CHECKS if isinstance(thing, NewsletterIssue) else thing.checks
        for check in checks:
            for finding in check(subject):
                if finding.rule.is_blocking:
                    way = way_of(finding.place.steps)
                    yield Problem(f"{item.place} › {way}", f"{finding.problem} {finding.rule.fix}")

    def slugs(self) -> Iterator[Problem]:
        """Slugs that two things of a kind and language have, or two pages below the same one."""
        taken = dict(stored_slugs())
        for item, thing in self.things:
            slug = getattr(thing, "slug", "")
            if not slug:
                continue
            above = item.told.parent if getattr(item.told, "parent", None) else ""
            place = (root_of(type(thing)), item.ref.locale, self.key_or_none(above), slug)
            owner = taken.setdefault(place, self.keys[item.ref])
            if owner != self.keys[item.ref]:
                yield Problem(f"{item.place} › slug", f"Something else has the slug {slug}.")

    def editions(self) -> Iterator[Problem]:
        """Editions of a series at a technopole that two reports of a language tell."""
        told: dict[tuple, Item] = {}
        for item, thing in self.things:
            if isinstance(thing, EventReport) and thing.series_id and thing.edition:
                edition = (item.ref.locale, thing.series_id, thing.technopole_id, thing.edition)
                if (other := told.setdefault(edition, item)) is not item:
                    yield Problem(f"{item.place} › edition", f"{other.place} has the same.")


def stored_slugs() -> Iterator[tuple[tuple, int]]:
    """Who has which slug: model, language, key of the page above, and slug."""
    pages = list(Page.objects.filter(depth__gt=1).values_list("pk", "path", "slug"))
    by_path = {path: pk for pk, path, _slug in Page.objects.values_list("pk", "path", "slug")}
    languages = dict(Page.objects.values_list("pk", "locale__language_code"))
    for pk, path, slug in pages:
        above = by_path[path[: -Page.steplen]] if len(path) > 2 * Page.steplen else None
        yield (Page, languages[pk], above, slug), pk
    for model in MODELS.values():
        if issubclass(model, Record):
            rows = model._base_manager.values_list("pk", "locale__language_code", "slug")
            yield from (((model, locale, None, slug), pk) for pk, locale, slug in rows)


def broken(thing: Model, place: str, *, whole: bool) -> Iterator[Problem]:
    """The rules of its model that a thing breaks; a draft may lack what it will need."""
    told = {field.name for field in fields_told(type(thing))}
    relations = {
        field.name for field in fields_told(type(thing)) if field.is_relation or field.many_to_many
    }
    hidden = {field.name for field in thing._meta.get_fields()} - told
    try:
        thing.clean_fields(exclude=relations | hidden)
        clean_alone(thing)
        thing.validate_constraints(exclude={*relations, *IDENTITY})
    except ValidationError as error:
        for name, sentences in error.message_dict.items():
            lacks = not whole and name in told and not getattr(thing, name)
            if not lacks:
                yield from (Problem(f"{place} › {name}", sentence) for sentence in sentences)


def clean_alone(thing: Model) -> None:
    """What a model asks of a thing itself; of a page, wherever it stands."""
    if isinstance(thing, Page):
        thing.clean_alone()
        return
    with suppress(ObjectDoesNotExist):  # It asks for something that the file brings along.
        thing.clean()


def lack(block: Any, value: Any) -> str | None:
    """What a block cannot be without, and is."""
    if isinstance(block, ListBlock):
        least = block.meta.min_num
        few = least and len(value or ()) < least
        return f"At least {least} are expected." if few else None
    is_field = hasattr(block, "field") and not isinstance(block, StructBlock)
    return "This may not be empty." if is_field and block.required and is_empty(value) else None


def is_empty(value: Any) -> bool:
    """Whether nothing was typed or chosen."""
    match value:
        case RichText():
            return not value.source.strip()
        case EmbedValue():
            return not value.url
    return value is None or not str(value).strip()


def way_of(steps: tuple) -> str:
    """The way to a value within a thing."""
    return " › ".join(map(str, steps))
