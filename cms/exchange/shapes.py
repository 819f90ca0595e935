"""The shape of a file, made of the models and blocks themselves: what is validated and what the schema says.

Texts may be empty where a draft may leave them so; what goes public is checked besides.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    create_model,
)
from wagtail.blocks import (
    Block,
    BooleanBlock,
    ChoiceBlock,
    ChooserBlock,
    DateBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
)
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin

from cms.exchange.kinds import (
    ORDER,
    SINGLE,
    fields_told,
    has_tags,
    is_page,
    name_of,
)
from cms.exchange.references import KEY, kinds_of, pattern_of
from pages.kinds import DESCRIPTIONS, KINDS, MODELS, ContentKind
from snippets.checking.spots import parts_of
from snippets.models import Attachment, Photo
from snippets.models.former import MERGED

FORMAT = "technopole-content"
VERSION = 1
NAMED = {"name", "title"}
"""What nothing can be without, not even a draft."""


class State(StrEnum):
    """How something stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Shape(BaseModel):
    """Something in a file, which holds nothing else than what is told here."""

    model_config = ConfigDict(extra="forbid")


def names(model: type[models.Model]) -> Any:
    """A text that names a thing of a model."""
    return Annotated[str, StringConstraints(pattern=pattern_of(kinds_of(model)))]


def text(field: Any) -> Any:
    """A text that is no longer than its field."""
    most = getattr(field, "max_length", None)
    least = 1 if getattr(field, "name", "") in NAMED else None
    return Annotated[str, StringConstraints(max_length=most, min_length=least)]


PLAIN = (
    (models.BooleanField, bool),
    (models.IntegerField, Annotated[int, Field(ge=0)]),
    (models.DecimalField, Decimal),
    (models.DateTimeField, AwareDatetime),
    (models.DateField, date),
)
"""What fields hold that are no texts; the first that fits counts."""


def of_field(field: models.Field) -> tuple[Any, Any]:
    """Type and default of a field of a model; `...` where it has to be told."""
    match field:
        case StreamField():
            return list[of_stream(type(field.stream_block))], []
        case ParentalManyToManyField():
            return list[names(field.related_model)], []
        case models.ForeignKey():
            return optional(names(field.related_model), missing(field))
    for kind, held in PLAIN:
        if isinstance(field, kind):
            return optional(held, missing(field))
    if field.choices:
        return Literal[tuple(value for value, _label in field.choices)], field.get_default()
    return text(field), ... if field.name in NAMED else ""


def missing(field: models.Field) -> Any:
    """What a field holds that is not told; `...` where it has to be."""
    if field.null:
        return None
    return field.get_default() if field.has_default() else ...


def optional(kind: Any, default: Any) -> tuple[Any, Any]:
    """A type that may be null where its default is."""
    return (kind | None if default is None else kind), default


def of_block(block: Block) -> tuple[Any, Any]:
    """Type and default of the value of a block."""
    match block:
        case StructBlock():
            return of_struct(type(block)), ...
        case ListBlock():
            return list[item_of(block.child_block)], []
        case StreamBlock():
            return list[of_stream(type(block))], []
        case ChooserBlock():
            return names(block.model_class) | None, None
    return of_plain_block(block)


def of_plain_block(block: Block) -> tuple[Any, Any]:
    """Type and default of a block that is one field."""
    match block:
        case RichTextBlock():
            return str, ""
        case BooleanBlock():
            return bool, False
        case DateBlock():
            return date | None, None
        case ChoiceBlock():
            values = [value for value, _label in block.field.choices if value]
            return Literal[tuple(values)], block.get_default() or values[0]
    return text(block.field), ""


@cache
def of_struct(kind: type[StructBlock]) -> type[Shape]:
    """A block of fields."""
    fields = {name: of_block(child) for name, child in kind().child_blocks.items()}
    return create_model(kind.__name__, __base__=Shape, **fields)


def item_of(block: Block) -> type[Shape]:
    """An item of a list of blocks."""
    chosen = block.model_class.__name__ if isinstance(block, ChooserBlock) else type(block).__name__
    return item_called(f"{chosen}Item", *of_block(block))


@cache
def item_called(title: str, kind: Any, default: Any) -> type[Shape]:
    """An item of a list, whose value is of a kind."""
    fields = {
        "type": (Literal["item"], "item"),
        "id": (str | None, None),
        "value": (kind, default),
    }
    return create_model(title, __base__=Shape, **fields)


