"""What the house changes in Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Site
from wagtail.permissions import register_permission_policy

from cms.storing.documents import hand_over
from cms.traces.removal import ACTION
from cms.traces.views import RemoveTracesView, may_remove_traces
from snippets.models import Person

from . import admin_home
from .files_admin import register_file_policies
from .reviewing import put_approving_first
from .site_admin import OneSitePolicy, add_site
from .wagtail_words import label_link_forms

ELSEWHERE = ("whats-new-in-wagtail", "editor-guide")

register_permission_policy(Site, OneSitePolicy(Site))
register_file_policies()
label_link_forms()


@hooks.register("register_admin_urls", order=-1)
def stand_before_wagtail() -> list[URLPattern]:
    """Addresses of Wagtail that we answer ourselves."""
    return [path("sites/new/", add_site)]


@hooks.register("register_admin_urls")
def own_screens() -> list[URLPattern]:
    """Screens that Wagtail has none for."""
    forgetting = RemoveTracesView.as_view()
    return [path("people/<int:pk>/remove-all-traces/", forgetting, name="forget_person")]


@hooks.register("register_snippet_listing_buttons")
def list_removal(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """The same way out of a list as on the form of a person."""
    if not isinstance(snippet, Person) or not may_remove_traces(user, snippet):
        return []
    address = reverse("forget_person", args=[snippet.pk])
    return [Button(_("Remove all traces…"), url=address, icon_name="bin", priority=60)]


@hooks.register("register_log_actions")
def name_what_was_done(actions: Any) -> None:
    """How the history of the site calls it."""
    actions.register_action(ACTION, _("Remove all traces"), _("Removed all traces of a person"))


@hooks.register("construct_homepage_panels")
def arrange_home(request: HttpRequest, panels: list[Component]) -> None:
    """The home of an editor."""
    admin_home.arrange(panels)


@hooks.register("construct_homepage_summary_items", order=1000)
def count_nothing(request: HttpRequest, items: list[Any]) -> None:
    """How many pages, pictures and documents there are helps nobody to write."""
    items.clear()


# After what asks for the privacy of a document's collection.
hooks.register("before_serve_document", hand_over, order=1000)


@hooks.register("construct_help_menu")
def stay_here(request: HttpRequest, items: list[MenuItem]) -> None:
    """No entry leads to another site, in another language."""
    items[:] = [item for item in items if not item.name.startswith(ELSEWHERE)]


@hooks.register("insert_global_admin_js", order=-1)
def start_widgets() -> str:
    """What Wagtail would start by scripts in the page."""
    return format_html('<script src="{}"></script>', static("admin/starting.js"))


@hooks.register("insert_editor_js")
def keep_what_is_typed() -> str:
    """A remedy for Wagtail's autosave, in the forms of pages and of records."""
    return format_html('<script type="module" src="{}"></script>', static("admin/autosave.js"))


@hooks.register("construct_page_action_menu")
@hooks.register("construct_snippet_action_menu")
def arrange_review(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """The menu below a page or a record under review."""
    put_approving_first(items)
