"""What editors write on pages and records: French is stored as it is printed, whoever saves it."""

from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.blocks import (
    Block,
    CharBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale
from wagtail.rich_text import RichText

from .rich_text import source_of
from .typesetting import typeset, typeset_html

NO_PROSE = (models.SlugField, models.URLField, models.EmailField, models.FilePathField)


class Written(models.Model):
    """Something with texts, which are typeset when it is saved; English ones stay as they are."""

    kept_as_typed: frozenset[str] = frozenset()
    """The fields whose texts are nobody's prose."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save what is typeset."""
        self.typeset(kwargs.get("update_fields"))
        super().save(*args, **kwargs)

    @property
    def written_in(self) -> str:
        """The tag of the language of its texts: the site's, for what has none of its own."""
        return settings.LANGUAGE_CODE

    def typeset(self, names: Any = None) -> None:
        """Typeset its texts as they stand in memory, or those of the fields `names`, if French."""
        if self.written_in.startswith("fr"):
            typeset_fields(self, names)


class Revised(Written):
    """Something with texts in a language of its own, and with drafts or versions: typeset as well."""

    class Meta:
        abstract = True

    @property
    def written_in(self) -> str:
        """The tag of its language; one that was never saved gets it from where it is put."""
        if self.locale_id is None:
            return (self.get_default_locale() or Locale.get_default()).language_code
        return self.locale.language_code

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """A version of what is typeset, the parts included."""
        self.typeset()
        return super().save_revision(*args, **kwargs)


class WrittenPart(Written):
    """Something with texts that is part of a page or record, and in the language of it."""

    class Meta:
        abstract = True

    @property
    def written_in(self) -> str:
        """The tag of the language of what it is part of."""
        return getattr(self, owner_field(type(self))).written_in


@cache
def owner_field(model: type[models.Model]) -> str:
    """The field by which a part tells what it belongs to."""
    return next(each.name for each in model._meta.fields if isinstance(each, ParentalKey))


@cache
def written_fields(model: type[Written]) -> list[models.Field]:
    """The fields of a model in which editors write prose."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | StreamField)
        and not isinstance(field, NO_PROSE)
        and field.editable
        and not field.choices
        and field.name not in model.kept_as_typed
    ]


def typeset_fields(thing: Written, names: Any = None) -> None:
    """Typeset what a thing and its parts hold in memory; what was not read from the database stays."""
    for field in written_fields(type(thing)):
        if field.attname in vars(thing) and (names is None or field.name in names):
            setattr(thing, field.attname, typeset_value(field, vars(thing)[field.attname]))
    for relation, parts in vars(thing).get("_cluster_related_objects", {}).items():
        if names is None or relation in names:
            for part in parts:
                if isinstance(part, WrittenPart):
                    typeset_fields(part)


def typeset_value(field: models.Field, value: Any) -> Any:
    """The value of a field, typeset."""
    if isinstance(field, StreamField):
        return typeset_block(field.stream_block, value)
    if not isinstance(value, str):
        return value
    return typeset_html(value) if isinstance(field, RichTextField) else fitting(value, field)


def fitting(text: str, field: Any) -> str:
    """A text, typeset; as it was typed where it would become too long for its field."""
    printed = typeset(text)
    most = getattr(field, "max_length", None)
    return text if most and len(printed) > most else printed


def typeset_block(block: Block, value: Any) -> Any:
    """The value of a block, with every text in it typeset, at any depth."""
    if not value:
        return value
    if isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            value[name] = typeset_block(child, value.get(name))
    elif isinstance(block, StreamBlock | ListBlock):
        for bound in value if isinstance(block, StreamBlock) else value.bound_blocks:
            bound.value = typeset_block(bound.block, bound.value)
    elif isinstance(block, RichTextBlock):
        return RichText(typeset_html(source_of(value)))
    elif isinstance(block, CharBlock | TextBlock):
        return fitting(value, block.field)
    return value
