"""Testimonials: an entrepreneur tells their way."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageManager
from wagtail.search import index

from pages import panels
from pages.checking.stories import STORY_CHECKS
from pages.linked_data import stories
from pages.linked_data.nodes import Node, Surroundings
from pages.querysets import ReadablePageQuerySet, TestimonialQuerySet
from snippets.fields import RelatedRecordsField
from snippets.models import Organisation, Person, Photo, Sector, Technopole
from snippets.promises import promises
from snippets.reader import Reader
from snippets.reading import reads
from snippets.typography import unquoted
from snippets.writable import writable

from .base import IndexPage, StoryPage


class TestimonialIndex(IndexPage):
    """The list of testimonials in one language."""

    objects = PageManager.from_queryset(ReadablePageQuerySet)()
    template = "pages/testimonial_index.html"
    subpage_types = ["pages.Testimonial"]
    graphql_fields = promises(
        """
        "What the testimonials are about."
        standfirst: String
        """
    )

    class Meta:
        verbose_name = _("list of testimonials")
        verbose_name_plural = _("lists of testimonials")

    def children(self) -> models.QuerySet:
        """Its readable testimonials, the last published first."""
        return Testimonial.objects.child_of(self).readable().latest_first()


class Testimonial(StoryPage):
    """An entrepreneur tells their way, in prose or as an interview."""

    person = models.ForeignKey(
        Person,
        verbose_name=_("entrepreneur"),
        on_delete=models.PROTECT,
        related_name="testimonials",
    )
    role = models.CharField(
        _("role"),
        max_length=200,
        help_text=_("For example: co-founder and managing director of Dualsun"),
    )
    organisations = RelatedRecordsField(
        Organisation,
        verbose_name=_("organisations"),
        blank=True,
        related_name="testimonials",
    )
    technopole = models.ForeignKey(
        Technopole,
        verbose_name=_("technopole"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="testimonials",
    )
    sectors = RelatedRecordsField(
        Sector, verbose_name=_("sectors"), blank=True, related_name="testimonials"
    )
    standfirst = models.TextField(
        _("standfirst"),
        max_length=600,
        help_text=_("Two or three sentences: who, what, why here. Lists and newsletters show it."),
    )
    portrait = models.ForeignKey(
        Photo,
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    pull_quote = models.TextField(
        _("pull quote"),
        max_length=400,
        blank=True,
        help_text=_("One sentence of theirs, word for word, without quotation marks."),
    )

    objects = PageManager.from_queryset(TestimonialQuerySet)()
    template = "pages/testimonial.html"
    open_graph_type = "article"
    picture_field = "portrait"
    parent_page_types = ["pages.TestimonialIndex"]
    subpage_types = []
    content_panels = panels.TESTIMONIAL
    checks = (*StoryPage.checks, *STORY_CHECKS)
    search_fields = [
        *StoryPage.search_fields,
        index.SearchField("standfirst", boost=2),
        index.SearchField("role"),
        index.SearchField("pull_quote"),
        index.RelatedFields("person", [index.SearchField("name")]),
        index.FilterField("technopole_id"),
        index.FilterField("person_id"),
    ]
    api_fields = writable(
        "person",
        "role",
        "organisations",
        "technopole",
        "standfirst",
        "portrait",
        "pull_quote",
        "sectors",
        "body",
    )
    graphql_fields = promises(
        """
        "Who tells."
        person: Person!
        "What they were when they told it."
        role: String!
        "Their organisations, by name."
        organisations: [Organisation!]!
        "The technopole they work in."
        technopole: Technopole
        "What they work in, by name."
        sectors: [Sector!]!
        "Two or three sentences: who, what, why here."
        standfirst: String!
        "Portrait, at its head and in lists."
        portrait: Image
        "One sentence of theirs that stands out; null when none was chosen."
        pullQuote: Quote
        "Its blocks, in the editor's order."
        body: [Block!]!
        "The pull quote, then every quote of the body in its order."
        quotes: [Quote!]!
        "Whole minutes at 200 words a minute, at least 1."
        readingMinutes: Int!
        "The whole of it as a mail that every mail program shows, as HTML."
        emailHtml: String!
        "The whole of it as a mail in plain text; links are numbered and listed at the end."
        emailText: String!
        """,
        quotes="told_quotes",
    )

    class Meta:
        verbose_name = _("testimonial")
        verbose_name_plural = _("testimonials")

    @reads("person", "organisations", "portrait", "sectors")
    def linked_data(self, shown: Any, around: Surroundings) -> list[Node]:
        """The article and the person."""
        return stories.testimonial(shown, around)

    def clean_alone(self) -> None:
        """Take the pull quote without the quotation marks it was pasted with."""
        self.pull_quote = unquoted(self.pull_quote)

    def texts(self, reader: Reader) -> Iterator[str]:
        """The standfirst, then the body."""
        yield self.standfirst
        yield from super().texts(reader)
