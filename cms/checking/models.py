from django.db import models


class Verdict(models.Model):
    """That something broke a rule when everything was last checked.

    It holds no words of the content: what is wrong is found anew whenever it is shown.
    """

    kind = models.CharField(max_length=32)
    """Name of its ContentKind."""
    key = models.PositiveBigIntegerField()
    rule = models.CharField(max_length=40)
    """Code of the rule."""
    is_blocking = models.BooleanField()
    number = models.PositiveSmallIntegerField()
    """How often it does."""

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "rule"], name="one_verdict_for_a_thing_and_rule"
            )
        ]
        indexes = [models.Index(fields=["rule"], name="verdicts_by_rule")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.rule}"


class WholeCheck(models.Model):
    """When everything was last checked: one row."""

    at = models.DateTimeField()
    things = models.PositiveIntegerField()
    """How many things were checked."""

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.things}, {self.at}"
