"""Roots that tell of the site as a whole: its pages, redirects and menu, its name and languages."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page

from cms.api.changes import cursor_of
from cms.api.languages import LOCALE, language_of
from cms.api.lists import FIRST_AFTER, Connection, in_order, length_asked
from cms.api.orders import order
from cms.publishing.journal import head
from pages.kinds import MODELS, ContentKind
from pages.navigation import NavigationItem, navigation
from pages.querysets import of_own_types, pages_of_site
from pages.redirects import Forwarding, forwarding
from snippets.promises import promises

PROMISES = f"""
    "Every page, by path: for static builds. A build of several languages asks once for each."
    pages(
        "Of which kinds: [] and kinds that are no pages match nothing." kinds: [ContentKind!]
        {LOCALE} {FIRST_AFTER}
    ): PageConnection!
    "The old paths that lead elsewhere, of all languages, by path. One whose page is not readable, or at whose path a readable page stands, is left out."
    redirects({FIRST_AFTER}): RedirectConnection!
    "The menu: the pages below the front page that are shown in menus, in the editors' order."
    navigation({LOCALE}): [NavigationItem!]!
    "The site itself."
    site: Site!
"""
BY_PATH = order("PATH", "url_path")
BY_OLD_PATH = order("OLD_PATH", "old_path")


class Site:
    """The site that the content is written for."""

    graphql_fields = promises(
        """
        "Its name."
        name: String!
        "Scheme and host, without a slash at the end: `url` of a page is this and its `path`."
        url: URL!
        "The language of every root field without `locale`. Its paths have no prefix."
        defaultLocale: Locale!
        "The languages that content may be written in, the default one first."
        locales: [Locale!]!
        "The version of all content: another one when any answer may be another one. As `after` of `changes` it means: from now on."
        version: String!
        """,
        name="site_name",
        url="base_url",
    )

    def __init__(self, site_name: str, base_url: str, version: str) -> None:
        self.site_name, self.base_url, self.version = site_name, base_url, version
        self.default_locale = settings.LANGUAGE_CODE
        tags = [tag for tag, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
        self.locales = sorted(tags, key=lambda tag: tag != self.default_locale)


def pages(
    root: None,
    info: Any,
    kinds: list[ContentKind] | None = None,
    locale: str | None = None,
    first: int | None = None,
    after: str | None = None,
) -> Connection:
    """Every readable page of the site in a language, each as its own type."""
    language, length = language_of(info, locale), length_asked(first)
    of_site = pages_of_site(info.context.addresses, language)
    page = in_order(of_kinds(of_site, kinds), BY_PATH, length, after)
    own = of_own_types(page.found)
    page.found = [own[each.pk] for each in page.found if each.pk in own]
    info.context.reader.remember(page.nodes)
    return page.count_once("pages", language, kinds)


def redirects(
    root: None, info: Any, first: int | None = None, after: str | None = None
) -> Connection:
    """Every redirect that leads readers somewhere."""
    addresses, length = info.context.addresses, length_asked(first)
    page = in_order(forwarding(addresses), BY_OLD_PATH, length, after)
    page.found = [Forwarding.of(each, addresses) for each in page.found]
    return page.count_once("redirects")


def of_kinds(found: QuerySet, kinds: list[ContentKind] | None) -> QuerySet:
    """Those of `kinds`; all when it is None."""
    if kinds is None:
        return found
    models = [MODELS[kind] for kind in kinds if issubclass(MODELS.get(kind, object), Page)]
    types = ContentType.objects.get_for_models(*models).values()
    return found.filter(content_type__in=types)


def menu(root: None, info: Any, locale: str | None = None) -> list[NavigationItem]:
    """The menu in a language."""
    language = language_of(info, locale)
    return navigation(info.context.addresses, language)


def site(root: None, info: Any) -> Site:
    """The site."""
    addresses = info.context.addresses
    return Site(addresses.site_name, addresses.base_url, cursor_of(head()))


ROOTS = {"pages": pages, "redirects": redirects, "navigation": menu, "site": site}
