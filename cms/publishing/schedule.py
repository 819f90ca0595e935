"""The schedule: what is due to go public or to end. What reads otherwise because a day began is told by it
too.

One process at a time, by a lease, so that they do not wait for each other. That each step is taken once does
not rest on it: whether it is still due is asked while no other change is under way.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error, models
from django.db.models.functions import TruncDate
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from cms.publishing import leases
from cms.publishing.journal import BusyError, note, one_change_alone
from cms.publishing.models import Change
from pages.kinds import ContentKind
from snippets.models import Affiliation, Person
from snippets.records import DraftableRecord

LEASE = timedelta(seconds=2)
"""A process that is killed amid what is due holds up the others so long."""
DAY = timedelta(days=1)
DAYS_LOOKED_BACK = 30 * DAY
"""So long may no process serve without a midnight being passed over."""
NAME = "schedule"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """Something to be done to one thing, if it is still due when its turn comes: an editor may have
    deleted it meanwhile, or given it another date."""

    name: str
    still_due: models.QuerySet
    act: Callable[[models.Model], None]

    def take(self) -> bool:
        """Whether there was something to do."""
        with one_change_alone():
            thing = self.still_due.first()
            if thing is not None:
                self.act(thing)
        return thing is not None


def run_due() -> int:
    """Publish and withdraw what is due, each in a transaction of its own; tells how many steps were
    taken. None while another process is at it. What fails is logged, and tried again later."""
    if not (steps := list(due())):
        return 0
    try:
        return sum(taken(steps))
    finally:
        leases.give_back(NAME)


def taken(steps: list[Step]) -> Iterator[bool]:
    """Take the steps, as long as the lease is held: for each whether there was something to do."""
    for step in steps:
        if not leases.hold(NAME, LEASE):
            return
        try:
            yield step.take()
        except BusyError:
            logger.warning("The schedule waits for a change that takes long: %s", step.name)
            return
        except Error:
            raise
        except Exception:
            logger.exception("What was scheduled could not be done: %s", step.name)


def due() -> Iterator[Step]:
    """What is to be done now: first what ends, then what begins."""
    now = timezone.now()
    for ended in all_ended(now):
        for thing in ended.order_by("expire_at"):
            yield Step(f"end of {thing!r}", ended.filter(pk=thing.pk), end)
    begun = all_begun(now)
    for revision in begun.order_by("approved_go_live_at"):
        name = f"publication of {revision.object_str}"
        yield Step(name, begun.filter(pk=revision.pk), publish)
    turned = people_whose_day_came()
    for person in turned:
        yield Step(f"roles of {person!r}", turned.filter(pk=person.pk), note)


def due_since() -> datetime | None:
    """Since when the oldest thing waits that is due to begin or to end; None when nothing is due. One statement."""
    now = timezone.now()
    first, *others = (ended.values_list("expire_at", flat=True) for ended in all_ended(now))
    begun = all_begun(now).values_list("approved_go_live_at", flat=True)
    return first.union(*others, begun, all=True).order_by("expire_at").first()


def all_ended(now: datetime) -> Iterator[models.QuerySet]:
    """What is live and has expired, by model."""
    for model in (Page, *draftable_records()):
        yield model.objects.filter(live=True, expire_at__lte=now).order_by()


def all_begun(now: datetime) -> models.QuerySet[Revision]:
    """What is approved to be public by now."""
    return Revision.objects.filter(approved_go_live_at__lte=now).order_by()


def people_whose_day_came() -> models.QuerySet[Person]:
    """Readable people of whom a role began or ended at a midnight since the last line about them."""
    today = timezone.localdate()
    lines = Change.objects.filter(kind=ContentKind.PERSON.name, object_id=models.OuterRef("person"))
    last = lines.order_by("-number").annotate(day=TruncDate("at")).values("day")[:1]
    lately = today - DAYS_LOOKED_BACK
    begun = models.Q(since__range=(lately, today), since__gt=models.F("told_on"))
    ended = models.Q(until__range=(lately, today - DAY), until__gte=models.F("told_on"))
    turned = Affiliation.objects.annotate(told_on=models.Subquery(last)).filter(begun | ended)
    return Person.objects.readable().filter(pk__in=turned.values("person"))


def end(thing: DraftStateMixin) -> None:
    """Withdraw what has expired."""
    thing.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def publish(revision: Revision) -> None:
    """Publish what was approved for now."""
    revision.publish(log_action="wagtail.publish.scheduled")


def draftable_records() -> list[type[models.Model]]:
    """The records that are published and end like pages."""
    return DraftableRecord.__subclasses__()
