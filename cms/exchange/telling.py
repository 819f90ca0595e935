"""Things as a file holds them."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Model
from modelcluster.fields import ParentalManyToManyField
from wagtail.blocks import Block, ChooserBlock
from wagtail.documents.models import AbstractDocument
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, DraftStateMixin, Page, PageViewRestriction

from cms.exchange.bodies import translated
from cms.exchange.kinds import BY_MODEL, FILES, fields_told, has_tags, name_of
from cms.exchange.references import Known, Ref
from cms.exchange.rich_texts import rich_out
from cms.exchange.shapes import State, adapter
from cms.newsletter.models import FrozenIssue
from pages.models import NewsletterIssue
from snippets.checking.spots import parts_of


class Teller:
    """Tells things in the words of a file; `known` names what they name."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.private = set(PageViewRestriction.objects.values_list("page_id", flat=True))
        self.folders = {each.pk: each for each in Collection.objects.all()}
        restricted = Collection.objects.filter(view_restrictions__isnull=False)
        self.private_folders = set(restricted.values_list("pk", flat=True))

    def tell(self, thing: Model, ref: Ref, *, parent: Ref | None = None) -> dict[str, Any]:
        """A thing as it stands in memory, without what is as it would be anyway."""
        told = {
            "type": name_of(BY_MODEL[type(thing)]),
            "key": ref.key,
            **({"locale": ref.locale} if ref.locale else {}),
            **self.content(thing),
        }
        if isinstance(thing, DraftStateMixin):
            told |= standing(thing)
        if isinstance(thing, Page):
            told["private"] = thing.pk in self.private
            told |= {"parent": str(parent)} if parent else {}
        if isinstance(thing, FILES):
            told |= {"file": file_of(thing), "collection": self.folder(thing.collection_id)}
        if isinstance(thing, NewsletterIssue):
            told["frozen"] = self.frozen(thing)
        return canonical(told)

    def content(self, thing: Model) -> dict[str, Any]:
        """The fields of a thing, its parts and its free words."""
        told = {field.name: self.value(field, thing) for field in fields_told(type(thing))}
        for name in parts_of(type(thing)):
            told[name] = [self.content(part) for part in getattr(thing, name).all()]
        if has_tags(type(thing)):
            told["tags"] = sorted(tag.name for tag in thing.tags.all())
        return told

    def value(self, field: models.Field, thing: Model) -> Any:
        """The value of a field."""
        value = field.value_from_object(thing)
        match field:
            case ParentalManyToManyField():
                refs = (self.known.ref(field.related_model, each.pk) for each in value)
                return sorted(filter(None, refs))
            case models.ForeignKey():
                return value and self.known.ref(field.related_model, value)
            case StreamField():
                return translated(field.stream_block, value.get_prep_value(), self.told)
            case RichTextField():
                return rich_out(value, self.known)
        return to_the_millisecond(value) if isinstance(value, datetime) else value

    def told(self, block: Block, value: Any) -> Any:
        """A choice or a rich text in a body."""
        if isinstance(block, ChooserBlock):
            return self.known.ref(block.model_class, value)
        return rich_out(value, self.known)

    def folder(self, key: int) -> dict[str, Any]:
        """A collection, from below the root downwards; private where one above it is."""
        folder = self.folders[key]
        way = [each for each in self.folders.values() if folder.path.startswith(each.path)]
        way.sort(key=lambda each: each.depth)
        private = any(each.pk in self.private_folders for each in way)
        return {"names": [each.name for each in way[1:]], "private": private}

    def frozen(self, issue: NewsletterIssue) -> dict[str, Any] | None:
        """An issue as it was sent, if it was."""
        sent = FrozenIssue.objects.filter(page=issue.pk).prefetch_related("items").first()
        if sent is None:
            return None
        names = ("number", "language", "frozen_at", "followed", "mjml", "mails", "told")
        items = [
            {"page": each.page_id and self.known.ref(Page, each.page_id), "told": each.told}
            for each in sent.items.all()
        ]
        return {**{name: getattr(sent, name) for name in names}, "items": items}


def to_the_millisecond(moment: datetime) -> datetime:
    """A moment as versions hold it."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def standing(thing: DraftStateMixin) -> dict[str, Any]:
    """How something stands, and since when."""
    return {
        "state": state_of(thing),
        "first_published_at": thing.first_published_at,
        "last_published_at": thing.last_published_at,
    }


def state_of(thing: DraftStateMixin) -> State:
    """How something stands."""
    if thing.live:
        return State.PUBLISHED
    if thing.approved_schedule:
        return State.SCHEDULED
    return State.WITHDRAWN if thing.first_published_at else State.DRAFT


def file_of(thing: AbstractImage | AbstractDocument) -> dict[str, str]:
    """The file of a picture or document; its name in the export begins with its own sum."""
    total = thing.file_hash or thing.get_file_hash()
    return {"path": f"files/{total}-{thing.filename}", "sha1": total}


def canonical(told: dict[str, Any]) -> dict[str, Any]:
    """What is told, in the one form that a file holds. Raises pydantic's ValidationError."""
    kind = BY_TYPE[told["type"]]
    return adapter(kind).validate_python(told).model_dump(mode="json", exclude_defaults=True)


BY_TYPE = {name_of(kind): kind for kind in BY_MODEL.values()}
