"""What newsletters bring to the admin."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.newsletter.models import FrozenItem

BEFORE_REPORTS = 8900


@hooks.register("register_admin_menu_item")
def feeds() -> MenuItem:
    """The way to the screen of the feeds, for everybody who signs in: feeds are public. Its address stands
    in `cms/urls.py`: hooks are read before the API is there, which the screen asks."""
    address = reverse("feed_doctor")
    return MenuItem(_("Newsletter feeds"), address, icon_name="mail", order=BEFORE_REPORTS)


@hooks.register("construct_page_chooser_queryset")
def tell_issues(pages: QuerySet, request: HttpRequest) -> QuerySet:
    """With the number of the last issue that told each page: its title says it in the chooser."""
    told = FrozenItem.objects.filter(page=OuterRef("pk")).order_by("-issue__frozen_at")
    return pages.annotate(told_in_issue=Subquery(told.values("issue__number")[:1]))
