"""Technopoles: the innovation parks."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.search import index

from snippets.fields import RelatedRecordsField
from snippets.figures import FIGURE_PROMISES, Figure
from snippets.parts import Part
from snippets.promises import promises
from snippets.records import DraftableRecord
from snippets.rich_text import RecordTextField
from snippets.writable import writable

from .files import Photo
from .sector import Sector


@dataclass(frozen=True)
class GeoPoint:
    """A point on earth (WGS 84, degrees)."""

    latitude: float
    longitude: float


class Technopole(DraftableRecord):
    """An innovation park."""

    tagline = models.CharField(
        _("tagline"),
        max_length=160,
        blank=True,
        help_text=_("For example: engineering sciences, north of Marseille."),
    )
    presentation = RecordTextField(_("presentation"), blank=True)
    city = models.CharField(_("city"), max_length=80, help_text=_("For example: Marseille"))
    address = models.CharField(_("address"), max_length=255, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(-90)), MaxValueValidator(Decimal(90))],
        help_text=_("In degrees. For example: 43.341900"),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(-180)), MaxValueValidator(Decimal(180))],
        help_text=_("In degrees. For example: 5.436500"),
    )
    website = models.URLField(
        _("website"), blank=True, help_text=_("For example: https://www.example.com")
    )
    photo = models.ForeignKey(
        Photo,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sectors = RelatedRecordsField(
        Sector, verbose_name=_("sectors"), blank=True, related_name="technopoles"
    )

    search_fields = [
        *DraftableRecord.search_fields,
        index.SearchField("tagline"),
        index.SearchField("presentation"),
        index.SearchField("city"),
    ]
    api_fields = writable(
        "name",
        "slug",
        "tagline",
        "presentation",
        "city",
        "address",
        "latitude",
        "longitude",
        "website",
        "photo",
        "sectors",
        "key_figures",
    )
    graphql_fields = promises(
        """
        "Name."
        name: String!
        "Unique among technopoles of a language."
        slug: String!
        "What it is, in a line."
        tagline: String
        "A few lines about it."
        presentation: RichText
        "City it lies in."
        city: String!
        "Postal address."
        address: String
        "Where it is on the map."
        location: GeoPoint
        "Its own site."
        website: URL
        "Picture of the place."
        photo: Image
        "What is done there, by name."
        sectors: [Sector!]!
        "Its figures, in the editor's order."
        keyFigures: [KeyFigure!]!
        "Organisations based in it."
        organisations(
            "Which ones." filter: OrganisationFilter
            "NAME_ASC when absent." orderBy: OrganisationOrder
            "At most 100; 20 when absent." first: Int
            "endCursor of the page before." after: String
        ): OrganisationConnection!
        "Reports of events held there."
        eventReports(
            "Which ones." filter: EventReportFilter
            "HELD_DESC when absent." orderBy: EventReportOrder
            "At most 100; 20 when absent." first: Int
            "endCursor of the page before." after: String
        ): EventReportConnection!
        "Testimonials of those who work there, the last published first."
        testimonials(
            "Which ones." filter: TestimonialFilter
            "At most 100; 20 when absent." first: Int
            "endCursor of the page before." after: String
        ): TestimonialConnection!
        "What was said there, the last first."
        quotes(
            "Which ones." filter: QuoteFilter
            "At most 100; 20 when absent." first: Int
            "endCursor of the page before." after: String
        ): QuoteConnection!
        """
    )

    class Meta(DraftableRecord.Meta):
        verbose_name = _("technopole")
        verbose_name_plural = _("technopoles")
        constraints = (
            *DraftableRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="technopole_point_is_on_earth",
                violation_error_message=_("Give both latitude and longitude, in degrees."),
            ),
        )

    def clean(self) -> None:
        """Ask for the half of the geographic point that is missing."""
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({missing: _("Give both latitude and longitude, or neither.")})

    @property
    def location(self) -> GeoPoint | None:
        """Where it is, if it is known."""
        if self.latitude is None or self.longitude is None:
            return None
        return GeoPoint(float(self.latitude), float(self.longitude))


class KeyFigure(Figure, Part):
    """A figure with its unit, its date and its source."""

    technopole = ParentalKey(Technopole, on_delete=models.CASCADE, related_name="key_figures")

    api_fields = writable("value", "unit", "label", "as_of", "source")

    graphql_fields = FIGURE_PROMISES

    class Meta(Part.Meta):
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
