"""What the journal forgets: old withdrawals, and lines that a later one about the same thing made
idle. The last line about anything readable stays, so that a reader without a cursor gets all."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from cms.publishing.journal import head
from cms.publishing.models import Change, ChangeAction, Forgotten


@transaction.atomic
def prune() -> int:
    """Drop what is older than the setting says; tells how many lines."""
    limit = timezone.now() - timedelta(days=settings.JOURNAL_DAYS)
    same = Change.objects.filter(kind=OuterRef("kind"), object_id=OuterRef("object_id"))
    idle = Exists(same.filter(number__gt=OuterRef("number")))
    old = Change.objects.filter(at__lt=limit).exclude(number=head())
    gone = old.filter(Q(action=ChangeAction.WITHDRAWN) | idle)
    withdrawn = gone.filter(action=ChangeAction.WITHDRAWN)
    if (last := withdrawn.aggregate(last=Max("number"))["last"]) is not None:
        Forgotten.objects.get_or_create(number=last)
    dropped, _ = gone.delete()
    return dropped
