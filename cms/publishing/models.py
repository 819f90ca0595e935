from django.db import models
from django.utils import timezone


class ChangeAction(models.TextChoices):
    """What happened to something, as readers see it."""

    PUBLISHED = "PUBLISHED"
    UPDATED = "UPDATED"
    WITHDRAWN = "WITHDRAWN"


class Change(models.Model):
    """A line of the journal: something became readable, changed, or disappeared.

    It holds no title: what was withdrawn must not live on.
    """

    number = models.BigAutoField(primary_key=True)
    """Numbers commit in order: who has read up to one has missed none below it."""
    at = models.DateTimeField(default=timezone.now, db_index=True)
    action = models.CharField(max_length=9, choices=ChangeAction)
    kind = models.CharField(max_length=20)
    """Name of a `ContentKind`."""
    object_id = models.BigIntegerField()
    path = models.TextField(blank=True)
    """Where it stands or stood on the site; empty for what has no path."""
    left_path = models.TextField(blank=True)
    """Where it stood before this change, when it moved."""
    locale = models.CharField(max_length=10, blank=True)
    """Language tag; empty for what has no language."""
    fingerprint = models.CharField(max_length=64, blank=True)
    """What tells whether a menu or the site changed, which nothing announces by itself."""

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=("kind", "object_id", "number"), name="change_of_object"),)

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.kind}:{self.object_id}"


class Lease(models.Model):
    """The right of one process to do something, for a while."""

    name = models.CharField(max_length=30, primary_key=True)
    holder = models.CharField(max_length=100)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.holder} until {self.until}"


class Forgotten(models.Model):
    """Up to which number of the journal withdrawals are forgotten. One row, the greatest number."""

    number = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.number)
