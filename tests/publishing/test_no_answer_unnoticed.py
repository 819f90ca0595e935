"""No answer changes without a line of the journal: who keeps answers by its head keeps none too long."""

from typing import Any

import pytest
from django.test import Client

from cms.api.limits import Limits
from cms.publishing.audit import missing_changes
from cms.publishing.journal import head
from tests.conftest import shared
from tests.publishing import acts_on_facts, acts_on_pages  # noqa: F401 - they file their acts
from tests.publishing.acts import ACTS, UNSEEN, Act
from tests.publishing.editorial_world import EditorialWorld, answers

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

FAR = dict.fromkeys(Limits.__dataclass_fields__, 10**9)
made_world = shared(EditorialWorld)
at_first: dict[str, str] = {}
"""What is answered before any act: the same for all of them."""


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Everything at once is more than anybody may ask for."""
    settings.GRAPHQL_SECONDS = 600
    for module in ("documents", "execution"):
        monkeypatch.setattr(f"cms.api.{module}.LIMITS", Limits(**FAR))


@pytest.fixture
def before(made_world: EditorialWorld, client: Client) -> dict[str, str]:
    """What is answered before an act."""
    if not at_first:
        at_first.update(answers(client))
    return at_first


def named(act: Act) -> str:
    return act.__name__


@pytest.mark.parametrize("act", ACTS, ids=named)
def test_every_change_of_an_answer_has_its_line(
    act: Act,
    made_world: EditorialWorld,
    before: dict[str, str],
    client: Client,
    admin_client: Client,
    django_capture_on_commit_callbacks: Any,
) -> None:
    since = head()
    with django_capture_on_commit_callbacks(execute=True):
        act(made_world, admin_client)
    after = answers(client)
    assert [query for query in before if before[query] != after[query]] != []
    assert head() > since
    assert list(missing_changes()) == []


@pytest.mark.parametrize("act", UNSEEN, ids=named)
def test_what_readers_do_not_see_is_not_told(
    act: Act,
    made_world: EditorialWorld,
    before: dict[str, str],
    client: Client,
    admin_client: Client,
) -> None:
    since = head()
    act(made_world, admin_client)
    assert answers(client) == before
    assert head() == since
