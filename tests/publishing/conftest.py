"""What the journal told since a moment."""

from collections.abc import Callable

import pytest

from cms.publishing.journal import head
from cms.publishing.models import Change

Told = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def told(db: None) -> Told:
    """Action and kind of each change since the last call; only of `kinds`, if any are given."""
    read = [head()]

    def since(*kinds: str) -> list[tuple[str, str]]:
        changes = Change.objects.filter(number__gt=read[0])
        read[0] = head()
        return [
            (change.action, change.kind) for change in changes if not kinds or change.kind in kinds
        ]

    return since
