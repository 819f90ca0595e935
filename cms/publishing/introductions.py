"""Records written as drafts go public with the first page that names them."""

from collections import defaultdict

from django.db.models import Model
from wagtail.log_actions import get_active_log_context

from cms.publishing.notices import Kind, notices, tell_editor
from snippets.checking.checked import checked_before
from snippets.records import DraftableRecord
from snippets.references import references


def introduce_records(thing: Model) -> None:
    """Publish the records that `thing` names and that were never published, and say which.

    A record that was withdrawn stays withdrawn, one with a schedule of its own keeps to it.
    Publishing a record sends the same signal again, so that what it names in turn follows. None where
    whoever publishes has seen to what it names.
    """
    if checked_before.get():
        return
    user = get_active_log_context().user
    for record in named_records(thing):
        if record.live or record.first_published_at or record.approved_schedule:
            continue
        tell_editor(Kind.INTRODUCED, record)
        revision = record.get_latest_revision() or record.save_revision(user=user)
        revision.publish(user=user, skip_permission_checks=True)


def tell_what_is_unseen(thing: Model) -> None:
    """Say which records that `thing` names readers will not see, to an editor whose request this is."""
    if notices.get() is None:
        return
    keys = defaultdict(set)
    for record in named_records(thing):
        keys[type(record)].add(record.pk)
    for model, wanted in keys.items():
        readable = model.objects.readable().in_bulk(wanted)
        for record in model.objects.filter(pk__in=wanted - readable.keys()):
            tell_editor(Kind.UNSEEN, record)


def named_records(thing: Model) -> list[DraftableRecord]:
    """The records with drafts that `thing` names, as they are stored."""
    keys = defaultdict(set)
    for model, key in references(thing):
        if issubclass(model, DraftableRecord):
            keys[model].add(key)
    return [each for model, wanted in keys.items() for each in model.objects.filter(pk__in=wanted)]
