"""The pages around the stories: the front page and standing pages."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageManager
from wagtail.search import index

from pages import panels
from pages.linked_data import stories
from pages.linked_data.nodes import Node, Surroundings
from pages.querysets import ReadablePageQuerySet
from snippets.models import Photo
from snippets.promises import promises
from snippets.reader import Reader
from snippets.reading import Shown, reads
from snippets.writable import writable

from .base import StoryPage
from .reports import EventReport
from .testimonials import Testimonial

LATEST = 6


class Home(StoryPage):
    """The front page of the site in one language."""

    standfirst = models.TextField(_("standfirst"), blank=True, max_length=400)

    objects = PageManager.from_queryset(ReadablePageQuerySet)()
    template = "pages/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.EventReportIndex",
        "pages.TestimonialIndex",
        "pages.StandardPage",
        "pages.NewsletterIssue",
    ]
    content_panels = panels.HOME
    search_fields = [
        *StoryPage.search_fields,
        index.SearchField("standfirst"),
    ]
    api_fields = writable("standfirst", "body")
    graphql_fields = promises(
        """
        "What the site is about."
        standfirst: String
        "Its blocks, in the editor's order."
        body: [Block!]!
        """
    )

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Whether the default language still lacks its front page; others are translated."""
        default = cls.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
        return super().can_create_at(parent) and not default.exists()

    def clean_alone(self) -> None:
        """Refuse a second front page in one language."""
        others = Home.objects.filter(locale=self.locale_id).exclude(pk=self.pk)
        if self.locale_id and others.exists():
            raise ValidationError(_("This language has its front page already."))

    def linked_data(self, shown: Any, around: Surroundings) -> list[Node]:
        """The site."""
        return stories.front(shown, around)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With the latest reports and testimonials of this language."""
        latest = {
            "reports": EventReport.objects.descendant_of(self).readable().latest_first(),
            "testimonials": Testimonial.objects.descendant_of(self).readable().latest_first(),
        }
        reader = Reader(language=self.locale.language_code)
        shown = {
            name: [Shown(each, reader) for each in found[:LATEST]] for name, found in latest.items()
        }
        return {**super().get_context(request, *args, **kwargs), **shown}


class StandardPage(StoryPage):
    """A standing page: about, contact, legal notice."""

    standfirst = models.TextField(_("standfirst"), blank=True, max_length=400)
    cover = models.ForeignKey(
        Photo,
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = PageManager.from_queryset(ReadablePageQuerySet)()
    template = "pages/standard_page.html"
    picture_field = "cover"
    parent_page_types = ["pages.Home", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    content_panels = panels.STANDARD_PAGE
    search_fields = [
        *StoryPage.search_fields,
        index.SearchField("standfirst"),
    ]
    api_fields = writable("standfirst", "cover", "body")
    graphql_fields = promises(
        """
        "What the page is about."
        standfirst: String
        "Picture at its head."
        cover: Image
        "Its blocks, in the editor's order."
        body: [Block!]!
        """
    )

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    @reads("cover")
    def linked_data(self, shown: Any, around: Surroundings) -> list[Node]:
        """The page itself."""
        return stories.standing(shown, around)
