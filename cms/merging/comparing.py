"""Two records side by side: their fields, and what uses them."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ReferenceIndex

from cms.merging.joining import SCHEDULE
from snippets.checking.spots import checked_fields, parts_of

MOST_SHOWN = 20


class Row(NamedTuple):
    """A field, and what stands in it on either side."""

    label: str
    values: list[list[str]]

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.values[0] != self.values[1]


class Side:
    """One of both records, with what uses it."""

    def __init__(self, record: Model, user: Any) -> None:
        self.record, self.user = record, user

    @property
    def form(self) -> str:
        """Where it is edited."""
        return AdminURLFinder(self.user).get_edit_url(self.record)

    @cached_property
    def count(self) -> int:
        """How many pages and records use it."""
        return ReferenceIndex.get_grouped_references_to(self.record).count()

    @cached_property
    def users(self) -> list[dict[str, Any]]:
        """Some of them, each with the address of its form for those who may change it."""
        finder = AdminURLFinder(self.user)
        groups = ReferenceIndex.get_grouped_references_to(self.record)
        shown = [thing for thing, _references in groups][:MOST_SHOWN]
        return [{"thing": each, "url": finder.get_edit_url(each)} for each in shown]

    @property
    def left_out(self) -> int:
        """How many are not shown."""
        return max(0, self.count - MOST_SHOWN)


def compared(first: Model, second: Model) -> Iterator[Row]:
    """The fields of two records of a kind, then their parts; what is empty in both is left out."""
    model = type(first)
    for field in checked_fields(model):
        if field.name in SCHEDULE:
            continue
        values = [texts_of(each, field) for each in (first, second)]
        if any(values):
            yield Row(capfirst(field.verbose_name), values)
    for name, part in parts_of(model).items():
        values = [[str(one) for one in getattr(each, name).all()] for each in (first, second)]
        if any(values):
            yield Row(capfirst(part._meta.verbose_name_plural), values)
    online = [[_("yes") if each.live else _("no")] for each in (first, second)]
    yield Row(_("Online"), online)


def texts_of(record: Model, field: Any) -> list[str]:
    """What stands in a field, as a list of texts."""
    if isinstance(field, ParentalManyToManyField):
        return [str(each) for each in getattr(record, field.name).all()]
    if field.choices:
        return [str(getattr(record, f"get_{field.name}_display")())]
    value = getattr(record, field.name)
    text = strip_tags(str(value)).strip() if value is not None else ""
    return [text] if text else []
