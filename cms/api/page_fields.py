"""Fields that every page answers: how they are loaded and read, whatever the type of the page."""

from typing import Any

from wagtail.models import Page

from cms.api.languages import language_tag
from pages.querysets import page_types


def at_hand(pages: list[Page], field: Any, info: Any) -> None:
    """The preparation of fields that tell where a page stands: the addresses of the site."""
    _ = info.context.addresses


def path(page: Page, info: Any) -> str:
    """The path within the site."""
    return info.context.addresses.path(page)


def url(page: Page, info: Any) -> str:
    """The whole address."""
    return info.context.addresses.url(page)


def of_every_type(fields: dict[str, Any]) -> dict[str, Any]:
    """`fields` under the name of each page type: `Type.field`."""
    return {
        f"{model.__name__}.{name}": kept for model in page_types() for name, kept in fields.items()
    }


RESOLVERS = of_every_type({"path": path, "url": url, "locale": language_tag})
PREPARATIONS = of_every_type({"path": at_hand, "url": at_hand, "locale": at_hand})
