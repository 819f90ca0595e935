from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac


class User(AbstractUser):
    """Who signs in to the admin. Ours from the first migration, because it cannot be later."""

    sessions = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    """How often all sessions were ended but by a new password."""

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match to go on; Django's own as long as no sessions were ended and no provider opens."""
        key = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        told = f"{self.password}{self.sessions or ''}{settings.OIDC_ISSUER}"
        return salted_hmac(key, told, secret=secret, algorithm="sha256").hexdigest()

    def end_sessions(self) -> None:
        """End all sessions of the user, on every device."""
        type(self).objects.filter(pk=self.pk).update(sessions=models.F("sessions") + 1)
        self.refresh_from_db(fields=["sessions"])


class Tries(models.Model):
    """How often something was tried within a span of time."""

    key = models.CharField(max_length=64, primary_key=True)
    """A digest: neither names nor addresses are kept."""
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.until}"
