"""Slugs by which records were known before they became part of another one."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Locale

from snippets.records import SLUG_LENGTH, Record

from .organisation import Organisation
from .person import Person

MERGED: tuple[type[Record], ...] = (Organisation, Person)
"""The kinds of records that may become one."""


class FormerSlug(models.Model):
    """A slug that leads to another record than the one that had it: somebody may have kept it."""

    kind = models.CharField(max_length=40)
    """Name of the model of the record."""
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=SLUG_LENGTH)
    translation_key = models.UUIDField(db_index=True)
    """Of the record that it leads to, in whatever language."""

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "slug", "locale"), name="former_slug_leads_to_one_record"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"


def kind_of(model: type[Record]) -> str:
    """How former slugs tell a model."""
    return model._meta.model_name


def formerly(model: type[Record], slugs: Iterable[str]) -> QuerySet:
    """The translation keys of the records to which former slugs lead; a slug that a record has now is
    its own."""
    former = FormerSlug.objects.filter(kind=kind_of(model), slug__in=slugs)
    taken = model.objects.filter(slug=OuterRef("slug"))
    return former.exclude(Exists(taken)).values("translation_key")


def remember_slug(record: Record, *, leads_to: Record) -> None:
    """Have the slug of a record that goes, and those that led to it, lead to another one."""
    kind, key = kind_of(type(record)), leads_to.translation_key
    FormerSlug.objects.filter(kind=kind, translation_key=record.translation_key).update(
        translation_key=key
    )
    FormerSlug.objects.update_or_create(
        kind=kind, slug=record.slug, locale=record.locale, defaults={"translation_key": key}
    )


def forget_slugs(record: Record) -> None:
    """Forget the slugs that led to a record which is gone, in all languages."""
    same = type(record).objects.filter(translation_key=record.translation_key)
    if not same.exists():
        kind = kind_of(type(record))
        FormerSlug.objects.filter(kind=kind, translation_key=record.translation_key).delete()
