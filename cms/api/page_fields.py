"""Fields that every page answers: how they are loaded and read, whatever the type of the page."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from cms.api.languages import language_tag
from cms.api.preview import address_of_form
from pages.linked_data.graph import structured_data
from pages.querysets import page_types
from pages.relatives import breadcrumbs_of, translations_of
from pages.seo import Seo
from snippets.models import Photo
from snippets.reading import read


def at_hand(pages: list[Page], field: Any, info: Any) -> None:
    """The preparation of fields that tell where a page stands: the addresses of the site."""
    _ = info.context.addresses


def prepare_breadcrumbs(pages: list[Page], field: Any, info: Any) -> None:
    """The pages above all pages, in one query."""
    reader = info.context.reader
    missing = [page for page in pages if not reader.has_prepared(page, "breadcrumbs")]
    if missing:
        found = breadcrumbs_of(missing, info.context.addresses)
        for page in missing:
            reader.prepare(page, "breadcrumbs", found[page.pk])


def prepare_translations(pages: list[Page], field: Any, info: Any) -> None:
    """The translations of all pages, in one query and one a type."""
    reader = info.context.reader
    missing = [page for page in pages if not reader.has_prepared(page, "translations")]
    if missing:
        found = translations_of(missing, info.context.addresses)
        for page in missing:
            reader.remember(found[page.pk])
            reader.prepare(page, "translations", found[page.pk])


def prepare_pictures(told: list[Seo], field: Any, info: Any) -> None:
    """The pictures that stand for pages, in one query."""
    info.context.reader.find(Photo, {seo.image.pk for seo in told if seo.image})


def path(page: Page, info: Any) -> str:
    """The path within the site."""
    return info.context.addresses.path(page)


def url(page: Page, info: Any) -> str:
    """The whole address."""
    return info.context.addresses.url(page)


def as_prepared(name: str) -> Callable:
    """A resolver of what a preparation noted."""
    return lambda page, info: read(page, name, info.context.reader)


def json_ld(page: Page, info: Any) -> dict[str, Any]:
    """What the page tells machines."""
    return structured_data(page, info.context)


def nothing(pages: list[Page], field: Any, info: Any) -> None:
    """The preparation of fields that need nothing but the page."""


def of_every_type(fields: dict[str, Any]) -> dict[str, Any]:
    """`fields` under the name of each page type: `Type.field`."""
    return {
        f"{model.__name__}.{name}": kept for model in page_types() for name, kept in fields.items()
    }


RESOLVERS = of_every_type(
    {
        "path": path,
        "url": url,
        "locale": language_tag,
        "breadcrumbs": as_prepared("breadcrumbs"),
        "translations": as_prepared("translations"),
        "structuredData": json_ld,
        "editUrl": address_of_form,
    }
)
PREPARATIONS = {
    **of_every_type(
        {
            **dict.fromkeys(("path", "url", "locale"), at_hand),
            "breadcrumbs": prepare_breadcrumbs,
            "translations": prepare_translations,
            "editUrl": nothing,
        }
    ),
    "Seo.image": prepare_pictures,
}
