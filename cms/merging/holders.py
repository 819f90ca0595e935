"""What names a record that goes: pages and records as they are stored, and versions of them."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import ForeignKey, Model, Q
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Revision

from cms.merging.swaps import Swaps
from pages.kinds import KINDS
from snippets.keys import telling_keys
from snippets.written import Revised

CONTENT = [model for model in KINDS if issubclass(model, Revised)]
"""Pages and records: what has versions."""


def holders(swaps: Swaps) -> Iterator[Model]:
    """The pages and records that name something that goes, as they are stored."""
    for model in CONTENT:
        keys: set[int] = set()
        if asked := naming(model, swaps):
            keys.update(model.objects.filter(asked).values_list("pk", flat=True))
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                told = telling_keys(model.objects.all(), field.name, going(swaps))
                keys.update(told.values_list("pk", flat=True))
        yield from model.objects.filter(pk__in=keys).order_by("pk")


def naming(model: type[Model], swaps: Swaps, path: str = "") -> Q | None:
    """The condition that a column of a model, or of its parts, names something that goes."""
    conditions = [
        Q(**{f"{path}{field.name}__in": set(swaps[field.related_model])})
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | ParentalManyToManyField)
        and not isinstance(field, ParentalKey)
        and field.related_model in swaps
    ]
    within = (
        naming(relation.related_model, swaps, f"{path}{relation.name}__")
        for relation in get_all_child_relations(model)
    )
    conditions += filter(None, within)
    return reduce(or_, conditions) if conditions else None


def versions(swaps: Swaps) -> Iterator[Revision]:
    """The versions, of whatever, that may name something that goes; those of what goes itself are left
    out."""
    told = telling_keys(Revision.objects.all(), "content", going(swaps))
    for key in list(told.order_by("pk").values_list("pk", flat=True)):
        revision = Revision.objects.select_related("content_type").get(pk=key)
        model = revision.content_type.model_class()
        if model in CONTENT and int(revision.object_id) not in swaps.get(model, ()):
            yield revision


def going(swaps: Swaps) -> set[int]:
    """The keys of all that goes."""
    return {key for keys in swaps.values() for key in keys}
