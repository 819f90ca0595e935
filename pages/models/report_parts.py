"""What stands inside an event report: speakers, pictures, related reports, tags."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase

from pages import panels
from pages.values import FIGURE_PROMISES
from snippets.models import Organisation, Person, Photo
from snippets.parts import Part
from snippets.promises import promises
from snippets.reading import reads
from snippets.writable import writable


class EventReportTag(TaggedItemBase):
    """A word an editor filed a report under."""

    content_object = ParentalKey(
        "pages.EventReport", on_delete=models.CASCADE, related_name="tagged_items"
    )


class Speaker(Part):
    """A person as they were that day."""

    report = ParentalKey("pages.EventReport", on_delete=models.CASCADE, related_name="speakers")
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="speeches",
    )
    role = models.CharField(
        _("role that day"),
        max_length=200,
        help_text=_("For example: founder of Planktovie and Softcell Therapeutics"),
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("for the organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="speeches",
    )
    topic = models.CharField(
        _("topic"),
        max_length=200,
        blank=True,
        help_text=_("For example: from the idea to the market"),
    )

    panels = panels.SPEAKER
    api_fields = writable("person", "role", "organisation", "topic")
    graphql_fields = promises(
        """
        "Opaque; stable while the speaker is kept."
        id: ID!
        "Who spoke."
        person: Person!
        "What they were that day."
        role: String!
        "The organisation they spoke for."
        organisation: Organisation
        "What they spoke about."
        topic: String
        """
    )

    class Meta(Part.Meta):
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"


class GalleryPicture(Part):
    """A picture below the body of a report."""

    report = ParentalKey("pages.EventReport", on_delete=models.CASCADE, related_name="gallery")
    image = models.ForeignKey(
        Photo, verbose_name=_("picture"), on_delete=models.CASCADE, related_name="+"
    )
    caption = models.CharField(_("caption"), max_length=255, blank=True)

    panels = panels.GALLERY_PICTURE
    api_fields = writable("image", "caption")
    graphql_name = "Figure"
    graphql_fields = FIGURE_PROMISES

    class Meta(Part.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    @reads("image")
    def alt(self) -> str:
        """What the picture shows; empty when it is decorative."""
        return self.image.alt

    @property
    @reads("image")
    def credit(self) -> str:
        """Who made it."""
        return self.image.credit


class RelatedReport(Part):
    """A report that readers of another one are led to."""

    source = ParentalKey(
        "pages.EventReport", on_delete=models.CASCADE, related_name="related_reports"
    )
    report = models.ForeignKey(
        "pages.EventReport",
        verbose_name=_("event report"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = panels.RELATED_REPORT
    api_fields = writable("report")
