"""What allauth asks us."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
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
        counted = throttling.code(user.pk)
        throttling.take(counted)
        is_right = user.check_password(password)
        if is_right:
            throttling.give_back(counted)
        return is_right

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """None: the next screen shows what was done."""
