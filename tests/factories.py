"""Small true things for tests: made-up names, pictures drawn in memory, published at once.

Each function takes the fields a test cares about; the others get a value that is valid. What it
makes is one change of the journal, as what a request makes is.
"""

from datetime import datetime
from io import BytesIO
from itertools import count
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction, Page

from cms.publishing.journal import one_change
from pages.models import (
    EventReport,
    EventReportIndex,
    Home,
    NewsletterIssue,
    StandardPage,
    Testimonial,
    TestimonialIndex,
)
from snippets.models import Attachment, Organisation, Person, Photo, Sector, Technopole

PARIS = ZoneInfo("Europe/Paris")
numbers = count(1)


def make_photo(*, name: str = "photo.png", **fields: Any) -> Photo:
    """A plain rectangle of 640 × 400 pixels."""
    drawn = BytesIO()
    Image.new("RGB", (640, 400), "#3a6b78").save(drawn, "PNG")
    values = {"title": "Photo", "description": "Un rectangle bleu", **fields}
    return Photo.objects.create(file=ContentFile(drawn.getvalue(), name), **values)


def make_document(*, name: str = "programme.pdf", **fields: Any) -> Attachment:
    """A small text that calls itself a PDF."""
    file = ContentFile(b"%PDF-1.4 programme", name)
    values = {"title": "Programme", "file": file, "file_size": file.size, **fields}
    return Attachment.objects.create(**values)


def make_collection(*, is_private: bool = False, parent: Collection | None = None) -> Collection:
    """A collection of the media library; a private one asks for a login."""
    above = parent or Collection.get_first_root_node()
    collection = above.add_child(name=f"Collection {next(numbers)}")
    if is_private:
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


def make_sector(**fields: Any) -> Sector:
    """A main sector."""
    return made(Sector, **{"name": f"Filière {next(numbers)}", **fields})


def make_technopole(**fields: Any) -> Technopole:
    """A technopole in a made-up town."""
    values = {"name": f"Technopôle {next(numbers)}", "city": "Montclair", **fields}
    return made(Technopole, **values)


def make_organisation(**fields: Any) -> Organisation:
    """A company."""
    return made(Organisation, **{"name": f"Entreprise {next(numbers)}", **fields})


def make_person(*affiliations: tuple[str, Organisation], **fields: Any) -> Person:
    """A person who is (role, organisation) today."""
    person = Person(**{"name": f"Camille Exemple {next(numbers)}", **fields})
    for role, organisation in affiliations:
        person.affiliations.create(role=role, organisation=organisation)
    return saved(person)


def make_report(**fields: Any) -> EventReport:
    """A report of a past event, in the French list."""
    many = taken(fields, "organisers", "sectors", "tags", "speakers", "gallery", "related_reports")
    values = {
        "title": f"Rencontre {next(numbers)}",
        "standfirst": "Une rencontre à midi.",
        "starts_at": datetime(2025, 7, 8, 12, tzinfo=PARIS),
    }
    return placed(EventReport, EventReportIndex, {**values, **fields}, many)


def make_testimonial(**fields: Any) -> Testimonial:
    """A testimonial, in the French list."""
    many = taken(fields, "organisations", "sectors")
    values = {
        "title": f"Parcours {next(numbers)}",
        "standfirst": "Une idée devenue entreprise.",
        "role": "fondatrice",
    }
    if "person" not in fields:
        values["person"] = make_person()
    return placed(Testimonial, TestimonialIndex, {**values, **fields}, many)


def make_standard_page(**fields: Any) -> StandardPage:
    """A standing page below the French front page."""
    return placed(StandardPage, Home, {"title": f"Page {next(numbers)}", **fields}, {})


def make_issue(*sections: tuple[str, Any], number: int = 1, **fields: Any) -> NewsletterIssue:
    """An issue of the French newsletter, below the front page."""
    values = {"title": f"Lettre {number}", "number": number, "subject": "Deux récits"}
    return placed(NewsletterIssue, Home, {**values, "sections": list(sections), **fields}, {})


def chosen(*stories: Page, **told: Any) -> tuple[str, Any]:
    """The section of an issue that tells these stories, all of them as `told` says."""
    items = [
        {"story": story, "title": "", "excerpt": "", "picture": None, **told} for story in stories
    ]
    return "chosen", {"title": "À la une", "items": items}


def rule(technopole: Technopole | None = None, kind: str = "all") -> tuple[str, Any]:
    """The section of an issue that tells all that is new."""
    return "rule", {"title": "Du nouveau", "technopole": technopole, "kind": kind}


def block(block_type: str, value: Any) -> dict[str, Any]:
    """A block of a body as it is stored: records by their key."""
    return {"type": block_type, "value": value, "id": str(uuid4())}


def made(model: type, **fields: Any) -> Any:
    """A saved record."""
    return saved(model(**fields))


@one_change()
def saved(record: Any) -> Any:
    """`record` with its slug and language, in the database; published unless `live` is False."""
    is_published = getattr(record, "live", False)
    if is_published:
        record.live = False
    record.full_clean()
    record.save()
    if is_published:
        record.save_revision().publish()
        record.refresh_from_db()
    return record


@one_change()
def placed(
    model: type[Page], below: type[Page], fields: dict[str, Any], many: dict[str, Any]
) -> Any:
    """A page in the tree, below the first page of a type; published unless `live` is False."""
    live = fields.pop("live", True)
    parent = fields.pop("parent", None) or below.objects.order_by("path").first()
    page = model(live=False, **fields)
    if "tags" in many:
        page.tags.add(*many.pop("tags"))
    for name, things in many.items():
        setattr(page, name, things)
    parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    return page


def taken(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    """The values of `names`, taken out of `fields`."""
    return {name: fields.pop(name) for name in names if name in fields}
