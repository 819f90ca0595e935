"""What users are told by mail."""

import logging

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.users.models import UserProfile

from cms.accounts.models import User

logger = logging.getLogger(__name__)

NONE = "django.core.mail.backends.dummy.EmailBackend"
SECONDS = 10
"""How long a server of mail may let somebody in the admin wait, at each step."""


def is_told(user: User) -> bool:
    """Whether a mail goes out to a user: there is an address, and `EMAIL_URL` says how."""
    return bool(user.email) and settings.EMAIL_BACKEND != NONE


def tell_of_reset(user: User) -> None:
    """Tell a user whose second factor was reset, in their language. It is reset all the same when the mail fails."""
    if not is_told(user):
        return
    with override(UserProfile.get_for_user(user).get_preferred_language()):
        told = {
            "name": user.get_username(),
            "site": settings.WAGTAIL_SITE_NAME,
            "door": settings.WAGTAILADMIN_BASE_URL + reverse("mfa_index"),
        }
        subject = _("Your second factor was reset: %(site)s") % told
        text = _(
            "An administrator of %(site)s has reset the second factor of your account “%(name)s”. Your "
            "sessions have ended, and the old recovery codes open nothing any more.\n\n"
            "Log in and set up a new second factor: %(door)s\n\n"
            "If you did not ask for it, tell an administrator at once."
        )
        try:
            sender, server = settings.DEFAULT_FROM_EMAIL, get_connection(timeout=SECONDS)
            send_mail(subject, text % told, sender, [user.email], connection=server)
        except OSError:
            logger.exception("A user could not be told by mail.")
