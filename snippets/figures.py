"""Key figures: a value as a reader sees it, what it counts, since when and after whom."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from .promises import promises

NUMBER = re.compile(r"^[+\-\u2212]?\d{1,3}(?:[ \u00a0\u202f]?\d{3})*(?:[.,]\d+)?$")

FIGURE_PROMISES = promises(
    """
    "Opaque; stable while the figure is kept."
    id: ID!
    "As a reader sees it, in French notation: 1 250, 8, 3,5."
    value: String!
    "The value as a number; null when it is not one."
    number: Float
    "What is counted in, for instance m² or M€; null when it counts things."
    unit: String
    "What it is the figure of."
    label: String!
    "The day the figure was true; null when unknown."
    asOf: Date
    "Who says so; null when not told."
    source: String
    """
)


def number_in(text: str) -> float | None:
    """The number written in French notation in `text`; None when it is not just a number."""
    if not NUMBER.match(text.strip()):
        return None
    plain = re.sub(r"\s", "", text.strip()).replace("\u2212", "-").replace(",", ".")
    return float(plain)


class Figure(models.Model):
    """A figure that says something about the thing it belongs to."""

    value = models.CharField(_("value"), max_length=40, help_text=_("For example: 8, or 1 250."))
    unit = models.CharField(
        _("unit"), max_length=40, blank=True, help_text=_("For example: m², M€.")
    )
    label = models.CharField(
        _("label"), max_length=160, help_text=_("For example: research laboratories.")
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=160, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return " ".join(filter(None, (self.value, self.unit, self.label)))

    @property
    def number(self) -> float | None:
        """The value as a number, if it is one."""
        return number_in(self.value)
