"""The menu of the site: what editors show in it, as far as readers may read it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from wagtail.models import Page

from pages.addresses import Addresses
from pages.querysets import readable_pages
from snippets.drafts import as_drafted
from snippets.promises import promises


@dataclass(frozen=True)
class NavigationItem:
    """An entry of the menu."""

    label: str
    path: str
    url: str
    page: Page
    children: list[Self] = field(default_factory=list)

    graphql_fields = promises(
        """
        "Title of the page."
        label: String!
        "Path of the page, language prefix included, with a slash at both ends."
        path: String!
        "Whole address of the page."
        url: URL!
        "Entries below it, in the editors' order."
        children: [NavigationItem!]!
        """
    )


def navigation(addresses: Addresses, language: str) -> list[NavigationItem]:
    """The pages below the front page of a language that are shown in menus, as a tree.

    A page that is not readable, or not in menus, takes those below it with it.
    """
    root = addresses.root(language)
    if root is None:
        return []
    below = readable_pages().filter(url_path__startswith=root, locale__language_code=language)
    shown = below.filter(show_in_menus=True) | below.filter(url_path=root)
    return as_tree(shown.order_by("path"), root, addresses)


def as_tree(pages: Iterable[Page], root: str, addresses: Addresses) -> list[NavigationItem]:
    """Entries for `pages`, which come in the order of the tree, below the page at `root`."""
    levels: dict[str, list[NavigationItem]] = {}
    top: list[NavigationItem] = []
    for page in map(as_drafted, pages):
        if page.url_path == root:
            levels[page.path] = top
        elif (siblings := levels.get(page.path[: -page.steplen])) is not None:
            entry = NavigationItem(page.title, addresses.path(page), addresses.url(page), page)
            siblings.append(entry)
            levels[page.path] = entry.children
    return top