@cache
def of_stream(stream: type[StreamBlock]) -> Any:
    """A block of a body, told apart by its type."""
    kinds = []
    for name, child in stream().child_blocks.items():
        kind, default = of_block(child)
        fields = {"type": (Literal[name], ...), "id": (str | None, None), "value": (kind, default)}
        kinds.append(create_model(f"{stream.__name__}_{name}", __base__=Shape, **fields))
    return Annotated[reduce(or_, kinds), Field(discriminator="type")]


@cache
def of_part(model: type[models.Model]) -> type[Shape]:
    """A part of a thing."""
    fields = {field.name: of_field(field) for field in fields_told(model)}
    return create_model(model.__name__, __base__=Shape, **fields)


class FileOf(Shape):
    """The file of a picture or document."""

    path: Annotated[str, StringConstraints(pattern=r"^files/[^/\\]{1,200}$")]
    """Beside the content, in the folder files."""
    sha1: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")]


class Folder(Shape):
    """A collection of the media library."""

    names: list[Annotated[str, StringConstraints(min_length=1, max_length=255)]] = []
    """From below the root downwards; empty for the root."""
    private: bool = False
    """Whether readers see nothing in it."""


class FrozenStory(Shape):
    """A story that a sent issue told."""

    page: str | None = None
    told: dict[str, Any]


class Frozen(Shape):
    """A newsletter issue as it was sent."""

    number: int
    language: str
    frozen_at: AwareDatetime
    followed: list[str] = []
    mjml: str
    mails: dict[str, dict[str, str]]
    told: dict[str, Any]
    items: list[FrozenStory] = []


@cache
def of_kind(kind: ContentKind) -> type[Shape]:
    """An item of a file."""
    model = MODELS[kind]
    fields: dict[str, tuple[Any, Any]] = {"type": (Literal[name_of(kind)], ...)}
    key = Annotated[str, StringConstraints(pattern=f"^{KEY}$")]
    fields["key"] = (Literal[SINGLE[kind]] if kind in SINGLE else key, ...)
    if model not in (Photo, Attachment):
        languages = tuple(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES)
        fields["locale"] = (Literal[languages], settings.LANGUAGE_CODE)
    if issubclass(model, DraftStateMixin):
        fields["state"] = (State, State.PUBLISHED)
        fields["first_published_at"] = fields["last_published_at"] = (AwareDatetime | None, None)
    if is_page(kind):
        fields["private"] = (bool, False)
        if kind is not ContentKind.HOME:
            parents = [
                parent for parent in ORDER if MODELS[parent] in model.allowed_parent_page_models()
            ]
            fields["parent"] = (Annotated[str, StringConstraints(pattern=pattern_of(parents))], ...)
    fields |= {field.name: of_field(field) for field in fields_told(model)}
    fields |= {name: (list[of_part(part)], []) for name, part in parts_of(model).items()}
    if has_tags(model):
        fields["tags"] = (list[Annotated[str, StringConstraints(min_length=1, max_length=100)]], [])
    if model in (Photo, Attachment):
        fields |= {"file": (FileOf, ...), "collection": (Folder, Folder())}
    if kind is ContentKind.NEWSLETTER_ISSUE:
        fields["frozen"] = (Frozen | None, None)
    shape = create_model(model.__name__, __base__=Shape, **fields)
    shape.__doc__ = DESCRIPTIONS[kind]
    return shape


class Video(Shape):
    """A video as its provider described it."""

    url: str
    type: str
    html: str
    title: str = ""
    author_name: str = ""
    provider_name: str = ""
    thumbnail_url: str = ""
    width: int | None = None
    height: int | None = None


class Former(Shape):
    """A slug by which a person or an organisation was known before it became part of another one."""

    to: Annotated[str, StringConstraints(pattern=pattern_of([KINDS[model] for model in MERGED]))]
    locale: str
    slug: Annotated[str, StringConstraints(min_length=1, max_length=120)]


class Forwarding(Shape):
    """An old path, and where it leads."""

    path: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    to_page: str | None = None
    to_address: Annotated[str, StringConstraints(max_length=255)] = ""
    permanent: bool = True


@cache
def adapter(kind: ContentKind) -> TypeAdapter:
    """What validates the items of a kind."""
    return TypeAdapter(of_kind(kind))


def content_shape() -> type[Shape]:
    """A whole file."""
    items = Annotated[reduce(or_, map(of_kind, ORDER)), Field(discriminator="type")]
    return create_model(
        "Content",
        __base__=Shape,
        format=(Literal[FORMAT], ...),
        version=(Literal[VERSION], ...),
        exported_at=(datetime | None, None),
        items=(list[items], []),
        videos=(list[Video], []),
        redirects=(list[Forwarding], []),
        former_slugs=(list[Former], []),
    )


def json_schema() -> dict[str, Any]:
    """The schema of a file, as JSON Schema 2020-12."""
    schema = content_shape().model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
