"""Where editors meet duplicates: in the reports, in lists of people and organisations, on their forms."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from cms.merging.merge import ACTION
from cms.merging.views import ChooseOtherView, DuplicatesView, MergeView, may_merge
from snippets.models import Organisation, Person
from snippets.models.former import MERGED, kind_of

AFTER_THE_CHECKS = 60


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    """Their addresses."""
    choosing, merging = ChooseOtherView.as_view(), MergeView.as_view()
    return [
        path("duplicates/<str:kind>/", DuplicatesView.as_view(), name="duplicates"),
        path("merge/<str:kind>/<int:pk>/", choosing, name="merge_with"),
        path("merge/<str:kind>/<int:first>/<int:second>/", merging, name="merge"),
    ]


class DuplicatesMenuItem(MenuItem):
    """The way to duplicates, for those who may merge them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether it leads anywhere."""
        return may_merge(request.user, Person) and may_merge(request.user, Organisation)


@hooks.register("register_reports_menu_item")
def duplicates() -> MenuItem:
    """Beside the other reports."""
    address = reverse("duplicates", args=[kind_of(Person)])
    return DuplicatesMenuItem(_("Duplicates"), address, icon_name="copy", order=AFTER_THE_CHECKS)


@hooks.register("register_snippet_listing_buttons")
def list_merging(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """In the menu of a person or an organisation."""
    if type(snippet) not in MERGED or not may_merge(user, type(snippet)):
        return []
    address = reverse("merge_with", args=[kind_of(type(snippet)), snippet.pk])
    return [Button(_("Merge with another record…"), url=address, icon_name="copy", priority=45)]


@hooks.register("register_log_actions")
def name_what_was_done(actions: Any) -> None:
    """How the history calls it."""

    @actions.register_action(ACTION)
    class MergeFormatter(LogFormatter):
        """Tells what was merged into the record that stayed."""

        label = _("Merge")

        def format_message(self, log_entry: Any) -> str:
            """With the name it had."""
            told = (log_entry.data or {}).get("merged", {})
            return gettext("Merged with “%(name)s”") % {"name": told.get("name", "")}
