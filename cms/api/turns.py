"""When time changes what readers see, though nobody writes anything."""

from datetime import datetime, time, timedelta
from functools import lru_cache
from time import time as now

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from cms.publishing.schedule import draftable_records

LATER = float("inf")


@lru_cache(maxsize=2)
def next_turn(head: int, database: str) -> float:
    """Seconds since 1970 of the next moment at which something that readers see begins or ends, as
    it stood when the journal's last change had this number; one statement for each such state."""
    moment = timezone.now()
    coming = Q(live=True) & (Q(go_live_at__gt=moment) | Q(expire_at__gt=moment))
    pages, *records = (
        model._default_manager.filter(coming).order_by().values_list("go_live_at", "expire_at")
        for model in (Page, *draftable_records())
    )
    turns = [turn for row in pages.union(*records, all=True) for turn in row]
    return min((turn.timestamp() for turn in turns if turn and turn > moment), default=LATER)


def holds_until(head: int) -> float:
    """Seconds since 1970 until which an answer holds that is begun now: a turn while it is made ends
    it. A new day is a turn: what somebody is today depends on it."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(tomorrow, time.min)).timestamp()
    database = str(connection.settings_dict["NAME"])
    if (turn := next_turn(head, database)) <= now():
        next_turn.cache_clear()
        turn = next_turn(head, database)
    return min(midnight, turn)
