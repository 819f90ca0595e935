"""What texts that wait name: last drafts, and what is scheduled. Wagtail's index knows what is stored only."""

from collections.abc import Iterable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.models import Page, ReferenceIndex, Revision

from pages.querysets import page_types
from snippets.blocks import choices_as_references
from snippets.keys import telling_keys
from snippets.records import DraftableRecord


def references_in_drafts(things: Iterable[Model]) -> Iterator[ReferenceIndex]:
    """The places of drafts and scheduled texts that name one of some things, as the index would have
    them."""
    wanted = {(base_of(type(each)).pk, str(each.pk)) for each in things}
    found = telling_keys(waiting_texts(), "content", {int(key) for _type, key in wanted})
    for revision in found.order_by("pk"):
        for reference in references_of(revision):
            if (reference.to_content_type_id, reference.to_object_id) in wanted:
                yield reference


def waiting_texts() -> QuerySet[Revision]:
    """The last drafts of what is not online as it was last saved, and all that is scheduled."""
    waiting = Q(approved_go_live_at__isnull=False)
    for model in (Page, *DraftableRecord.__subclasses__()):
        changed = model.objects.filter(Q(has_unpublished_changes=True) | Q(live=False))
        waiting |= Q(pk__in=changed.order_by().values("latest_revision"))
    return Revision.objects.filter(waiting)


def references_of(revision: Revision) -> Iterator[ReferenceIndex]:
    """Everything that a text names."""
    model = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    if model not in (*page_types(), *DraftableRecord.__subclasses__()):
        return
    with choices_as_references():
        thing = model.from_serializable_data(revision.content, check_fks=False)
        extracted = list(ReferenceIndex._extract_references_from_object(thing))  # noqa: SLF001
    for to_type, to_key, model_path, content_path in extracted:
        yield ReferenceIndex(
            base_content_type_id=revision.base_content_type_id,
            content_type_id=revision.content_type_id,
            object_id=revision.object_id,
            to_content_type_id=to_type,
            to_object_id=to_key,
            model_path=model_path,
            content_path=content_path,
        )


def base_of(model: type[Model]) -> ContentType:
    """The kind under which the index files the things of a model."""
    return ContentType.objects.get_for_model(Page if issubclass(model, Page) else model)
