"""Where editors meet the screens of this room."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button

from cms.finding.calendar_view import CalendarView
from cms.finding.losses import Losses
from cms.finding.quoted_view import KINDS, QuotedView
from cms.finding.seen import changeable, list_of
from cms.finding.stories import listings

BELOW_THE_PAGES = 110


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    """Their addresses."""
    quoted = QuotedView.as_view()
    return [
        path("calendar/", CalendarView.as_view(), name="calendar"),
        path("<str:kind>/<int:pk>/quotes/", quoted, name="quotes_of"),
    ]


@hooks.register("register_admin_viewset")
def lists_of_stories() -> list[ViewSet]:
    """One for event reports, one for testimonials, each with its entry in the menu."""
    return listings()


@hooks.register("register_admin_menu_item")
def calendar() -> MenuItem:
    """The way to the calendar."""
    return MenuItem(_("Calendar"), reverse("calendar"), icon_name="calendar", order=BELOW_THE_PAGES)


@hooks.register("register_snippet_listing_buttons")
def list_quotes(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """The way from the list of people, or of organisations, to the quotes of one."""
    kind = snippet._meta.model_name
    if kind not in KINDS or changeable(type(snippet), user).query.is_empty():
        return []
    address = reverse("quotes_of", args=[kind, snippet.pk])
    return [Button(_("Quotes"), url=address, icon_name="openquote", priority=40)]


@hooks.register("before_delete_snippet")
def keep_drafts_whole(request: HttpRequest, things: Sequence[Model]) -> HttpResponse | None:
    """Nothing is deleted that a draft cannot do without: its form could not be opened any more."""
    if request.method != "POST":
        return None
    needed = [each for each in things if Losses(each, request.user).breaks_a_draft]
    for each in needed:
        messages.error(
            request, _("“%(name)s” stays: a draft cannot do without it.") % {"name": each}
        )
    return redirect(list_of(type(needed[0]))) if needed else None
