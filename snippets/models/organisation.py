"""Organisations: companies, laboratories, schools, public bodies."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.search import index

from snippets.fields import RelatedRecordsField
from snippets.links import WebLink
from snippets.promises import promises
from snippets.records import DraftableRecord
from snippets.rich_text import RecordTextField
from snippets.writable import writable

from .files import Photo
from .sector import Sector

OLDEST_FOUNDING_YEAR = 1100
LAST_FOUNDING_YEAR = 2200


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    COMPANY = "company", _("Company")
    LABORATORY = "laboratory", _("Laboratory")
    ENGINEERING_SCHOOL = "engineering_school", _("Engineering school")
    UNIVERSITY = "university", _("University")
    INCUBATOR = "incubator", _("Incubator")
    BUSINESS_NURSERY = "business_nursery", _("Business nursery")
    CLUSTER = "cluster", _("Cluster")
    PUBLIC_BODY = "public_body", _("Public body")
    ASSOCIATION = "association", _("Association")
    OTHER = "other", _("Other")


class Organisation(DraftableRecord):
    """A company, laboratory, school or public body that stories name."""

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=OrganisationKind,
        default=OrganisationKind.COMPANY,
    )
    technopole = models.ForeignKey(
        "snippets.Technopole",
        verbose_name=_("technopole"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    sectors = RelatedRecordsField(
        Sector, verbose_name=_("sectors"), blank=True, related_name="organisations"
    )
    presentation = RecordTextField(_("presentation"), blank=True)
    website = models.URLField(
        _("website"), blank=True, help_text=_("For example: https://www.example.com")
    )
    logo = models.ForeignKey(
        Photo,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    founded_in = models.PositiveSmallIntegerField(
        _("founded in"),
        null=True,
        blank=True,
        help_text=_("The year. For example: 2010."),
    )

    search_fields = [
        *DraftableRecord.search_fields,
        index.SearchField("presentation"),
        index.FilterField("kind"),
        index.FilterField("technopole_id"),
    ]
    api_fields = writable(
        "name",
        "slug",
        "kind",
        "technopole",
        "sectors",
        "presentation",
        "website",
        "logo",
        "founded_in",
        "links",
    )
    graphql_fields = promises(
        """
        "Name."
        name: String!
        "Unique among organisations of a language."
        slug: String!
        "What it is."
        kind: OrganisationKind!
        "The technopole it is based in; null when it is in none."
        technopole: Technopole
        "What it works in, by name."
        sectors: [Sector!]!
        "A few lines about it."
        presentation: RichText
        "Its own site."
        website: URL
        "Its logo."
        logo: Image
        "Year it was founded."
        foundedIn: Int
        "Its pages elsewhere, in the editor's order."
        links: [Link!]!
        "People affiliated to it, today or earlier, by name."
        people(
            "At most 100; 20 when absent." first: Int
            "endCursor of the page before." after: String
        ): PersonConnection!
        "Reports that name it, anywhere."
        eventReports(
            "Which ones." filter: EventReportFilter
            "HELD_DESC when absent." orderBy: EventReportOrder
            "At most 100; 20 when absent." first: Int
            "endCursor of the page before." after: String
        ): EventReportConnection!
        "Testimonials that name it, the last published first."
        testimonials(
            "At most 100; 20 when absent." first: Int
            "endCursor of the page before." after: String
        ): TestimonialConnection!
        "What was said for it, the last first."
        quotes(
            "At most 100; 20 when absent." first: Int
            "endCursor of the page before." after: String
        ): QuoteConnection!
        """
    )

    class Meta(DraftableRecord.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = (
            *DraftableRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(founded_in__range=(OLDEST_FOUNDING_YEAR, LAST_FOUNDING_YEAR)),
                name="organisation_founding_year_is_sane",
                violation_error_message=_("Check the founding year: write it with four digits."),
            ),
        )

    def clean(self) -> None:
        """Refuse a founding year that is mistyped or still to come."""
        super().clean()
        if self.founded_in is None:
            return
        if not OLDEST_FOUNDING_YEAR <= self.founded_in <= timezone.localdate().year:
            message = _("Check the founding year: write a year between %(first)s and this year.")
            raise ValidationError({"founded_in": message % {"first": OLDEST_FOUNDING_YEAR}})


class OrganisationLink(WebLink):
    """A page of an organisation elsewhere."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="links")
