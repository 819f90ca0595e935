"""Event reports and testimonials, each in a list of their own: filtered, sorted, searched."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.search.backends import get_search_backend

from cms.finding.story_filters import ReportFilterSet, TestimonialFilterSet
from pages.models import EventReport, Testimonial


class DayColumn(Column):
    """A day, written out: how long ago it was says nothing of an event."""

    def get_value(self, instance: Any) -> str:
        """The day in Paris; empty when there is none."""
        moment = super().get_value(instance)
        return date_format(timezone.localdate(moment), "SHORT_DATE_FORMAT") if moment else ""


SELECTED = BulkActionsColumn("bulk_actions")
TITLE = PageTitleColumn("title", label=_("Title"), sort_key="sort_title", classname="title")
TECHNOPOLE = Column("technopole", label=_("Technopole"), sort_key="technopole__sort_name")
AUTHOR = Column("owner", label=_("Author"), sort_key="owner__username")
CHANGED = DateColumn(
    "latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"
)
STATE = PageStatusColumn("status", label=_("Status"), sort_key="live")


class StoryIndexView(IndexView):
    """The list of the stories of one type."""

    shown = ("technopole", "owner")
    """What columns show of other objects."""

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        """With what the columns show, whatever the number of rows."""
        return super().annotate_queryset(pages.prefetch_related(*self.shown))

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """The stories found, in the order of the list: any column and filter goes with a search."""
        if not self.is_searching:
            return queryset
        found = get_search_backend().autocomplete(self.search_query, self.model)
        return queryset.filter(pk__in=[story.pk for story in found])

    def get_ordering(self) -> str:
        """By the column that was chosen; else as every list of this type."""
        asked = self.request.GET.get("ordering", "")
        return asked if asked in self.get_valid_orderings() else self.default_ordering

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """In that order; what has no date comes last, then the newest first."""
        column = F(self.ordering.removeprefix("-"))
        is_falling = self.ordering.startswith("-")
        ordered = column.desc(nulls_last=True) if is_falling else column.asc(nulls_last=True)
        return queryset.order_by(ordered, "-pk")


class ReportIndexView(StoryIndexView):
    """The list of event reports."""

    shown = (*StoryIndexView.shown, "series")


class StoryListing(PageListingViewSet):
    """A list of stories, with an entry of its own in the menu."""

    index_view_class = StoryIndexView
    add_to_admin_menu = True
    list_per_page = 25
    add_label = ""

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """With a button that agrees in gender."""
        return super().get_index_view_kwargs(add_item_label=self.add_label, **kwargs)


class ReportListing(StoryListing):
    """Event reports, the last event first."""

    model = EventReport
    index_view_class = ReportIndexView
    icon = "calendar-alt"
    menu_label = _("Event reports")
    menu_order = 102
    add_label = _("Write an event report")
    filterset_class = ReportFilterSet
    ordering = "-starts_at"
    columns = [
        SELECTED,
        TITLE,
        DayColumn("starts_at", label=_("Event"), sort_key="starts_at"),
        Column("series", label=_("Event series"), sort_key="series__sort_name"),
        TECHNOPOLE,
        AUTHOR,
        CHANGED,
        STATE,
    ]


class TestimonialListing(StoryListing):
    """Testimonials, what was written last first."""

    model = Testimonial
    icon = "openquote"
    menu_label = _("Testimonials")
    menu_order = 104
    add_label = _("Write a testimonial")
    filterset_class = TestimonialFilterSet
    ordering = "-latest_revision_created_at"
    columns = [
        SELECTED,
        TITLE,
        DateColumn(
            "first_published_at", label=_("First published on"), sort_key="first_published_at"
        ),
        TECHNOPOLE,
        AUTHOR,
        CHANGED,
        STATE,
    ]


def listings() -> list[StoryListing]:
    """The lists, as they are registered."""
    return [ReportListing("event-reports"), TestimonialListing("testimonials")]
