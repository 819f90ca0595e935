"""An object in its latest saved state, made complete enough to answer every field."""

from typing import Any

from django.db.models import Model
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page

from pages.models import Quote
from pages.models.base import StoryPage
from pages.models.quotes import drafted_quotes
from snippets.blocks import choices_as_references
from snippets.drafts import Draft, is_held_in_memory, showing
from snippets.models import Person

DEPTH_OF_FRONT_PAGES = 2


def draft_of(stored: Model, typed: dict[str, Any] | None = None) -> Draft:
    """What a preview gives of an object: as it was saved last, or as it was typed."""
    latest = stored.get_latest_revision_as_object()
    thing = latest.with_content_json(typed) if typed else latest
    fill_holes(thing, stored)
    number_new_parts(thing)
    if isinstance(thing, Page):
        place(thing, stored)
    return with_quotes(thing) if isinstance(thing, StoryPage) else Draft(thing)


def fill_holes(thing: Model, stored: Model) -> None:
    """Give the fields that may not be empty a value; texts may, as "".

    Forms of drafts ask only for dates and choices of records: those are empty only when what was
    chosen has been deleted since.
    """
    for field in thing._meta.concrete_fields:
        value = getattr(thing, field.attname)
        if value is None and not field.null:
            setattr(thing, field.attname, getattr(stored, field.attname))
        elif value == "" and field.choices:
            setattr(thing, field.attname, field.get_default())


def number_new_parts(thing: Model) -> None:
    """Give the parts that were never published a key that tells them apart in one answer."""
    for relation in get_all_child_relations(type(thing)):
        name = relation.get_accessor_name()
        if is_held_in_memory(thing, name):
            for number, part in enumerate(getattr(thing, name).all(), 1):
                part.pk = part.pk or -number


def place(page: Page, stored: Page) -> None:
    """Publish the page in thought: now. The address of a front page has no slug in it."""
    now = timezone.now()
    page.first_published_at = stored.first_published_at or now
    page.last_published_at = now
    if page.depth == DEPTH_OF_FRONT_PAGES:
        page.url_path = stored.url_path


def with_quotes(page: StoryPage) -> Draft:
    """A page with the quotes that its draft tells, as far as the people quoted are readable."""
    with choices_as_references():
        told = drafted_quotes(page)
    with showing(Draft(page)):
        readable = Person.objects.readable().in_bulk({quote.person_id for quote in told})
    kept = [quote for quote in told if quote.person_id in readable]
    published = {(Quote, key) for key in page.quotes.values_list("pk", flat=True)}
    return Draft(page, kept, published - {(Quote, quote.pk) for quote in kept})


def nameless(model: type[Model], key: Any, language: int) -> Model:
    """A record that tells nothing but that it is there: its texts are empty, it is related to nothing.

    `language` is the key of the one it is told in.
    """
    record = model(pk=key, name="", slug="", locale_id=language)
    for relation in get_all_child_relations(model):
        getattr(record, relation.get_accessor_name()).set([])
    for field in get_all_child_m2m_relations(model):
        getattr(record, field.name).set([])
    return record
