"""Counts who signs in, and who fails to; not who it was."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_login_failed

from cms.metrics import counted


def connect() -> None:
    """Hear of it from Django, whatever the way in."""
    user_logged_in.connect(succeeded, dispatch_uid="cms.metrics")
    user_login_failed.connect(failed, dispatch_uid="cms.metrics")


def succeeded(**about: Any) -> None:
    """Somebody is in."""
    counted.sign_ins.labels("succeeded").inc()


def failed(**about: Any) -> None:
    """Somebody is not."""
    counted.sign_ins.labels("failed").inc()
