"""What allauth asks us."""

from time import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from cms.accounts import throttling
from cms.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never, whatever the settings say."""
        return False

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether it is the password of who is signed in. Raises ValidationError after too many tries."""
        counted = throttling.confirmation(user.pk)
        throttling.take(counted)
        is_right = user.check_password(password)
        if is_right:
            throttling.give_back(counted)
        return is_right

    def is_reauthentication_required(self, **about: Any) -> bool:
        """Whether something grave asks who it is once more: not in the first minutes after signing in."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or time() - records[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT

    def get_login_stages(self) -> list[str]:
        """What comes after the password. A provider asks for what it finds right itself."""
        return [] if settings.OIDC else ["allauth.mfa.stages.AuthenticateStage"]

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """None: the next screen shows what was done."""
