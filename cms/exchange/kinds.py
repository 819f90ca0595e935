"""What is exchanged, in the order in which it is brought in, and how a file calls it."""

from functools import cache
from uuid import UUID, uuid5

from django.db.models import Field, Model
from wagtail.models import Page

from pages.kinds import MODELS, ContentKind
from snippets.checking.spots import checked_fields
from snippets.models import Attachment, Photo

NAMESPACE = UUID("6f0c3c0e-5d0b-4a52-9a55-1d7a4a2e3b10")
"""Of keys that are words in the file: each stands for the same UUID wherever it is brought in."""

ORDER = [
    ContentKind.IMAGE,
    ContentKind.DOCUMENT,
    ContentKind.SECTOR,
    ContentKind.TECHNOPOLE,
    ContentKind.ORGANISATION,
    ContentKind.EVENT_SERIES,
    ContentKind.PERSON,
    ContentKind.HOME,
    ContentKind.EVENT_REPORT_INDEX,
    ContentKind.TESTIMONIAL_INDEX,
    ContentKind.STANDARD_PAGE,
    ContentKind.TESTIMONIAL,
    ContentKind.EVENT_REPORT,
    ContentKind.NEWSLETTER_ISSUE,
]
"""Most of what something names comes before it."""

SINGLE = {
    ContentKind.HOME: "home",
    ContentKind.EVENT_REPORT_INDEX: "event-reports",
    ContentKind.TESTIMONIAL_INDEX: "testimonials",
}
"""The pages of which a language has one: their keys are the same everywhere."""

FILES = (Photo, Attachment)
"""What has one language, that of nobody."""

TOLD_APART = {"first_published_at", "collection", "file"}
"""Fields that a file tells in its own way."""


def name_of(kind: ContentKind) -> str:
    """How a file calls a kind: event_report."""
    return kind.name.lower()


BY_NAME = {name_of(kind): kind for kind in ORDER}
BY_MODEL = {MODELS[kind]: kind for kind in ORDER}


def uuid_of(kind: ContentKind, key: str) -> UUID:
    """The UUID that a key stands for."""
    try:
        return UUID(key)
    except ValueError:
        return uuid5(NAMESPACE, f"{name_of(kind)}/{key}")


@cache
def fields_told(model: type[Model]) -> list[Field]:
    """The fields whose values a file holds."""
    return [field for field in checked_fields(model) if field.name not in TOLD_APART]


def has_tags(model: type[Model]) -> bool:
    """Whether things of a model have free words."""
    return any(field.name == "tags" for field in model._meta.get_fields())


def is_page(kind: ContentKind) -> bool:
    """Whether a kind is one of pages."""
    return issubclass(MODELS[kind], Page)
