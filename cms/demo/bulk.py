"""Writes many published pages and records at once, as Wagtail would have left them one by one.

The rows are the same: the thing, its children and relations, one revision, two log entries, the
reference index, the search index, the quotes and mentions. What is saved is compared by a test with what
Wagtail's own way leaves. Signals are not sent.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from modelsearch.backends import get_search_backends
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex, Revision

from cms.publishing.journal import note
from pages.models import EventReport, Mention, Quote
from pages.models.quotes import quotes_told
from snippets.models import Organisation, Person
from snippets.records import DraftableRecord, sortable
from snippets.references import references

from .shelf import Shelf

Record = TypeVar("Record", bound=DraftableRecord)
BEFORE_PUBLISHING = {
    "live": False,
    "has_unpublished_changes": True,
    "live_revision": None,
    "latest_revision": None,
    "last_published_at": None,
    "latest_revision_created_at": None,
}


def write_records(shelf: Shelf, records: list[Record], when: datetime) -> list[Record]:
    """Write published records of one model."""
    model = type(records[0])
    for record in records:
        record.locale = shelf.locale
        record.typeset()
        record.sort_name = sortable(record.name)
        record.first_published_at = record.last_published_at = when
    model.objects.bulk_create(records, batch_size=500)
    write_relations(records)
    write_history(shelf, records, lambda record: when, ModelLogEntry, "object_id")
    index(records)
    note(*records)
    shelf.record(records)
    return records


def write_reports(shelf: Shelf, parent: Page, reports: list[EventReport]) -> None:
    """Write published reports below `parent`, after the children it has."""
    parent.refresh_from_db(fields=["numchild"])
    last = parent.get_last_child()
    place = last.path if last else None
    kind = ContentType.objects.get_for_model(EventReport)
    for report in reports:
        place = following(parent, place)
        place_in_tree(report, parent, place)
        report.content_type, report.owner = kind, shelf.writer
        publish_in_memory(report)
    insert_pages(reports)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(reports))
    write_relations(reports)
    write_history(shelf, reports, lambda page: page.first_published_at, PageLogEntry, "page_id")
    index(reports)
    write_quotes(reports)
    write_mentions(reports)
    note(*reports)
    shelf.record(reports)


def following(parent: Page, path: str | None) -> str:
    """The tree path after `path` below `parent`; the first one when there is none."""
    step = Page._str2int(path[-Page.steplen :]) + 1 if path else 1  # noqa: SLF001
    return Page._get_path(parent.path, parent.depth + 1, step)  # noqa: SLF001


def place_in_tree(report: EventReport, parent: Page, path: str) -> None:
    report.path = path
    report.depth = parent.depth + 1
    report.locale_id = parent.locale_id
    report.typeset()
    report.sort_title = sortable(report.title)
    report.set_url_path(parent)


def publish_in_memory(report: EventReport) -> None:
    """Give the report the state of one published the morning after the event."""
    when = report.starts_at + timedelta(days=1)
    report.draft_title = report.title
    report.first_published_at = report.last_published_at = when
    report.latest_revision_created_at = when


def insert_pages(reports: list[EventReport]) -> None:
    """Insert the rows of both tables a report is made of."""
    fields = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    parents = [Page(**{name: getattr(report, name) for name in fields}) for report in reports]
    Page.objects.bulk_create(parents)
    for report, page in zip(reports, parents, strict=True):
        report.pk = report.id = page.pk
        # Raw: Django writes the row of EventReport only and no receiver does any work.
        report.save_base(raw=True, force_insert=True)


def write_relations(things: list[Any]) -> None:
    """Insert the children and the many-to-many rows that were given in memory."""
    model = type(things[0])
    for relation in get_all_child_relations(model):
        if any(relation.get_accessor_name() in clustered(thing) for thing in things):
            write_children(things, relation)
    for field in model._meta.get_fields():
        if isinstance(field, ParentalManyToManyField):
            write_pairs(things, field)


def clustered(thing: Any) -> dict[str, Any]:
    """What modelcluster keeps in memory of the thing's relations, by name."""
    return thing.__dict__.get("_cluster_related_objects", {})


def write_children(things: list[Any], relation: Any) -> None:
    children = []
    for thing in things:
        given = clustered(thing).get(relation.get_accessor_name(), [])
        for number, child in enumerate(given):
            setattr(child, relation.field.name, thing)
            if hasattr(child, "sort_order"):
                child.sort_order = number
            children.append(child)
    relation.related_model._default_manager.bulk_create(children, batch_size=500)


def write_pairs(things: list[Any], field: ParentalManyToManyField) -> None:
    source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
    through = field.remote_field.through
    through._default_manager.bulk_create(
        [
            through(**{f"{source}_id": thing.pk, f"{target}_id": chosen.pk})
            for thing in things
            for chosen in clustered(thing).get(field.name, [])
        ],
        batch_size=500,
    )


def write_history(
    shelf: Shelf,
    things: list[Any],
    day_of_publishing: Callable[[Any], datetime],
    log_model: type[Model],
    log_key: str,
) -> None:
    """One revision that is the live and the latest one, and the log of creation and publication."""
    kind = ContentType.objects.get_for_model(type(things[0]))
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=kind,
            base_content_type=things[0].get_base_content_type(),
            object_id=str(thing.pk),
            created_at=day_of_publishing(thing),
            user=shelf.writer,
            object_str=str(thing),
            content={**thing.serializable_data(), **before_publishing(thing)},
        )
        for thing in things
    )
    for thing, revision in zip(things, revisions, strict=True):
        thing.live_revision = thing.latest_revision = revision
    owner = Page if isinstance(things[0], Page) else type(things[0])
    owner._default_manager.bulk_update(things, ["live_revision", "latest_revision"], batch_size=200)
    log_model.objects.bulk_create(
        log_model(
            content_type=kind,
            label=str(thing),
            action=action,
            timestamp=day_of_publishing(thing),
            user=user,
            revision=revision,
            content_changed=True,
            **{log_key: thing.pk},
        )
        for thing, published in zip(things, revisions, strict=True)
        for action, user, revision in (
            ("wagtail.create", shelf.writer, None),
            ("wagtail.publish", shelf.publisher, published),
        )
    )


def before_publishing(thing: Any) -> dict[str, Any]:
    """The state a revision holds, which is saved before it is published."""
    return {name: value for name, value in BEFORE_PUBLISHING.items() if hasattr(thing, name)}


def index(things: list[Any]) -> None:
    """Bring the reference index and the search index up to date."""
    for thing in things:
        ReferenceIndex.create_or_update_for_object(thing)
    index_words(things)


def index_words(things: list[Any]) -> None:
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(type(things[0]), things)


def write_quotes(reports: Iterable[EventReport]) -> None:
    """Insert the quotes of reports that had none."""
    quotes = [
        Quote(page_id=report.pk, block_id=block_id, **values)
        for report in reports
        for block_id, values in quotes_told(report)
    ]
    Quote.objects.bulk_create(quotes)
    if quotes:
        index_words(quotes)
    note(*quotes)


def write_mentions(reports: Iterable[EventReport]) -> None:
    """Insert whom the reports name."""
    columns = {Person: "person_id", Organisation: "organisation_id"}
    Mention.objects.bulk_create(
        (
            Mention(page_id=report.pk, **{columns[model]: key})
            for report in reports
            for model, key in {
                (model, int(key)) for model, key in references(report) if model in columns
            }
        ),
        batch_size=500,
    )
