import base64
import secrets
from datetime import timedelta
from typing import Self
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.publishing.models import Change
from pages.kinds import ContentKind

SECRET_BYTES = 32
"""Standard Webhooks asks for 24 to 64."""
FORMER_SECRET_HOLDS = timedelta(days=1)
LONGEST_REASON = 300
ALARMING = timedelta(days=1)
"""An endpoint that takes nothing for so long is paused."""


def new_secret() -> str:
    """A secret as Standard Webhooks writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def new_message_id() -> str:
    """The id of a message: the same whenever it is sent."""
    return f"msg_{uuid4().hex}"


class EndpointQuerySet(models.QuerySet):
    """Questions about endpoints."""

    def open(self) -> Self:
        """Those that are sent something now."""
        rested = models.Q(resting_until=None) | models.Q(resting_until__lte=timezone.now())
        return self.filter(rested, paused_at=None)

    def with_something_due(self) -> Self:
        """Those to which something is to be sent now."""
        due = Delivery.objects.next_ones().filter(endpoint=models.OuterRef("pk"))
        return self.open().filter(models.Exists(due))


class Endpoint(models.Model):
    """An address that is told what changed."""

    name = models.CharField(
        _("name"), max_length=100, help_text=_("For example: the public site, the newsletter tool")
    )
    url = models.URLField(_("address"), max_length=500)
    actions = models.JSONField(_("what happened"), default=list, blank=True)
    """Names of `ChangeAction`; [] for any."""
    kinds = models.JSONField(_("what it happened to"), default=list, blank=True)
    """Names of `ContentKind`; [] for any."""
    languages = models.JSONField(_("languages"), default=list, blank=True)
    """Language tags; [] for any. What has no language is always told."""
    operation = models.TextField(
        _("GraphQL query"),
        blank=True,
        help_text=_(
            "Its answer is sent in place of the change. It may ask for the variables $id, $kind, "
            "$action, $path and $locale, of the types that the documentation of webhooks tells."
        ),
    )
    secret = models.CharField(max_length=100, default=new_secret, editable=False)
    former_secret = models.CharField(max_length=100, blank=True, editable=False)
    former_until = models.DateTimeField(null=True, editable=False)
    """Until when messages are signed with the former secret, too."""
    made_at = models.DateTimeField(auto_now_add=True)
    paused_at = models.DateTimeField(_("paused since"), null=True, blank=True, editable=False)
    pause_reason = models.CharField(max_length=LONGEST_REASON, blank=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    """When it first took nothing, since it last took something."""
    failures = models.PositiveIntegerField(default=0, editable=False)
    """How many attempts have failed, since it last took something."""
    resting_until = models.DateTimeField(null=True, editable=False)
    """It is left alone until then."""

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def wants(self, change: Change) -> bool:
        """Whether it is told of a change."""
        speaks = not change.locale or change.locale in self.languages
        return (
            (not self.actions or change.action in self.actions)
            and (not self.kinds or change.kind in self.kinds)
            and (not self.languages or speaks)
        )

    @property
    def secrets(self) -> list[str]:
        """Those that messages are signed with now."""
        former = self.former_until and self.former_until > timezone.now()
        return [self.secret, self.former_secret] if former else [self.secret]

    def renew_secret(self) -> None:
        """Sign with a new secret, and for a day with the former one as well."""
        self.former_secret, self.former_until = self.secret, timezone.now() + FORMER_SECRET_HOLDS
        self.secret = new_secret()

    def pause(self, reason: str) -> None:
        """Send nothing any more, until somebody resumes it; what happens meanwhile waits."""
        self.paused_at, self.pause_reason = timezone.now(), reason[:LONGEST_REASON]

    def resume(self) -> None:
        """Send again; what waited is due at once."""
        self.paused_at, self.pause_reason = None, ""
        self.took_something()
        self.deliveries.waiting().update(due_at=timezone.now(), tries=0)

    def took_something(self) -> None:
        """All is well."""
        self.failing_since, self.failures, self.resting_until = None, 0, None

    def failed(self, rest: timedelta) -> None:
        """Leave it alone for a while."""
        now = timezone.now()
        self.failing_since = self.failing_since or now
        self.failures += 1
        self.resting_until = now + rest if rest else None

    @property
    def is_alarming(self) -> bool:
        """Whether it has taken nothing for so long that somebody has to look."""
        return bool(self.failing_since and self.failing_since <= timezone.now() - ALARMING)


class DeliveryState(models.TextChoices):
    """What became of a message."""

    WAITING = "WAITING", _("to be sent")
    DELIVERED = "DELIVERED", _("delivered")
    GIVEN_UP = "GIVEN_UP", _("given up")


class DeliveryQuerySet(models.QuerySet):
    """Questions about messages."""

    def waiting(self) -> Self:
        """Those to be sent, now or later."""
        return self.filter(state=DeliveryState.WAITING)

    def next_ones(self) -> Self:
        """Those that may be sent now, in the order of the journal: about each thing, the first that waits."""
        earlier = Delivery.objects.waiting().filter(
            endpoint=models.OuterRef("endpoint"),
            kind=models.OuterRef("kind"),
            object_id=models.OuterRef("object_id"),
            number__lt=models.OuterRef("number"),
        )
        due = self.waiting().filter(due_at__lte=timezone.now())
        return due.exclude(models.Exists(earlier)).order_by("number", "pk")


class Delivery(models.Model):
    """A message to an endpoint: that something changed. What it says is written when it is sent."""

    # Without a constraint: an endpoint that is deleted meanwhile must not keep anybody from publishing.
    endpoint = models.ForeignKey(
        Endpoint, models.CASCADE, related_name="deliveries", db_constraint=False
    )
    message_id = models.CharField(max_length=40, default=new_message_id, unique=True)
    number = models.BigIntegerField()
    """Of the line of the journal."""
    kind = models.CharField(_("what it happened to"), max_length=20)
    object_id = models.BigIntegerField()
    action = models.CharField(_("what happened"), max_length=9)
    state = models.CharField(
        _("state"), max_length=9, choices=DeliveryState, default=DeliveryState.WAITING
    )
    noted_at = models.DateTimeField(_("changed on"), default=timezone.now, db_index=True)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveIntegerField(default=0)
    """Attempts since it was last asked to be sent."""
    attempts = models.JSONField(_("attempts"), default=list)
    """What came of each, in order: `at`, `status` (of HTTP, or null), `trouble`, `milliseconds`."""

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages to webhooks")
        default_permissions = ()
        ordering = ("-number", "-pk")
        indexes = (
            models.Index(
                fields=("endpoint", "kind", "object_id", "number"),
                name="waiting_of_object",
                condition=models.Q(state=DeliveryState.WAITING),
            ),
            models.Index(
                fields=("endpoint", "number"),
                name="waiting_in_order",
                condition=models.Q(state=DeliveryState.WAITING),
            ),
        )

    def __str__(self) -> str:
        return f"{self.message_id}: {self.action} {self.kind}:{self.object_id}"

    @property
    def content_kind(self) -> ContentKind:
        """What it happened to."""
        return ContentKind[self.kind]
