"""The journal held against the content: what it lacks, and its repair."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Model
from wagtail.models import DraftStateMixin

from cms.publishing.journal import change_of, differences, last_changes, lock, one_change, write
from cms.publishing.models import Change, ChangeAction
from cms.publishing.states import MODELS, Readable
from pages.kinds import ContentKind

GRACE = timedelta(seconds=1)
"""A publication and its line are written in one transaction, but not at one moment."""


def missing_changes() -> Iterator[Change]:
    """The changes that the journal should hold and does not, unsaved."""
    readable = Readable()
    for kind in ContentKind:
        told = list(differences(readable, kind, None))
        yield from told
        yield from untold_publications(readable, kind, {change.object_id for change in told})


def untold_publications(readable: Readable, kind: ContentKind, told: set[int]) -> Iterator[Change]:
    """Updates of what was published again after the last line about it."""
    model = MODELS.get(kind)
    if model is None or not issubclass(model, DraftStateMixin):
        return
    known = last_changes(kind, None)
    late = [key for key, moment in publications(model) if is_later(known.get(key), moment)]
    for key, state in readable.states(kind, set(late) - told).items():
        yield change_of(ChangeAction.UPDATED, kind, key, state, known[key])


def publications(model: type[Model]) -> Iterator[tuple[int, object]]:
    """Key and moment of the last publication of each object."""
    dated = model._default_manager.filter(last_published_at__isnull=False).order_by()
    return dated.values_list("pk", "last_published_at").iterator()


def is_later(change: Change | None, moment: object) -> bool:
    """Whether something was published after its last line."""
    return change is not None and moment > change.at + GRACE


def repair() -> int:
    """Write what the journal lacks; tells how many changes that were."""
    with one_change():
        lock()
        return len(write(missing_changes()))


def renew() -> int:
    """Write what the journal lacks, and that anything may read otherwise: rows that were overwritten
    stand where they stood, so that no comparison finds them."""
    with one_change():
        written = repair()
        kind = ContentKind.SITE
        known = last_changes(kind, None)
        for key, state in Readable().states(kind, None).items():
            write([change_of(ChangeAction.UPDATED, kind, key, state, known.get(key))])
        return written + 1


def begin(**kwargs: object) -> None:
    """Write the first lines, about content that is older than the journal."""
    if not Change.objects.exists():
        repair()
