"""Removes all traces of a person: in one transaction, with its lines of the journal."""

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import FormState
from wagtail.models import Comment, ModelLogEntry, Page, PageLogEntry, Revision

from cms.previews.models import Unsaved
from cms.publishing.journal import forget, one_change
from cms.publishing.upkeep import catch_up, index_anew
from cms.search import forget_deleted_words
from cms.traces.found import Traces, holding
from cms.traces.texts import changed_bodies, kept_version, stream_fields
from pages.models import Quote
from pages.told import update_told
from snippets.models import Person, Photo

ACTION = "cms.forget_person"
ERASED = _("Erased person")


@one_change()
def remove_traces(traces: Traces, *, user: Any = None) -> None:
    """Delete a person and what tells of them, and blank what the journal says of where it stood."""
    for name in ("names", "telling_pages", "redirects", "own_pictures"):
        getattr(traces, name)
    revisions = list(traces.revisions)
    forget_in_journal(traces)
    take_out_of_pages(traces)
    for each in (*traces.redirects, *traces.testimonials):
        each.delete()
    take_out_of_revisions(revisions, traces)
    for person in traces.people:
        person.delete()
    for photo in traces.own_pictures:
        photo.delete()
    take_out_of_history(traces)
    tell_that_it_was_done(traces, user)
    catch_up()
    forget_deleted_words()


def forget_in_journal(traces: Traces) -> None:
    """Have the journal tell these things by id and kind only."""
    said = Quote.objects.filter(Q(person__in=traces.keys) | Q(page__in=traces.gone[Page]))
    forget(*traces.people, *traces.testimonials, *said, *traces.redirects)


def take_out_of_pages(traces: Traces) -> None:
    """The blocks that name the person, their quotes and their places among speakers."""
    for speech in traces.speeches:
        speech.delete()
    for page in traces.pages:
        for name, body in changed_bodies(page, traces.gone).items():
            setattr(page, name, body)
        page.save(clean=False)
    Quote.objects.filter(person__in=traces.keys).delete()
    for page in traces.telling_pages:
        fresh = type(page).objects.get(pk=page.pk)
        if fresh.live:
            update_told(fresh)
        index_anew([fresh])


def take_out_of_revisions(revisions: list[Revision], traces: Traces) -> None:
    """Every version of a page without the person. One that is theirs goes whole; so does an old one
    that holds their name in a text."""
    for revision in revisions:
        page = Page.objects.filter(pk=revision.object_id).first()
        model = revision.content_type.model_class()
        left = kept_version(model, revision.content, traces.gone)
        is_current = page and revision.pk in (page.live_revision_id, page.latest_revision_id)
        is_waiting = is_current or revision.approved_go_live_at
        if left is None or (not is_waiting and tells(model, left, traces)):
            drop_version(revision, page)
        elif left != revision.content:
            Revision.objects.filter(pk=revision.pk).update(content=left)


def tells(model: type[Model], content: dict[str, Any], traces: Traces) -> bool:
    """Whether a version holds one of the names in its texts."""
    bodies = [json.loads(content.get(field.name) or "[]") for field in stream_fields(model)]
    return traces.told_in(content, bodies)


def drop_version(revision: Revision, page: Page | None) -> None:
    """Delete a version; the last one but it is then the draft."""
    revision.delete()
    if page and page.latest_revision_id == revision.pk:
        before = page.revisions.order_by("-created_at", "-pk").first()
        changes = bool(before and before.pk != page.live_revision_id)
        Page.objects.filter(pk=page.pk).update(
            latest_revision=before, has_unpublished_changes=changes, draft_title=page.title
        )


def take_out_of_history(traces: Traces) -> None:
    """What the admin logged, and what it kept of forms that were typed or looked at."""
    for model, keys in ((Person, traces.keys), (Photo, {each.pk for each in traces.own_pictures})):
        about = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
        about.filter(object_id__in=[str(key) for key in keys]).delete()
    PageLogEntry.objects.filter(page__in=traces.gone[Page]).delete()
    homonyms = Person.objects.filter(name__in=traces.names).values_list("pk", flat=True)
    drop_telling(PageLogEntry.objects.all(), ("label", "data"), traces)
    drop_telling(
        ModelLogEntry.objects.exclude(
            content_type=ContentType.objects.get_for_model(Person),
            object_id__in=[str(key) for key in homonyms],
        ),
        ("label", "data"),
        traces,
    )
    drop_telling(Comment.objects.all(), ("text",), traces)
    typed = [urlencode({"": name})[1:] for name in traces.names]
    forms = holding(["data"], [*traces.names, *typed])
    for thing in (*traces.people, *traces.testimonials, *traces.pages):
        of_type = ContentType.objects.get_for_model(thing, for_concrete_model=False)
        forms |= Q(content_type=of_type, object_id=str(thing.pk))
    FormState.objects.filter(forms).delete()
    Unsaved.objects.all().delete()  # what is typed now is kept anew by the next preview


def drop_telling(rows: QuerySet, columns: Iterable[str], traces: Traces) -> None:
    """Delete the rows that hold one of the names as a word of its own."""
    as_text = {f"text_of_{name}": Cast(name, TextField()) for name in columns}
    found = rows.annotate(**as_text).filter(holding(as_text, traces.names))
    keys = [row[0] for row in found.values_list("pk", *columns) if traces.told_in(*row[1:])]
    rows.filter(pk__in=keys).delete()


def tell_that_it_was_done(traces: Traces, user: Any) -> None:
    """Who did it and when, without a name."""
    ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Person),
        object_id=str(min(traces.keys)),
        label=str(ERASED),
        action=ACTION,
        user=user,
        timestamp=timezone.now(),
        deleted=True,
    )
