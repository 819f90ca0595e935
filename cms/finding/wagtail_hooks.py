"""Where editors meet the screens of this room."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from cms.finding.calendar_view import CalendarView
from cms.finding.stories import listings

BELOW_THE_PAGES = 110


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    """Their addresses."""
    return [path("calendar/", CalendarView.as_view(), name="calendar")]


@hooks.register("register_admin_viewset")
def lists_of_stories() -> list[ViewSet]:
    """One for event reports, one for testimonials, each with its entry in the menu."""
    return listings()


@hooks.register("register_admin_menu_item")
def calendar() -> MenuItem:
    """The way to the calendar."""
    return MenuItem(_("Calendar"), reverse("calendar"), icon_name="calendar", order=BELOW_THE_PAGES)
