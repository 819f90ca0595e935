"""A frontend learns what changed: every change once, in order, deletions too."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from cms.api.ids import global_id
from cms.publishing.journal import one_change
from cms.publishing.models import Change
from cms.publishing.pruning import prune
from snippets.models import Organisation
from tests.factories import (
    block,
    make_organisation,
    make_person,
    make_photo,
    make_report,
    make_sector,
    make_standard_page,
    make_technopole,
)
from tests.threads import beside

CHANGES = """
query ($after: String, $first: Int, $kinds: [ContentKind!], $locale: Locale) {
  changes(after: $after, first: $first, kinds: $kinds, locale: $locale) {
    endCursor hasMore
    nodes {
      cursor at action kind id path locale tags affectedPaths
      node { id ... on EventReport { title } ... on Organisation { name } }
    }
  }
}
"""
NOW = "{ site { version } }"
Following = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def following(ask: Callable) -> Following:
    """A reader of the changes from now on: gives those since its last call."""
    cursor = ask(NOW)["site"]["version"]

    def since(**variables: Any) -> list[dict[str, Any]]:
        nonlocal cursor
        found = []
        while True:
            page = ask(CHANGES, after=cursor, **variables)["changes"]
            found += page["nodes"]
            cursor = page["endCursor"]
            if not page["hasMore"]:
                return found

    return since


def brief(changes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(change["action"], change["kind"]) for change in changes]


def test_reader_gets_what_changed_with_the_thing_itself(following: Following) -> None:
    assert following() == []
    report = make_report(title="Bilan")
    [change] = following(kinds=["EVENT_REPORT"])
    path = f"/evenements/{report.slug}/"
    assert change | {"cursor": "", "at": ""} == {
        "cursor": "",
        "at": "",
        "action": "PUBLISHED",
        "kind": "EVENT_REPORT",
        "id": global_id(report),
        "path": path,
        "locale": "fr",
        "tags": ["EventReport", f"EventReport:{report.pk}"],
        "affectedPaths": [path, "/evenements/", "/"],
        "node": {"id": global_id(report), "title": "Bilan"},
    }
    assert following() == []


def test_what_was_withdrawn_is_told_without_its_words(following: Following) -> None:
    report = make_report(title="Bilan confidentiel")
    following()
    report.unpublish()
    [change] = following()
    assert (change["action"], change["id"], change["node"]) == (
        "WITHDRAWN",
        global_id(report),
        None,
    )
    assert "confidentiel" not in str({**change, "path": "", "affectedPaths": []}).lower()


def test_pages_are_given_however_many_there_are(ask: Callable, following: Following) -> None:
    for _ in range(5):
        make_sector()
    assert brief(following(first=2)) == [("PUBLISHED", "SECTOR")] * 5
    everything = ask(CHANGES, first=100)["changes"]
    assert everything["hasMore"] is False
    assert ask(CHANGES, first=0, after=everything["endCursor"])["changes"]["nodes"] == []
    assert ask(NOW)["site"]["version"] == everything["endCursor"]


def test_kinds_and_language_narrow_it(following: Following) -> None:
    make_photo()
    assert brief(following(kinds=[])) == []
    make_sector()
    make_organisation()
    assert brief(following(kinds=["ORGANISATION", "IMAGE"])) == [("PUBLISHED", "ORGANISATION")]
    organisation = make_organisation()
    make_report()
    make_photo()
    told = following(locale="en")
    assert brief(told) == [("PUBLISHED", "ORGANISATION"), ("PUBLISHED", "IMAGE")]
    assert told[0]["id"] == told[0]["node"]["id"] == global_id(organisation, "en")


def test_record_is_given_in_its_own_language(following: Following) -> None:
    school = make_organisation(name="École")
    translation = school.copy_for_translation(Locale.objects.get(language_code="en"))
    translation.name, translation.slug = "School", "school"
    translation.save()
    translation.save_revision().publish()
    told = following(kinds=["ORGANISATION"])
    assert [change["node"]["name"] for change in told] == ["École", "School"]


def test_pages_that_show_it_are_named(following: Following) -> None:
    school = make_organisation()
    teacher = make_person(("teacher", school))
    quote = block("quote", {"text": "Dit", "person": teacher.pk, "role": "élue"})
    technopole = make_technopole()
    report = make_report(body=[quote], technopole=technopole)
    hidden = make_report(technopole=technopole)
    hidden.unpublish()
    following()
    for thing in (school, technopole):
        thing.save()
    shown = [f"/evenements/{report.slug}/"]
    told = following()
    assert [change["affectedPaths"] for change in told] == [shown, shown]
    assert told[0]["tags"] == [
        f"EventReport:{report.pk}",
        "Organisation",
        f"Organisation:{school.pk}",
        f"Person:{teacher.pk}",
    ]


def test_former_path_is_named_when_a_page_moves(following: Following) -> None:
    page, parent = make_standard_page(slug="page"), make_standard_page(slug="parent")
    following()
    with one_change():
        page.move(parent, pos="last-child")
    [change] = following(kinds=["STANDARD_PAGE"])
    assert change["action"] == "UPDATED"
    assert change["affectedPaths"] == ["/parent/page/", "/page/", "/parent/", "/"]


@pytest.mark.usefixtures("uncached")
def test_cost_does_not_grow(ask: Callable, following: Following) -> None:
    def statements(first: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(CHANGES, kinds=["ORGANISATION", "EVENT_REPORT"], first=first)
        return len(captured.captured_queries)

    for _ in range(5):
        make_report(organisers=[make_organisation()])
    statements(2)
    assert statements(2) == statements(10) <= 12


@pytest.mark.parametrize("cursor", ["", "x", "é", "WyJDSEFOR0VTIiwtMV0", "WyJDSEFOR0VTIiwidCJd"])
def test_cursor_that_is_none_is_refused(ask_raw: Callable, cursor: str) -> None:
    [error] = ask_raw(CHANGES, after=cursor)["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert error["message"].startswith("after: this is no cursor of `changes`.")


def test_cursor_that_missed_forgotten_withdrawals_has_expired(
    ask: Callable, ask_raw: Callable, settings: Any
) -> None:
    organisation, kept = make_organisation(), make_organisation()
    before = ask(NOW)["site"]["version"]
    organisation.unpublish()
    after = ask(NOW)["site"]["version"]
    make_sector()
    assert prune() == 0
    Change.objects.update(at=timezone.now() - timedelta(days=settings.JOURNAL_DAYS + 1))
    assert prune() > 0
    [error] = ask_raw(CHANGES, after=before)["errors"]
    assert error["extensions"] == {"code": "CURSOR_EXPIRED"}
    assert "then go on from `site.version`" in error["message"]
    assert brief(ask(CHANGES, after=after)["changes"]["nodes"]) == [("PUBLISHED", "SECTOR")]
    everything = ask(CHANGES, first=100)["changes"]["nodes"]
    readable = [each["id"] for each in everything if each["kind"] == "ORGANISATION"]
    assert readable == [global_id(kept)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_slow_transaction_is_not_overtaken(following: Following) -> None:
    slow, fast = make_organisation(name="Slow"), make_organisation(name="Fast")
    following()
    written, may_commit = Event(), Event()

    def go_slowly() -> None:
        with transaction.atomic():
            slow.save()
            written.set()
            assert may_commit.wait(20)

    def go_fast() -> None:
        with one_change():
            fast.save()

    going_slowly = beside(go_slowly)
    assert written.wait(20)
    going_fast = beside(go_fast)
    going_fast.join(1)
    assert going_fast.is_alive()
    seen = following()
    may_commit.set()
    for thread in (going_slowly, going_fast):
        thread.join(20)
    seen += following()
    assert [change["node"]["name"] for change in seen] == ["Slow", "Fast"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_every_change_of_many_writers_is_read_once_and_in_order(following: Following) -> None:
    things = [make_organisation() for _ in range(4)]
    following()

    def rewrite(thing: Organisation) -> None:
        for _ in range(8):
            with one_change():
                thing.save()

    threads = [beside(rewrite, thing) for thing in things]
    seen: list[dict[str, Any]] = []
    while any(thread.is_alive() for thread in threads):
        seen += following(first=3)
    seen += following()
    cursors = [change["cursor"] for change in seen]
    assert len(cursors) == len(set(cursors)) == 32
    numbers = list(Change.objects.order_by("number").values_list("object_id", flat=True))[-32:]
    assert [change["id"] for change in seen] == [
        global_id(Organisation(pk=number)) for number in numbers
    ]
