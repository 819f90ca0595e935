"""Event reports: the recap an editor writes after each event."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.models import PageManager
from wagtail.search import index

from pages import panels
from pages.checking.stories import REPORT_CHECKS
from pages.linked_data import stories
from pages.linked_data.nodes import Node, Surroundings
from pages.querysets import EventReportQuerySet, ReadablePageQuerySet
from pages.words import lasting_people
from snippets.fields import RelatedRecordsField
from snippets.models import EventSeries, Organisation, Person, Photo, Sector, Technopole
from snippets.promises import promises
from snippets.reader import Reader
from snippets.reading import reads
from snippets.references import Reference
from snippets.writable import writable

from .base import IndexPage, StoryPage

LAST_EDITION = 1000


class EventReportIndex(IndexPage):
    """The list of event reports in one language."""

    objects = PageManager.from_queryset(ReadablePageQuerySet)()
    template = "pages/event_report_index.html"
    subpage_types = ["pages.EventReport"]
    graphql_fields = promises(
        """
        "What the reports are about."
        standfirst: String
        """
    )

    class Meta:
        verbose_name = _("list of event reports")
        verbose_name_plural = _("lists of event reports")

    def children(self) -> models.QuerySet:
        """Its readable reports, the last event first."""
        return EventReport.objects.child_of(self).readable().latest_first()


class EventReport(StoryPage):
    """What happened at an event: who spoke, what was said, who was there."""

    series = models.ForeignKey(
        EventSeries,
        verbose_name=_("event series"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="event_reports",
        help_text=_("For example: 12/14. Leave empty for a one-off event."),
    )
    edition = models.PositiveSmallIntegerField(
        _("edition"),
        null=True,
        blank=True,
        help_text=_(
            "Counted per series and technopole: 1 for the first 12/14 held at Château-Gombert. "
            "Left empty, the next number is given on publication."
        ),
    )
    technopole = models.ForeignKey(
        Technopole,
        verbose_name=_("technopole"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="event_reports",
    )
    venue = models.CharField(
        _("venue"),
        max_length=160,
        blank=True,
        help_text=_("For example: Hall of Centrale Méditerranée"),
    )
    starts_at = models.DateTimeField(_("starts at"), db_index=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    organisers = RelatedRecordsField(
        Organisation,
        verbose_name=_("organisers"),
        blank=True,
        related_name="organised_reports",
    )
    standfirst = models.TextField(
        _("standfirst"),
        max_length=600,
        help_text=_(
            "Two or three sentences: what, where, when, who. Lists and newsletters show it."
        ),
    )
    cover = models.ForeignKey(
        Photo,
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sectors = RelatedRecordsField(
        Sector, verbose_name=_("sectors"), blank=True, related_name="event_reports"
    )
    tags = ClusterTaggableManager(
        through="pages.EventReportTag", verbose_name=_("tags"), blank=True
    )

    objects = PageManager.from_queryset(EventReportQuerySet)()
    template = "pages/event_report.html"
    open_graph_type = "article"
    picture_field = "cover"
    parent_page_types = ["pages.EventReportIndex"]
    subpage_types = []
    content_panels = panels.EVENT_REPORT
    checks = (*StoryPage.checks, *REPORT_CHECKS)
    search_fields = [
        *StoryPage.search_fields,
        index.SearchField("standfirst", boost=2),
        index.SearchField("venue"),
        index.SearchField("words_of_speakers"),
        index.FilterField("starts_at"),
        index.FilterField("series_id"),
        index.FilterField("technopole_id"),
    ]
    api_fields = writable(
        "series",
        "edition",
        "technopole",
        "venue",
        "starts_at",
        "ends_at",
        "organisers",
        "standfirst",
        "cover",
        "sectors",
        "tags",
        "body",
        "speakers",
        "gallery",
        "related_reports",
    )
    graphql_fields = promises(
        """
        "The series the event belongs to; null for a one-off event."
        series: EventSeries
        "Counted per series and technopole: 1 for the first one held there."
        edition: Int
        "The technopole it was held at; null when it was held elsewhere."
        technopole: Technopole
        "Room or building."
        venue: String
        "When it began."
        startsAt: DateTime!
        "When it ended."
        endsAt: DateTime
        "Who ran it, by name."
        organisers: [Organisation!]!
        "Who spoke, in the editor's order."
        speakers: [Speaker!]!
        "Two or three sentences: what, where, when, who."
        standfirst: String!
        "Picture at its head and in lists."
        cover: Image
        "What it was about, by name."
        sectors: [Sector!]!
        "Free words, by name."
        tags: [String!]!
        "Its blocks, in the editor's order."
        body: [Block!]!
        "Pictures below the body, in the editor's order."
        gallery: [Figure!]!
        "Every quote of the body, in its order."
        quotes: [Quote!]!
        "Every key figure of the body, in its order."
        keyFigures: [KeyFigure!]!
        "Everyone the report names: speakers, then those in its blocks."
        people: [Person!]!
        "Every organisation the report names: the speakers' and organisers', then those in its blocks."
        organisations: [Organisation!]!
        "Reports the editor leads readers to, in the editor's order."
        related("At most this many." first: Int = 3): [EventReport!]!
        "Whole minutes at 200 words a minute, at least 1."
        readingMinutes: Int!
        "The whole of it as a mail that every mail program shows, as HTML."
        emailHtml: String!
        "The whole of it as a mail in plain text; links are numbered and listed at the end."
        emailText: String!
        """,
        tags="tag_names",
        quotes="told_quotes",
        related="related_reports",
    )

    class Meta:
        verbose_name = _("event report")
        verbose_name_plural = _("event reports")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message=_("The event ends before it starts."),
            ),
            models.CheckConstraint(
                condition=models.Q(edition__range=(1, LAST_EDITION)),
                name="editions_are_counted_from_one",
                violation_error_message=_("Check the edition: the first one is 1."),
            ),
        )

    def clean_alone(self) -> None:
        """Refuse an end before the start and an edition told twice; count it when published."""
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError(
                {"ends_at": _("The event ends before it starts: check both times.")}
            )
        if self.live and self.series_id and self.edition is None:
            self.edition = self.edition_told() or self.next_edition()
        self.check_edition()

    def check_edition(self) -> None:
        """Refuse a number that no edition has, and one that is told already."""
        if self.edition is None:
            return
        if not 1 <= self.edition <= LAST_EDITION:
            raise ValidationError({"edition": _("Check the edition: the first one is 1.")})
        if self.series_id and self.same_place_in_series().filter(edition=self.edition).exists():
            message = _(
                "Edition %(edition)s of this series at this technopole has its report already."
            )
            raise ValidationError({"edition": message % {"edition": self.edition}})

    def same_place_in_series(self) -> models.QuerySet:
        """The other reports, in this language, of the series at the technopole."""
        others = EventReport.objects.filter(series=self.series_id, technopole=self.technopole_id)
        return others.filter(locale=self.locale_id).exclude(pk=self.pk)

    def edition_told(self) -> int | None:
        """The number under which this report is published already, at the same place."""
        told = EventReport.objects.filter(pk=self.pk, series=self.series_id)
        return told.filter(technopole=self.technopole_id).values_list("edition", flat=True).first()

    def next_edition(self) -> int:
        """The number after the highest one of the series at the technopole."""
        return (self.same_place_in_series().aggregate(last=Max("edition"))["last"] or 0) + 1

    @reads("series", "technopole", "organisers", "speakers", "cover", "sectors")
    def linked_data(self, shown: Any, around: Surroundings) -> list[Node]:
        """The article and the event."""
        return stories.report(shown, around)

    @property
    def is_today(self) -> bool:
        """Whether the event touches today, Paris time."""
        today = timezone.localdate()
        last_moment = self.ends_at or self.starts_at
        return timezone.localdate(self.starts_at) <= today <= timezone.localdate(last_moment)

    @property
    def words_of_speakers(self) -> list[str]:
        """Name, role and topic of the speakers who are public without an end."""
        speakers = list(self.speakers.all())
        public = lasting_people(each.person_id for each in speakers)
        shown = [each for each in speakers if each.person_id in public]
        return [
            text for each in shown for text in (public[each.person_id].name, each.role, each.topic)
        ]

    @property
    def tag_names(self) -> list[str]:
        """The tags, by name."""
        return sorted(tag.name for tag in self.tags.all())

    @property
    @reads("body")
    def key_figures(self) -> list[Any]:
        """Every key figure of the body, in its order."""
        blocks = self.blocks_of("key_figures")
        return [figure for block in blocks for figure in block.value["figures"].bound_blocks]

    @property
    @reads("speakers", "body")
    def people(self) -> list[Reference]:
        """Everyone the report names."""
        return self.named(Person)

    @property
    @reads("speakers", "organisers", "body")
    def organisations(self) -> list[Reference]:
        """Every organisation the report names."""
        return self.named(Organisation)

    def texts(self, reader: Reader) -> Iterator[str]:
        """The standfirst, then the body."""
        yield self.standfirst
        yield from super().texts(reader)
