"""How records are listed in the admin: by name without accents, with what uses them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, UsageCountColumn
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backend
from wagtail.snippets.views.snippets import IndexView


class UsedInColumn(UsageCountColumn):
    """How many pages and records use a record, linked to their list."""

    def __init__(self) -> None:
        super().__init__("usage_count", label=_("Used in"))


class RecordIndexView(IndexView):
    """The list of the records of one kind."""

    default_ordering = "sort_name"

    def _get_title_column(self, *args: Any, **kwargs: Any) -> Column:
        column = super()._get_title_column(*args, **kwargs)
        column.sort_key = "sort_name"
        return column

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """The records found, in the order of the list: any column and filter goes with a search."""
        if not self.is_searching:
            return queryset
        found = get_search_backend().autocomplete(self.search_query, self.model)
        return queryset.filter(pk__in=[record.pk for record in found])

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With the usage of the records of this page, in one query."""
        context = super().get_context_data(*args, **kwargs)
        usage_url_name = self.model.snippet_viewset.get_url_name("usage")
        counts = count_users(context["object_list"])
        for record in context["object_list"]:
            record.usage_count = counts[str(record.pk)]
            record.usage_url = reverse(usage_url_name, args=(quote(record.pk),))
        return context


def count_users(records: Sequence[Model]) -> Counter[str]:
    """How many pages and records refer to each of `records`, by its key as text."""
    if not records:
        return Counter()
    references = ReferenceIndex.get_references_to_in_bulk(list(records))
    users = references.values_list("to_object_id", "base_content_type", "object_id").distinct()
    return Counter(key for key, *_user in users)
