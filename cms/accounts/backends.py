"""Whose password is looked at."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Q
from django.http import HttpRequest

from cms.accounts.models import User


class OneHash(AuthenticationBackend):
    """allauth's, which looks at the password of each user whom a name may mean: how many there are would be seen by the
    time it takes. Here one password is hashed, whoever is meant: allauth does so where nobody is, Django where a user
    has no password."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        user = meant(credentials.get("username") or "")
        return self._check_password(user, credentials["password"])


def meant(name: str) -> User | None:
    """The user with this user name, whatever its case where nobody has it exactly; or else the only one with this
    address. Two who share an address are meant by their user names alone."""
    found = list(User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)))
    folded = name.lower()  # The database takes more letters for the same.
    for candidates in (
        [each for each in found if each.username == name],
        [each for each in found if each.username.lower() == folded],
        [each for each in found if each.email.lower() == folded],
    ):
        if candidates:
            return candidates[0] if len(candidates) == 1 else None
    return None
