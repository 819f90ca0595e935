"""Tells those who look after webhooks that one was paused."""

import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.webhooks.models import Endpoint

PERMISSION = "webhooks.change_endpoint"

logger = logging.getLogger(__name__)


def tell_of_pause(endpoint: Endpoint) -> None:
    """Write a line of the log, and a mail to those who may resume it; the home of the admin tells editors."""
    logger.error("The webhook %s is paused: %s", endpoint.pk, endpoint.pause_reason)
    form = settings.WAGTAILADMIN_BASE_URL + reverse("webhooks:edit", args=[endpoint.pk])
    text = _(
        "Changes are no longer sent to “%(name)s”: %(reason)s\n\nWhat happens meanwhile waits, for "
        "%(days)s days. Once the receiver answers again, resume the webhook: %(form)s"
    )
    told = {
        "name": endpoint.name,
        "reason": endpoint.pause_reason,
        "days": settings.WEBHOOK_DAYS,
        "form": form,
    }
    subject = _("The webhook “%(name)s” is paused") % told
    try:
        send_mail(subject, text % told, settings.DEFAULT_FROM_EMAIL, addressees())
    except OSError:
        logger.exception("Nobody could be told by mail.")


def addressees() -> list[str]:
    """The addresses of those who may resume webhooks."""
    users = get_user_model().objects.with_perm(PERMISSION, backend=BACKEND)
    return sorted({user.email for user in users if user.email})


BACKEND = "django.contrib.auth.backends.ModelBackend"
