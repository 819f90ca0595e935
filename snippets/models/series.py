"""Series of events that come back under one name."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from snippets.promises import promises
from snippets.records import PublicRecord
from snippets.writable import writable

from .files import Photo
from .organisation import Organisation


class EventSeries(PublicRecord):
    """Events that come back under one name, such as the 12/14 networking lunches."""

    promise = models.CharField(
        _("promise"),
        max_length=255,
        blank=True,
        help_text=_(
            "What one comes for. For example: two hours to meet, exchange and share a meal."
        ),
    )
    organiser = models.ForeignKey(
        Organisation,
        verbose_name=_("organiser"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    photo = models.ForeignKey(
        Photo,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    api_fields = writable("name", "slug", "promise", "organiser", "photo")
    graphql_fields = promises(
        """
        "Name, for instance 12/14."
        name: String!
        "Unique among series of a language."
        slug: String!
        "What one comes for, in a sentence."
        promise: String
        "Who runs it."
        organiser: Organisation
        "Picture of the series."
        photo: Image
        "Reports of its events, the last first."
        eventReports(
            "Which ones." filter: EventReportFilter
            "At most 100; 20 when absent." first: Int
            "endCursor of the page before." after: String
        ): EventReportConnection!
        """
    )

    class Meta(PublicRecord.Meta):
        verbose_name = _("event series")
        verbose_name_plural = pgettext_lazy("several", "event series")
