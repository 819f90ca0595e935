"""Files that are to be deleted, noted with the change that made them idle."""

from typing import Self

from django.db import models
from django.utils import timezone


class FileToDeleteQuerySet(models.QuerySet):
    """Questions about files that wait."""

    def due(self) -> Self:
        """Those to be tried now, who waited longest first."""
        return self.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")


class FileToDelete(models.Model):
    """A file that nothing names any more. The row is there before the file may go, and until it is gone: whatever
    fails in between, somebody knows of it."""

    field = models.CharField(max_length=150)
    """Of which it was a value, as `app.Model.field`: it knows the storage."""
    name = models.TextField()
    since = models.DateTimeField(default=timezone.now)
    tries = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(db_index=True)
    """When it is tried next; whoever tries moves it ahead."""

    objects = FileToDeleteQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.field} {self.pk}"
