"""What stories add to Wagtail: links in texts that lead readers only to what they may see, and the box
for a text that was written elsewhere."""

from typing import Any

from django.db.models import Model
from django.urls import URLPattern, path
from django.utils.html import escape
from wagtail import hooks
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from pages.addresses import Addresses, at_hand
from pages.pasting import adapter  # noqa: F401 it registers the box
from pages.pasting.views import blocks_of_text
from pages.querysets import readable_pages_by_key
from snippets.drafts import as_drafted
from snippets.models import Attachment
from snippets.reader import Reader, reading_with
from snippets.statements import answers

AFTER_WAGTAIL = 100


def in_order(attributes: list[dict], found: dict[int, Model]) -> list[Model | None]:
    """The found object that each link names; None for a link to nothing readable."""
    return [found.get(int(each["id"])) if is_key(each.get("id")) else None for each in attributes]


def link_to(address: str) -> str:
    """The opening tag of a link."""
    return f'<a href="{escape(address)}">'


def is_key(text: Any) -> bool:
    """Whether `text` can be a primary key."""
    return str(text or "").isdecimal()


class ReadablePageLink(PageLinkHandler):
    """A link to a page, dead while the page is not readable."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """Opening tags; without an address where nothing readable is named."""
        keys = {int(each["id"]) for each in attrs_list if is_key(each.get("id"))}
        addresses = at_hand.get() or Addresses.of_site()
        reader = reading_with.get() or Reader()
        found = reader.looked_up(Page, keys)
        if missing := keys - found.keys():
            found.update({page.pk: page for page in answers(readable_pages_by_key, keys=missing)})
        paths = [page and addresses.path(as_drafted(page)) for page in in_order(attrs_list, found)]
        return [link_to(path) if path else "<a>" for path in paths]


class ReadableDocumentLink(DocumentLinkHandler):
    """A link to a document, dead while the document is not readable."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Model | None]:
        """The readable documents, each in its place."""
        keys = {int(each["id"]) for each in attrs_list if is_key(each.get("id"))}
        reader = reading_with.get() or Reader()
        return in_order(attrs_list, reader.find(Attachment, keys))


@hooks.register("register_rich_text_features", order=AFTER_WAGTAIL)
def register_readable_links(features: FeatureRegistry) -> None:
    """Stand in for Wagtail's own handlers, which give away addresses of drafts."""
    features.register_link_type(ReadablePageLink)
    features.register_link_type(ReadableDocumentLink)


@hooks.register("register_admin_urls")
def address_of_pasted_texts() -> list[URLPattern]:
    """Where the box for a pasted text sends it."""
    return [path("blocks-of-text/", blocks_of_text, name="blocks_of_text")]
