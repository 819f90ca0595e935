"""What follows when somebody's second factor changes."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth import update_session_auth_hash
from django.dispatch import receiver
from django.http import HttpRequest


@receiver([authenticator_added, authenticator_removed])
def end_other_sessions(
    sender: type, request: HttpRequest, authenticator: Authenticator, **told: Any
) -> None:
    """Sessions that began without the code do not go on; the one in which it was set up does."""
    if authenticator.type == Authenticator.Type.TOTP:
        request.user.end_sessions()
        update_session_auth_hash(request, request.user)
