"""The screen that shows a month."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.finding.calendar import YEARS, What, happening, month_asked, next_month, weeks


class CalendarView(WagtailAdminTemplateMixin, TemplateView):
    """A month: what of what the user may change went public, goes public, ends and takes place."""

    template_name = "finding/calendar.html"
    page_title = _("Calendar")
    header_icon = "calendar"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The weeks of the month, and the months beside it."""
        month = month_asked(self.request.GET.get("month", ""))
        before, after = (month - timedelta(days=1)).replace(day=1), next_month(month)
        return super().get_context_data(
            month=month,
            before=before if before.year in YEARS else None,
            after=after if after.year in YEARS else None,
            today=timezone.localdate(),
            weeks=weeks(month, happening(month, self.request.user)),
            meanings=list(What),
            **kwargs,
        )
