"""Fields of models that records and pages share."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from modelcluster.fields import ParentalManyToManyField


class RelatedRecordsField(ParentalManyToManyField):
    """Several records, in the draft too; unlike its parent it is counted in "used in"."""

    def extract_references(self, value: Any) -> Iterator[tuple[type[Model], str, str, str]]:
        """Model, key and place of each record, as Wagtail's reference index wants them."""
        for record in value or ():
            yield self.related_model, str(record.pk), "item", str(record.pk)
