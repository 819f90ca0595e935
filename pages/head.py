"""The head of a page on the plain site, and the pages around it: as the API gives them."""

from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from wagtail.models import Page

from pages.addresses import Addresses
from pages.linked_data.graph import as_script, structured_data
from pages.linked_data.nodes import Node, picture
from pages.relatives import Breadcrumb, breadcrumbs_of, translations_of
from pages.seo import Seo
from snippets.reader import Reader
from snippets.reading import read
from snippets.renditions import Pictures


class Head:
    """What a page says of itself to search engines, social networks and the menu of languages."""

    def __init__(self, page: Any, reader: Reader) -> None:
        self.page, self.reader = page, reader
        self.addresses, self.pictures = Addresses.of_site(), Pictures()
        reader.prepare(page, "breadcrumbs", self.breadcrumbs)

    @cached_property
    def seo(self) -> Seo:
        """Title, description and picture."""
        return self.page.seo

    @cached_property
    def breadcrumbs(self) -> list[Breadcrumb]:
        """The readable pages above it."""
        return breadcrumbs_of([self.page], self.addresses)[self.page.pk]

    @cached_property
    def translations(self) -> list[dict[str, Any]]:
        """Its readable translations, each with its language and its addresses."""
        found = translations_of([self.page], self.addresses)[self.page.pk]
        return [self.version(page) for page in found]

    def version(self, page: Page) -> dict[str, Any]:
        """A page in its language."""
        return {
            "language": self.addresses.languages[page.locale_id],
            "path": self.addresses.path(page),
            "url": self.addresses.url(page),
            "is_shown": not page.no_index,
        }

    @property
    def url(self) -> str | None:
        """Its whole address; None outside the site."""
        return self.addresses.url(self.page)

    @property
    def alternates(self) -> list[dict[str, Any]]:
        """The versions that search engines may show, itself among them; none where it is alone."""
        if self.page.no_index or not self.url:
            return []
        shown = [each for each in self.translations if each["is_shown"]]
        return [self.version(self.page), *shown] if shown else []

    @cached_property
    def picture(self) -> Node | None:
        """The file of its picture that social networks show."""
        return picture(read(self.seo, "image", self.reader), self)

    @property
    def json_ld(self) -> SafeString:
        """Its structured data, as an element of HTML."""
        return as_script(structured_data(self.page, self))
