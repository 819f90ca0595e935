from django.db import models


class Revocation(models.Model):
    """How often the tokens of an object were revoked: one that knows another number is dead."""

    kind = models.CharField(max_length=100)
    key = models.PositiveBigIntegerField()
    times = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], name="one_count_of_revocations_for_an_object"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.times}"
