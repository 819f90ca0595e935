"""People, and what they are in which organisations."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.search import index

from snippets.links import WebLink
from snippets.parts import Part
from snippets.promises import promises
from snippets.reading import reads
from snippets.records import DraftableRecord
from snippets.rich_text import RecordTextField
from snippets.writable import writable

from .files import Photo
from .organisation import Organisation


class Person(DraftableRecord):
    """Someone whom stories name or quote."""

    photo = models.ForeignKey(
        Photo,
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    biography = RecordTextField(_("biography"), blank=True)

    search_fields = [
        *DraftableRecord.search_fields,
        index.SearchField("biography"),
        index.SearchField("words_of_affiliations"),
    ]
    api_fields = writable("name", "slug", "photo", "biography", "links", "affiliations")
    graphql_fields = promises(
        """
        "First name and family name."
        name: String!
        "Unique among people of a language."
        slug: String!
        "Portrait."
        photo: Image
        "A few lines about the person."
        biography: RichText
        "Their pages elsewhere, in the editor's order."
        links: [Link!]!
        "What they are and were, in which organisations: current ones first, then the most recent."
        affiliations: [Affiliation!]!
        "Reports that name the person, anywhere."
        eventReports(
            "HELD_DESC when absent." orderBy: EventReportOrder
            "At most 100; 20 when absent." first: Int
            "endCursor of the page before." after: String
        ): EventReportConnection!
        "Testimonials that name the person, the last published first."
        testimonials(
            "At most 100; 20 when absent." first: Int
            "endCursor of the page before." after: String
        ): TestimonialConnection!
        "What the person said, the last first."
        quotes(
            "At most 100; 20 when absent." first: Int
            "endCursor of the page before." after: String
        ): QuoteConnection!
        """,
        affiliations="affiliations_by_recency",
    )

    class Meta(DraftableRecord.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")

    @property
    @reads("affiliations")
    def affiliations_by_recency(self) -> list["Affiliation"]:
        """Current affiliations in the editor's order, then past ones, the latest first."""
        affiliations = list(self.affiliations.all())
        past = [each for each in affiliations if not each.current]
        past.sort(key=lambda each: each.until or each.since, reverse=True)
        return [each for each in affiliations if each.current] + past

    @property
    def words_of_affiliations(self) -> list[str]:
        """Roles and names of the organisations that are public without an end: words to find by."""
        affiliations = list(self.affiliations.all())
        keys = {each.organisation_id for each in affiliations}
        public = Organisation.objects.lasting().in_bulk(keys)
        shown = [each for each in affiliations if each.organisation_id in public]
        return [text for each in shown for text in (each.role, public[each.organisation_id].name)]

    @property
    def current_roles(self) -> str:
        """What the person is now, as printed under the name in the admin."""
        current = [str(each) for each in self.affiliations.all() if each.current]
        return " · ".join(current)


class Affiliation(Part):
    """A role that a person holds or held in one organisation."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    role = models.CharField(
        _("role"),
        max_length=160,
        help_text=_("For example: co-founder and managing director"),
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="affiliations",
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Leave empty while it lasts.")
    )

    api_fields = writable("role", "organisation", "since", "until")
    graphql_fields = promises(
        """
        "Opaque; stable while the affiliation is kept."
        id: ID!
        "The role, as it is printed."
        role: String!
        "Where it is held."
        organisation: Organisation!
        "First day; null when unknown."
        since: Date
        "Last day; null while it lasts."
        until: Date
        "Whether it is held today, Paris time."
        current: Boolean!
        """
    )

    class Meta(Part.Meta):
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")),
                name="affiliation_ends_after_it_begins",
                violation_error_message=_("The last day comes before the first one."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.role}, {self.organisation}"

    def clean(self) -> None:
        """Refuse dates in the wrong order, beside the field."""
        super().clean()
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": _("The last day comes before the first one.")})

    @property
    def current(self) -> bool:
        """Whether it is held today; the first and the last day count."""
        today = timezone.localdate()
        return (self.since is None or self.since <= today) and (
            self.until is None or self.until >= today
        )


class PersonLink(WebLink):
    """A page of a person elsewhere."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="links")
