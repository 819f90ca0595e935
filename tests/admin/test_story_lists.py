"""The lists of event reports and testimonials: what is found by which filter."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, Page

from snippets.models import EventSeries
from tests import factories

pytestmark = pytest.mark.thorough

REPORTS, TESTIMONIALS = "event-reports:index", "testimonials:index"


def titles(client: Client, name: str = REPORTS, **query: Any) -> list[str]:
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return [page.title for page in answer.context["object_list"]]


@pytest.mark.parametrize("make", [factories.make_report, factories.make_testimonial])
def test_stories_are_filtered_by_what_they_are_filed_under(writing: Client, make: Any) -> None:
    name = REPORTS if make is factories.make_report else TESTIMONIALS
    technopole, health = factories.make_technopole(), factories.make_sector()
    medtech = factories.make_sector(parent=health)
    make(title="Ici", technopole=technopole, sectors=[medtech])
    make(title="Ailleurs")
    assert titles(writing, name, technopole=technopole.pk) == ["Ici"]
    assert titles(writing, name, sectors=health.pk) == ["Ici"]
    assert titles(writing, name, sectors=[medtech.pk, health.pk]) == ["Ici"]
    assert sorted(titles(writing, name)) == ["Ailleurs", "Ici"]


def test_reports_are_filtered_by_series_day_and_author(
    writing: Client, editor: Any, publisher: Any
) -> None:
    series = factories.made(EventSeries, name="12/14")
    factories.make_report(title="Midi", series=series, owner=editor)
    later = timezone.now() + timedelta(days=3)
    factories.make_report(title="Soir", owner=publisher, starts_at=later)
    assert titles(writing) == ["Soir", "Midi"]
    assert titles(writing, series=series.pk) == ["Midi"]
    assert titles(writing, owner=publisher.pk) == ["Soir"]
    assert titles(writing, starts_at_from=timezone.localdate().isoformat()) == ["Soir"]


def test_record_in_one_language_finds_stories_of_all(writing: Client) -> None:
    technopole = factories.make_technopole()
    english = technopole.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save()
    factories.make_report(title="In English", technopole=english)
    assert titles(writing, technopole=technopole.pk) == ["In English"]
    form = writing.get(reverse(REPORTS)).context["filters"].form
    assert [str(label) for _, label in form.fields["technopole"].choices] == [technopole.name]


def test_stories_are_filtered_by_state(writing: Client, editor: Any) -> None:
    factories.make_report(title="En ligne")
    changed = factories.make_report(title="Changé")
    changed.title = "Changé encore"
    changed.save_revision()
    factories.make_report(title="Brouillon", live=False)
    reviewed = factories.make_report(title="Relu", live=False)
    reviewed.get_workflow().start(reviewed, editor)
    scheduled = factories.make_report(title="Programmé", live=False)
    scheduled.go_live_at = timezone.now() + timedelta(days=1)
    scheduled.save_revision().publish()
    factories.make_report(title="Retiré").unpublish()
    found = {
        state: sorted(titles(writing, state=state))
        for state in ("live", "changed", "draft", "review", "scheduled", "withdrawn")
    }
    assert found == {
        "live": ["Changé", "En ligne"],
        "changed": ["Changé"],
        "draft": ["Brouillon"],
        "review": ["Relu"],
        "scheduled": ["Programmé"],
        "withdrawn": ["Retiré"],
    }
    assert sorted(titles(writing, state=["draft", "review"])) == ["Brouillon", "Relu"]


def test_search_goes_with_filters_and_columns(writing: Client) -> None:
    technopole = factories.make_technopole()
    factories.make_report(title="Déjeuner de juin", technopole=technopole)
    factories.make_report(title="Déjeuner de mai")
    assert sorted(titles(writing, q="dejeu")) == ["Déjeuner de juin", "Déjeuner de mai"]
    assert titles(writing, q="dejeu", technopole=technopole.pk) == ["Déjeuner de juin"]
    assert titles(writing, q="dejeu", ordering="-sort_title", state="live") == [
        "Déjeuner de mai",
        "Déjeuner de juin",
    ]


@pytest.mark.parametrize(
    "column",
    [
        "sort_title",
        "starts_at",
        "series__sort_name",
        "technopole__sort_name",
        "owner__username",
        "latest_revision_created_at",
        "live",
    ],
)
def test_every_column_sorts(writing: Client, column: str) -> None:
    factories.make_report(title="Premier")
    factories.make_report(title="Second", technopole=factories.make_technopole())
    assert len(titles(writing, ordering=column)) == 2
    assert len(titles(writing, ordering=f"-{column}")) == 2


def test_the_menu_leads_there(writing: Client) -> None:
    home = writing.get(reverse("wagtailadmin_home")).content.decode()
    for name in (REPORTS, TESTIMONIALS):
        assert reverse(name) in home


def test_only_pages_somebody_may_reach_are_listed(writing: Client, editor: Any) -> None:
    factories.make_report()
    assert len(titles(writing)) == 1
    standing = factories.make_standard_page()
    permissions = GroupPagePermission.objects.filter(group=editor.groups.get())
    permissions.update(page=Page.objects.get(pk=standing.pk))
    assert titles(writing) == []


@pytest.mark.parametrize("name", [REPORTS, TESTIMONIALS])
def test_statements_do_not_grow_with_rows(
    writing: Client, publishing: Client, editor: Any, name: str
) -> None:
    def more() -> None:
        technopole = factories.make_technopole()
        if name == TESTIMONIALS:
            factories.make_testimonial(technopole=technopole, owner=editor)
            return
        series = factories.made(EventSeries, name="12/14")
        factories.make_report(series=series, technopole=technopole, owner=editor, edition=1)

    def counted(client: Client) -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(name))
        return len(asked)

    more()
    counted(writing)
    few, few_of_editor = counted(publishing), counted(writing)
    for _ in range(4):
        more()
    assert counted(publishing) == few
    # For the menu of a row Wagtail asks twice whether those who may not publish may delete and move.
    assert counted(writing) == few_of_editor + 2 * 4
