"""Sectors of activity, on two levels."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from snippets.promises import promises
from snippets.records import PublicRecord
from snippets.writable import writable


class Sector(PublicRecord):
    """A field of activity; a sub-sector lies in one parent: health › medtech."""

    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent sector"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text=_("Leave empty for a main sector, such as health. Medtech lies in health."),
    )

    api_fields = writable("name", "slug", "parent")
    graphql_fields = promises(
        """
        "Name."
        name: String!
        "Unique among sectors of a language."
        slug: String!
        "The main sector it lies in; null for a main sector."
        parent: Sector
        "Its sub-sectors, by name; empty for a sub-sector."
        children: [Sector!]!
        "Organisations in it or in its sub-sectors, by name."
        organisations(
            "At most 100; 20 when absent." first: Int
            "endCursor of the page before." after: String
        ): OrganisationConnection!
        "Reports in it or in its sub-sectors, the last event first."
        eventReports(
            "At most 100; 20 when absent." first: Int
            "endCursor of the page before." after: String
        ): EventReportConnection!
        """
    )

    class Meta(PublicRecord.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        constraints = (
            *PublicRecord.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="sector_lies_in_another",
                violation_error_message=_("A sector cannot lie in itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.parent.name} › {self.name}" if self.parent_id else self.name

    def clean(self) -> None:
        """Keep to two levels."""
        super().clean()
        if self.parent_id and (message := self.objection_to_parent()):
            raise ValidationError({"parent": message})

    def objection_to_parent(self) -> Any:
        """Why the chosen parent cannot be one, if it cannot."""
        if self.parent_id == self.pk:
            return _("A sector cannot lie in itself.")
        if self.parent.parent_id:
            return _("Choose a main sector: “%(name)s” is itself a sub-sector.") % {
                "name": self.parent.name
            }
        if self.pk and self.children.exists():
            return _("This sector has sub-sectors, so it must stay a main sector.")
        return None
