from django.db import models


class KnownOperation(models.Model):
    """An operation that a frontend keeps in a file: callable by its hash, held to the schema."""

    frontend = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    hash = models.CharField(max_length=64, db_index=True)
    text = models.TextField()
    file = models.CharField(max_length=500)
    line = models.PositiveIntegerField()

    class Meta:
        ordering = ["frontend", "name"]
        constraints = [
            models.UniqueConstraint(fields=["frontend", "name"], name="one_operation_of_a_name")
        ]

    def __str__(self) -> str:
        return f"{self.frontend} {self.file}:{self.line} {self.name}"
