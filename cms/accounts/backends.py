"""Whose password is looked at."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


class OnceEach(AuthenticationBackend):
    """allauth's, which looks for a user by address, then by name: one who is found both ways would be seen by the
    time it takes."""

    def authenticate(
        self, request: HttpRequest | None, **credentials: Any
    ) -> AbstractBaseUser | None:
        """The user whose password it is."""
        self.refused: set[Any] = set()
        return super().authenticate(request, **credentials)

    def _check_password(
        self, user: AbstractBaseUser | None, password: str
    ) -> AbstractBaseUser | None:
        if user and user.pk in self.refused:
            return None
        found = super()._check_password(user, password)
        if user and not found:
            self.refused.add(user.pk)
        return found
