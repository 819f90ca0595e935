"""Where the admin offers to share a draft: in the menu of its form, and in lists of records."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.previews.sharing import ShareDraftView, may_share
from cms.previews.tokens import kind_of


@hooks.register("register_admin_urls")
def screen_of_sharing() -> list[URLPattern]:
    """The screen that gives links."""
    return [path("share/<str:kind>/<int:pk>/", ShareDraftView.as_view(), name="share_draft")]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def share_page(page: Page, user: Any, *args: Any, **kwargs: Any) -> Iterator[Button]:
    """For the draft of a page."""
    yield from share(page.specific, user)


@hooks.register("register_snippet_listing_buttons")
def share_record(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """For the draft of a record."""
    return list(share(snippet, user))


def share(thing: Model, user: Any) -> Iterator[Button]:
    """The button, for those who may."""
    if may_share(user, thing):
        address = reverse("share_draft", args=[kind_of(type(thing)), thing.pk])
        yield Button(_("Share the draft…"), url=address, icon_name="link", priority=55)
