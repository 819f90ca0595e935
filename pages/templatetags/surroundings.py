"""What stands around a page: where the reader is and where they may go."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.urls import Resolver404, resolve
from wagtail.models import Page, Site

from pages.querysets import find_readable_pages

register = template.Library()

DOORS = "/graphql/", "/graphiql/", "/admin/"


class Place(NamedTuple):
    """A page that a reader can go to."""

    title: str
    url: str
    current: str
    """`page` where the reader is, `true` for what it lies in: the values of aria-current."""


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> list[Place]:
    """The front page's readable children that are shown in menus, in the editor's order."""
    return children_of_front_page(context, in_menus=True)


@register.simple_tag(takes_context=True)
def footnotes(context: template.Context) -> list[Place]:
    """The front page's other readable children, such as the legal notice."""
    return children_of_front_page(context, in_menus=False)


@register.simple_tag(takes_context=True)
def front_page(context: template.Context) -> Page | None:
    """The front page in the language of this page."""
    site = Site.find_for_request(context["request"])
    return site.root_page.localized if site else None


@register.simple_tag
def doors() -> list[str]:
    """Paths that a developer wants to know, as far as they are there."""
    return [path for path in DOORS if settings.DEBUG and is_door(path)]


def is_door(path: str) -> bool:
    """Whether something else than a page answers at `path`."""
    try:
        return resolve(path).url_name != "wagtail_serve"
    except Resolver404:
        return False


def children_of_front_page(context: template.Context, *, in_menus: bool) -> list[Place]:
    """The readable children of the front page, those in menus or the others."""
    front = front_page(context)
    if front is None:
        return []
    children = front.get_children().filter(show_in_menus=in_menus)
    return places(children, context.get("self"))


def places(pages: Iterable[Page], here: Any) -> list[Place]:
    """The readable ones of `pages`, in their order, as seen from the page `here`."""
    keys = [page.pk for page in pages]
    found = find_readable_pages(keys)
    return [
        Place(page.title, page.url, whereabouts(page, here))
        for page in map(found.get, keys)
        if page
    ]


def whereabouts(page: Page, here: Any) -> str:
    """Whether `here` is `page`, lies in it, or neither."""
    if not isinstance(here, Page):
        return ""
    if page.path == here.path:
        return "page"
    return "true" if here.path.startswith(page.path) else ""
