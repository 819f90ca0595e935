"""What users are told by mail."""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.users.models import UserProfile

from cms.accounts.models import User

logger = logging.getLogger(__name__)

NONE = "django.core.mail.backends.dummy.EmailBackend"
SECONDS = 10
"""How long a server of mail may let somebody wait, at each step."""


def is_told(user: User) -> bool:
    """Whether a mail goes out to a user: there is an address, and `EMAIL_URL` says how."""
    return bool(user.email) and settings.EMAIL_BACKEND != NONE


def tell_of_reset(user: User) -> None:
    """Tell a user whose second factor was reset."""
    send(
        user,
        _("Your second factor was reset: %(site)s"),
        _(
            "An administrator of %(site)s has reset the second factor of your account “%(name)s”. Your "
            "sessions have ended, and the old recovery codes open nothing any more.\n\n"
            "Log in and set up a new second factor: %(address)s\n\n"
            "If you did not ask for it, tell an administrator at once."
        ),
        "mfa_index",
    )


def tell_of_tries(user: User) -> None:
    """Tell a user that somebody has the password and tries codes: in a known browser it would not be noticed."""
    logger.warning("Somebody with the password of user %s tries codes", user.pk)
    send(
        user,
        _("Somebody tries to sign in with your password: %(site)s"),
        _(
            "Somebody gave the password of your account “%(name)s” at %(site)s, and then several wrong codes.\n\n"
            "If it was you, there is nothing to do: try again later, or give a recovery code. If it was not, "
            "change your password now: %(address)s"
        ),
        "wagtailadmin_account",
    )


def send(user: User, subject: Any, text: Any, view: str) -> None:
    """Tell a user something in their language, with the address of a view. What it is about holds all the same when the
    mail fails."""
    if not is_told(user):
        return
    told = {
        "name": user.get_username(),
        "site": settings.WAGTAIL_SITE_NAME,
        "address": settings.WAGTAILADMIN_BASE_URL + reverse(view),
    }
    sender, server = settings.DEFAULT_FROM_EMAIL, get_connection(timeout=SECONDS)
    try:
        with override(UserProfile.get_for_user(user).get_preferred_language()):
            send_mail(subject % told, text % told, sender, [user.email], connection=server)
    except OSError:
        logger.exception("A user could not be told by mail.")
