"""All content is checked: what readers see, and drafts that were never published."""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import NamedTuple

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from cms.checking.models import Verdict, WholeCheck
from pages.kinds import KINDS, MODELS, ContentKind
from snippets.checking.findings import Finding
from snippets.checking.spots import checked_fields, parts_of
from snippets.checking.subjects import findings_of

CHUNK = 100
"""Things that are checked together: what they name is looked up once for all."""


class Checked(NamedTuple):
    """A thing and what there is to say of it."""

    thing: Model
    findings: list[Finding]


def checked_kinds() -> list[ContentKind]:
    """The kinds of content that are checked."""
    return [kind for kind, model in MODELS.items() if getattr(model, "checks", ())]


def whole(things: QuerySet) -> QuerySet:
    """Things with all that is checked of them."""
    related = [field.name for field in checked_fields(things.model) if field.many_to_many]
    return things.prefetch_related(*parts_of(things.model), *related)


def as_it_counts(thing: Model) -> Model:
    """What readers see of a thing, else its draft as it was last saved."""
    is_draft = not getattr(thing, "live", True)
    return thing.get_latest_revision_as_object() if is_draft else thing


def check(things: Iterable[Model]) -> list[Checked]:
    """Each thing with what there is to say of it."""
    return [Checked(*each) for each in findings_of(map(as_it_counts, things))]


def check_kind(kind: ContentKind, keys: Iterable[int] | None = None) -> Iterator[Checked]:
    """The things of a kind, all or those of some keys; none that was withdrawn."""
    things = MODELS[kind]._base_manager.order_by("pk")
    if hasattr(things.model, "live"):
        things = things.filter(Q(live=True) | Q(first_published_at__isnull=True))
    if keys is not None:
        yield from check(whole(things.filter(pk__in=keys)))
        return
    found = list(things.values_list("pk", flat=True))
    for start in range(0, len(found), CHUNK):
        yield from check(whole(things.filter(pk__in=found[start : start + CHUNK])))


def check_everything() -> Iterator[Checked]:
    """Check all content, and remember what was found of each thing once all of its kind is checked."""
    total = count()
    for kind in checked_kinds():
        verdicts = []
        for checked in check_kind(kind):
            next(total)
            verdicts += verdicts_on(checked)
            yield checked
        with transaction.atomic():
            Verdict.objects.filter(kind=kind.name).delete()
            Verdict.objects.bulk_create(verdicts, batch_size=CHUNK)
    values = {"at": timezone.now(), "things": next(total)}
    WholeCheck.objects.update_or_create(pk=1, defaults=values)


def verdicts_on(checked: Checked) -> list[Verdict]:
    """What is remembered of a thing: each rule it breaks, and how often."""
    rules = [each.rule for each in checked.findings]
    kind = KINDS[type(checked.thing)].name
    return [
        Verdict(
            kind=kind,
            key=checked.thing.pk,
            rule=rule.code,
            is_blocking=rule.is_blocking,
            number=rules.count(rule),
        )
        for rule in dict.fromkeys(rules)
    ]
