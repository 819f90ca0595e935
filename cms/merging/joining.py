"""What the record that stays takes from the one that goes: what it lacks, and parts it has not."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils.html import strip_tags
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.models import DraftStateMixin

from cms.merging.swaps import PLACE
from snippets.checking.spots import checked_fields, parts_of

SCHEDULE = {field.name for field in DraftStateMixin._meta.get_fields()}
"""When a record is public: it is no content."""
OWN = {"name", "slug", *SCHEDULE}
"""What each record has for itself."""
Content = dict[str, Any]


def joined(model: type[Model], content: Content, other: Content) -> Content:
    """The content of a record, completed with that of another one."""
    told = dict(content)
    for field in checked_fields(model):
        name = field.name
        if name in OWN or name not in content:
            continue
        if isinstance(field, ParentalManyToManyField):
            told[name] = list(dict.fromkeys([*content[name], *other.get(name, ())]))
        elif is_empty(content[name]):
            told[name] = other.get(name)
    for name, part in parts_of(model).items():
        parent = parent_of(part, model)
        others = [{**each, parent: content["pk"]} for each in other.get(name, ())]
        told[name] = joined_parts(content.get(name, ()), others, parent)
    return told


def is_empty(value: Any) -> bool:
    """Whether nothing stands in a field; an empty paragraph is nothing."""
    return value is None or (isinstance(value, str) and not strip_tags(value).strip())


def parent_of(part: type[Model], model: type[Model]) -> str:
    """The name of the field by which a part belongs to a model."""
    relations = get_all_child_relations(model)
    return next(each.field.name for each in relations if each.related_model is part)


def joined_parts(parts: Iterable[Content], others: Iterable[Content], parent: str) -> list[Content]:
    """Parts, completed with those of another record; what both say is said once."""
    told = [dict(part) for part in parts]
    for other in others:
        same = next((part for part in told if is_same(part, other, parent)), None)
        if same is None:
            told = [{**each, "sort_order": place} for place, each in enumerate([*told, other])]
        else:
            empty = [name for name in words_of(other, parent) if not same.get(name)]
            same.update({name: other[name] for name in empty})
    return told


def is_same(part: Content, other: Content, parent: str) -> bool:
    """Whether two parts tell one thing: the same address, or nothing in which they differ."""
    if part.get("url"):
        return part["url"].rstrip("/") == other["url"].rstrip("/")
    return all(
        folded(part[name]) == folded(other[name])
        for name in words_of(other, parent)
        if part.get(name) and other[name]
    )


def words_of(part: Content, parent: str) -> list[str]:
    """The names of what a part tells."""
    return [name for name in part if name not in (*PLACE, parent)]


def folded(value: Any) -> Any:
    """A value as it is compared: case does not count."""
    return value.casefold() if isinstance(value, str) else value
