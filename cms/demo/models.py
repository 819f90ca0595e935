"""What the demo has put into this database, so that exactly that can be taken out again."""

from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone


class DemoLoad(models.Model):
    """One load of the demo. It stays after its objects are removed: `--once` looks for it."""

    name = models.CharField(max_length=80)
    loaded_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("name",),
                condition=models.Q(removed_at__isnull=True),
                name="demo_loaded_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @classmethod
    def standing(cls, name: str) -> Self | None:
        """The load of this name that was not removed, if there is one."""
        return cls.objects.filter(name=name, removed_at__isnull=True).first()


class DemoObject(models.Model):
    """One row that a load made, in the order it was made."""

    load = models.ForeignKey(DemoLoad, on_delete=models.CASCADE, related_name="objects_made")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("content_type", "object_id"), name="demo_object_recorded_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.content_type.model} {self.object_id}"
