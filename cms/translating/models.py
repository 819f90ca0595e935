from django.db import models
from wagtail.models import Revision


class MadeFrom(models.Model):
    """What a translation was made from, and with which version of it it last agreed."""

    kind = models.CharField(max_length=100)
    key = models.PositiveBigIntegerField()
    source = models.PositiveBigIntegerField()
    """Key of the source, which is of the same kind."""
    version = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    """None when it was deleted, or when the source had no versions."""
    saved_at = models.DateTimeField()
    """When that version was saved: whoever goes on writing in Wagtail writes over their last version."""

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], name="a_translation_is_made_from_one_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.source}"
