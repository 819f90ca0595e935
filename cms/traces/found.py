"""What this installation holds of a person."""

import json
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import JSONField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.text import slugify
from wagtail.blocks import StreamValue
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex, Revision

from cms.traces.texts import Gone, changed_bodies
from pages.addresses import Addresses
from pages.kinds import KINDS
from pages.models import Quote, Speaker, Testimonial
from pages.models.base import StoryPage
from pages.querysets import page_types
from snippets.keys import holding_keys
from snippets.models import Person, Photo
from snippets.typesetting import typeset

STORIES = [model for model in page_types() if issubclass(model, StoryPage)]


class Traces:
    """A person in all languages, with what tells of them and nothing else."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.people = list(Person.objects.filter(translation_key=person.translation_key))
        self.keys = {each.pk for each in self.people}
        self.testimonials = list(Testimonial.objects.filter(person__in=self.keys))
        self.gone: Gone = {Person: self.keys, Page: {page.pk for page in self.testimonials}}

    @cached_property
    def names(self) -> set[str]:
        """Every name the person ever had here, with either apostrophe."""
        versions = Revision.objects.for_instance
        old = {
            revision.content.get("name", "") for each in self.people for revision in versions(each)
        }
        names = {name for name in {*old, *(each.name for each in self.people)} if name}
        return (
            names | {name.replace("’", "'") for name in names} | {typeset(name) for name in names}
        )

    def told_in(self, *texts: Any) -> bool:
        """Whether one of the names stands in texts as words of its own, or as a slug: who is called
        Ana is not told of in a canal."""
        spelled = {each for name in self.names for each in (name, slugify(name)) if each}
        words = "|".join(re.escape(each) for each in sorted(spelled))
        decoded = json.dumps(texts, ensure_ascii=False, default=str)
        return bool(spelled) and bool(re.search(rf"(?<!\w)({words})(?!\w)", decoded, re.IGNORECASE))

    @cached_property
    def speeches(self) -> list[Speaker]:
        """Their places among speakers."""
        return list(Speaker.objects.filter(person__in=self.keys).select_related("report"))

    @cached_property
    def pages(self) -> list[StoryPage]:
        """The pages in whose body they are named, and that stay."""
        return [
            page
            for model in STORIES
            for page in naming(model.objects.exclude(pk__in=self.gone[Page]), "body", self.gone)
            if changed_bodies(page, self.gone)
        ]

    @cached_property
    def telling_pages(self) -> list[StoryPage]:
        """These, and those where they are among the speakers."""
        found = [*self.pages, *(speech.report for speech in self.speeches)]
        return list(dict.fromkeys(found))

    @cached_property
    def revisions(self) -> QuerySet[Revision]:
        """The versions of pages that may name them."""
        pages = Revision.objects.page_revisions().exclude(
            object_id__in=[str(key) for key in self.gone[Page]]
        )
        return naming(pages, "content", self.gone, self.names)

    @cached_property
    def redirects(self) -> list[Redirect]:
        """What leads to their testimonials."""
        links = [path for page in self.testimonials if (path := self.addresses.path(page))]
        to_them = Q(redirect_page__in=self.gone[Page]) | Q(redirect_link__in=links)
        return list(Redirect.objects.filter(to_them))

    @cached_property
    def addresses(self) -> Addresses:
        """Where pages stand."""
        return Addresses.of_site()

    @cached_property
    def pictures(self) -> list[Photo]:
        """Their portraits."""
        chosen = [each.photo_id for each in self.people]
        chosen += [page.portrait_id for page in self.testimonials]
        return list(Photo.objects.filter(pk__in=filter(None, chosen)))

    @cached_property
    def own_pictures(self) -> list[Photo]:
        """The portraits that nothing else shows."""
        return [photo for photo in self.pictures if not self.others_showing(photo)]

    def others_showing(self, photo: Photo) -> bool:
        """Whether something that stays uses a picture."""
        users = ReferenceIndex.get_references_to(photo).values_list(
            "object_id", "base_content_type"
        )
        own = {(str(each.pk), base_type(each)) for each in (*self.people, *self.testimonials)}
        return any(user not in own for user in users)

    @cached_property
    def still_telling(self) -> list[Model]:
        """What stays and holds one of the names in a text that somebody has to read."""
        kept_out = {(type(each), each.pk) for each in (*self.people, *self.testimonials)}
        kept_out |= {(Photo, photo.pk) for photo in self.own_pictures}
        return [
            each
            for model in KINDS
            if model is not Quote
            for each in telling(model, self.names)
            if (model, each.pk) not in kept_out and self.told_in(*texts_of(each))
        ]


def base_type(thing: Model) -> int:
    """The content type under which the index of references files a thing."""
    return ReferenceIndex._get_base_content_type(thing).pk  # noqa: SLF001


def naming(rows: QuerySet, column: str, gone: Gone, names: Iterable[str] = ()) -> QuerySet:
    """The rows whose JSON may name what goes, by a key or by a name: a sieve, not a proof."""
    asked = holding_keys({key for each in gone.values() for key in each})
    return rows.annotate(told=Cast(column, TextField())).filter(asked | holding(["told"], names))


def texts_of(thing: Model) -> list[Any]:
    """The values of an object that are or hold texts, bodies as they are stored."""
    values = [getattr(thing, field.attname) for field in thing._meta.concrete_fields]
    return [list(each.raw_data) if isinstance(each, StreamValue) else each for each in values]


def telling(model: type[Model], names: Iterable[str]) -> QuerySet:
    """The objects of a model with a name in one of their texts."""
    columns, casts = [], {}
    for field in model._meta.concrete_fields:
        if isinstance(field, StreamField | JSONField):
            casts[f"text_of_{field.name}"] = Cast(field.name, TextField())
        elif field.get_internal_type() in ("CharField", "TextField", "SlugField"):
            columns.append(field.name)
    return model._default_manager.annotate(**casts).filter(holding([*columns, *casts], names))


def holding(columns: Iterable[str], names: Iterable[str]) -> Q:
    """The condition that a column holds a name, as written, as a slug, or as JSON writes it."""
    asked = Q(pk__in=[])
    for name in names:
        once = json.dumps(name)[1:-1]
        spellings = {name, slugify(name), once, json.dumps(once)[1:-1]}
        for column in columns:
            for spelling in spellings:
                asked |= Q(**{f"{column}__icontains": spelling})
    return asked
