"""Which operations frontends keep in files is learnt every minute: they are counted by name."""

from cms.api.models import KnownOperation
from cms.metrics.names import names
from cms.publishing.background import Work

MINUTE = 60


def learn() -> None:
    """Read the names."""
    names.know(KnownOperation.objects.order_by().values_list("name", flat=True).distinct())


KNOWN_NAMES = Work(
    "learning of names of operations", learn, seconds=MINUTE, is_left_to_workers=False
)
