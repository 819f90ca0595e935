"""What was sent: it is kept as it was, whatever becomes of the stories."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Page

from pages.models import NewsletterIssue


class FrozenIssue(models.Model):
    """An issue as it was when it was first published. Rows are made once, and never change."""

    page = models.OneToOneField(NewsletterIssue, on_delete=models.CASCADE, related_name="frozen")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=10)
    frozen_at = models.DateTimeField(auto_now_add=True)
    cursor = models.CharField(max_length=200)
    """Of `changes`: what was published up to then."""
    followed = models.JSONField(default=list)
    """Slugs of the technopoles whose news it tells by rule; "" stands for all of them."""
    mjml = models.TextField()
    mails = models.JSONField()
    """`html` and `txt` by tool; "" is the variant without one."""
    told = models.JSONField()
    """What `/newsletter/issues/{number}.json` gives."""

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("number", "language"), name="issue_frozen_once_in_a_language"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} ({self.language})"


class FrozenItem(models.Model):
    """A story that an issue told, at the revision that was public then."""

    issue = models.ForeignKey(FrozenIssue, on_delete=models.CASCADE, related_name="items")
    sort_order = models.PositiveIntegerField()
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    """None once the story was deleted."""
    revision_id = models.BigIntegerField(null=True)
    told = models.JSONField()
    """Title, excerpt, address and picture, as they were sent."""

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ("issue", "sort_order")

    def __str__(self) -> str:
        return f"{self.issue}: {self.told['title']}"


@register_setting(icon="mail")
class NewsletterSettings(BaseGenericSetting):
    """What stands at the end of every issue."""

    legal_line = models.TextField(
        _("legal line"),
        blank=True,
        max_length=600,
        help_text=_(
            "Who sends the newsletter, and why one gets it. For example: Métropole "
            "Aix-Marseille-Provence, Le Pharo, 13007 Marseille. You get this letter because you "
            "registered for it."
        ),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("newsletters")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


def legal_line() -> str:
    """What the sender has to say at the end of every issue; empty until somebody wrote it."""
    return NewsletterSettings.objects.values_list("legal_line", flat=True).first() or ""
