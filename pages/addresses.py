"""Where pages stand on the site, told from their tree path alone: no query a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Self

from django.conf import settings
from django.db import connection
from django.db.models import OuterRef, Subquery
from wagtail.models import Locale, Page, Site


@dataclass(frozen=True)
class Addresses:
    """The site's host and the tree path of its front page in each language."""

    base_url: str
    """Scheme and host, without a slash at the end."""

    site_name: str

    roots: dict[int, tuple[str, str]]
    """By key of the language: what its paths begin with, and the tree path of its front page."""

    languages: dict[int, str]
    """By key of the language: its tag."""

    @classmethod
    def of_site(cls) -> Self:
        """Those of the one site, in one query."""
        with connection.cursor() as cursor:
            cursor.execute(*statement(connection.vendor))
            rows = cursor.fetchall()
        hostname, port, site_name = rows[0][-3:] if rows else (None, None, None)
        return cls(
            Site(hostname=hostname, port=port).root_url if hostname else "",
            site_name or "",
            {key: (prefix_of(language), root) for key, language, root, *_ in rows if root},
            {key: language for key, language, *_ in rows},
        )

    def path(self, page: Page) -> str | None:
        """The path of `page` on the site, language prefix included; None outside the site."""
        prefix, root = self.roots.get(page.locale_id, ("", None))
        if root is None or not page.url_path.startswith(root):
            return None
        return f"{prefix}/{page.url_path.removeprefix(root)}"

    def url(self, page: Page) -> str | None:
        """The whole address of `page`; None outside the site."""
        path = self.path(page)
        return path and self.base_url + path

    def root(self, language: str) -> str | None:
        """The tree path of the front page in a language; None when it has none."""
        return next(
            (root for key, (_, root) in self.roots.items() if self.languages[key] == language),
            None,
        )

    def tree_path(self, path: str) -> str | None:
        """The tree path of what stands at `path` of the site; None when no language has it."""
        segments = [segment for segment in path.split("/") if segment]
        by_prefix = dict(self.roots.values())
        prefix = f"/{segments[0]}" if segments else ""
        if prefix in by_prefix:
            segments = segments[1:]
        root = by_prefix.get(prefix, by_prefix.get(""))
        return root and root + "".join(f"{segment}/" for segment in segments)


@cache
def statement(vendor: str) -> tuple[str, tuple]:
    """The statement that finds them, and its parameters: it is the same for every answer, and is
    written once for a kind of database. Each language comes with its front page and the site."""
    site = Site.objects.filter(is_default_site=True)
    front_pages = Page.objects.filter(
        locale=OuterRef("pk"), translation_key__in=site.values("root_page__translation_key")
    )
    told = {name: Subquery(site.values(name)) for name in ("hostname", "port", "site_name")}
    rows = Locale.objects.annotate(root=Subquery(front_pages.values("url_path")[:1]), **told)
    return rows.values_list("pk", "language_code", "root", *told).query.sql_with_params()


at_hand: ContextVar[Addresses | None] = ContextVar("addresses", default=None)
"""The addresses of the answer that is being made, for code that is called without it."""


@contextmanager
def using(addresses: Addresses) -> Iterator[None]:
    """Inside, links are written with these addresses, without asking again."""
    token = at_hand.set(addresses)
    try:
        yield
    finally:
        at_hand.reset(token)


def prefix_of(language_code: str) -> str:
    """What paths of a language begin with: nothing for the default one."""
    return "" if language_code == settings.LANGUAGE_CODE else f"/{language_code}"
