from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
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


class Unsaved(models.Model):
    """What a user has typed into the form of an object and not saved yet, as it was previewed last."""

    kind = models.CharField(max_length=100)
    key = models.PositiveBigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    content = models.JSONField(encoder=DjangoJSONEncoder)
    at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "user"], name="one_unsaved_form_for_an_object_and_user"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
