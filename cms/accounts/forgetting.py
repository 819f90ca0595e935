"""Forgets what the door has no use for any more."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.accounts.models import Tries

KEPT = timedelta(days=1)
"""How long a count stays after its time is over: nobody forgets it just when somebody begins a new one."""
AT_ONCE = 1000


def forget() -> int:
    """Drop counts and sessions that are over; tells how many counts. A row that somebody counts at is left for the
    next time."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    dropped = 0
    while taken := forget_some():
        dropped += taken
    return dropped


@transaction.atomic
def forget_some() -> int:
    old = Tries.objects.filter(until__lt=timezone.now() - KEPT)
    free = old.select_for_update(skip_locked=True).values_list("key", flat=True)
    return Tries.objects.filter(key__in=list(free[:AT_ONCE])).delete()[0]
