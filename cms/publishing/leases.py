"""Leases: the right of one process to do something, for a while. A process that dies leaves one that runs
out. Time is told by the clock of the database, which is one for all nodes.
"""

import socket
from datetime import timedelta
from uuid import uuid4

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now

from cms.publishing.models import Lease

PROCESS = uuid4().hex
HOLDER = f"{socket.gethostname()[:60]} {PROCESS}"
WORKER = "worker "
"""How the names of the leases begin that tell which workers there are."""
PRESENCE = timedelta(seconds=6)
"""So long is a worker that was killed taken to be there."""
FORGOTTEN_AFTER = timedelta(days=1)


def hold(name: str, length: timedelta) -> bool:
    """Take or renew a lease; False while another process holds it."""
    mine = models.Q(holder=HOLDER) | models.Q(until__lte=Now())
    values = {"holder": HOLDER, "until": Now() + length}
    if Lease.objects.filter(mine, name=name).update(**values):
        return True
    if Lease.objects.filter(name=name).exists():
        return False
    try:
        with transaction.atomic():
            Lease.objects.create(name=name, **values)
    except IntegrityError:
        return False
    return True


def give_back(name: str) -> None:
    """Let others hold a lease at once."""
    Lease.objects.filter(name=name, holder=HOLDER).update(until=Now())


def come() -> None:
    """Say that this process is a worker, and is there."""
    hold(WORKER + PROCESS[:20], PRESENCE)


def go() -> None:
    """Say that it is there no more; forget those that were killed long ago."""
    workers = Lease.objects.filter(name__startswith=WORKER)
    workers.filter(models.Q(holder=HOLDER) | models.Q(until__lte=Now() - FORGOTTEN_AFTER)).delete()


def workers() -> tuple[int, timedelta | None]:
    """How many workers are there, and how long ago one of them, or one that was killed, last said so."""
    counted = Lease.objects.filter(name__startswith=WORKER).aggregate(
        present=models.Count("pk", filter=models.Q(until__gt=Now())),
        ago=Now() - models.Max("until") + PRESENCE,
    )
    return counted["present"], counted["ago"]


def workers_are_there() -> bool:
    """Whether any worker is."""
    return Lease.objects.filter(name__startswith=WORKER, until__gt=Now()).exists()
