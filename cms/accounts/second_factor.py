"""Codes of an app on the phone, besides the password: what allauth asks us, and how it is taken from somebody."""

from base64 import urlsafe_b64encode
from functools import partial

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from wagtail.log_actions import log

from cms.accounts.mails import tell_of_reset
from cms.accounts.models import User

RESET = "accounts.reset_second_factor"
"""The action in the history of the site."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are kept encrypted with a key that is made of `SECRET_KEY`: a copy of the database opens nothing."""

    def get_totp_issuer(self) -> str:
        """What the app on the phone shows, beside the user name."""
        return settings.WAGTAIL_SITE_NAME

    def get_totp_label(self, user: User) -> str:
        """Whose code it is."""
        return user.get_username()

    def encrypt(self, text: str) -> str:
        """As it is kept."""
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """As it was. Raises InvalidToken when `SECRET_KEY` is another one meanwhile."""
        return cipher().decrypt(encrypted_text.encode()).decode()


def cipher() -> MultiFernet:
    """Encrypts with the key of today, and reads what was encrypted with those before it."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(derived(key))) for key in keys])


def derived(key: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"cms.accounts.second_factor").derive(
        key.encode()
    )


@transaction.atomic
def reset(user: User, *, by: User | None = None) -> bool:
    """Take the second factor from a user whose phone is gone, end all sessions, and tell them by mail. Tells whether
    there was one."""
    taken, _ = Authenticator.objects.filter(user=user).delete()
    if taken:
        user.end_sessions()
        log(user, RESET, user=by)
        transaction.on_commit(partial(tell_of_reset, user))
    return bool(taken)


def may_reset(by: User, user: User) -> bool:
    """Whether somebody may take the second factor from a user: administrators, who may all. Not from themselves, whose
    open session would do for it."""
    return by.is_superuser and by != user
