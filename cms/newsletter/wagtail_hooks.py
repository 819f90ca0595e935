"""The way to the screen of the feeds in the admin, for everybody who signs in: feeds are public."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

BEFORE_REPORTS = 8900


@hooks.register("register_admin_menu_item")
def feeds() -> MenuItem:
    """The entry of the menu. Its address stands in `cms/urls.py`: hooks are read before the API is
    there, which the screen asks."""
    address = reverse("feed_doctor")
    return MenuItem(_("Newsletter feeds"), address, icon_name="mail", order=BEFORE_REPORTS)
