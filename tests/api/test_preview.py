"""A preview gives one object as last saved, wherever it stands, and all else as readers get it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from pages.models import EventReport, EventReportIndex, RelatedReport, Speaker
from snippets.models import Person, Technopole
from tests.api.drafting import change, titles
from tests.factories import (
    PARIS,
    block,
    make_organisation,
    make_person,
    make_report,
    make_technopole,
    make_testimonial,
)

LISTS = """
{
  eventReports { totalCount nodes { title } edges { node { title } } }
  pages(kinds: [EVENT_REPORT]) { totalCount nodes { title } }
}
"""


def test_without_a_token_nothing_is_previewed(ask: Any) -> None:
    report = change(make_report(title="Public"), title="Draft")
    answer = ask(
        "query ($slug: String!) { preview { id } eventReport(slug: $slug) { title editUrl } }",
        slug=report.slug,
    )
    assert answer == {"preview": None, "eventReport": {"title": "Public", "editUrl": None}}


def test_changes_of_a_live_report_are_given_by_every_path(preview: Any, ask: Any) -> None:
    technopole = make_technopole(slug="place")
    person = make_person(slug="person")
    report = make_report(
        title="Public",
        slug="one",
        technopole=technopole,
        speakers=[Speaker(person=person, role="founder")],
    )
    make_report(
        title="Other",
        slug="other",
        technopole=technopole,
        related_reports=[RelatedReport(report=report)],
    )
    query = """
    query ($path: String!, $id: ID!) {
      preview { ... on EventReport { title } }
      eventReport(slug: "one") { title }
      eventReports(orderBy: TITLE_ASC) { totalCount nodes { title } edges { node { title } } }
      found: eventReports(search: "public") { nodes { title } }
      page(path: $path) { ... on Page { title } }
      pages(kinds: [EVENT_REPORT]) { nodes { title } }
      node(id: $id) { ... on EventReport { title } }
      technopole(slug: "place") { eventReports { totalCount nodes { title } } }
      person(slug: "person") { eventReports { nodes { title } } }
      other: eventReport(slug: "other") { related { title } }
    }
    """
    change(report, title="Draft")
    variables = {
        "path": "/evenements/one/",
        "id": ask('{ eventReport(slug: "one") { id } }')["eventReport"]["id"],
    }
    draft, other = {"title": "Draft"}, {"title": "Other"}
    assert preview(report, query, **variables) == {
        "preview": draft,
        "eventReport": draft,
        "eventReports": {
            "totalCount": 2,
            "nodes": [other, draft],
            "edges": [{"node": other}, {"node": draft}],
        },
        "found": {"nodes": [draft]},
        "page": draft,
        "pages": {"nodes": [draft, other]},
        "node": draft,
        "technopole": {"eventReports": {"totalCount": 2, "nodes": [other, draft]}},
        "person": {"eventReports": {"nodes": [draft]}},
        "other": {"related": [draft]},
    }
    assert "Draft" not in str(ask(query, **variables))


@pytest.mark.parametrize(
    "state",
    [
        {"live": False, "has_unpublished_changes": True},
        {"go_live_at": timezone.now() + timedelta(days=1)},
        {"expire_at": timezone.now() - timedelta(days=1)},
    ],
    ids=["unpublished", "scheduled", "expired"],
)
def test_report_out_of_force_is_given(preview: Any, ask: Any, state: dict[str, Any]) -> None:
    report = make_report(title="Hidden")
    EventReport.objects.filter(pk=report.pk).update(**state)
    answer = preview(report, LISTS)
    assert answer["eventReports"]["totalCount"] == answer["pages"]["totalCount"] == 1
    assert titles(answer["eventReports"]) == titles(answer["pages"]) == ["Hidden"]
    assert ask(LISTS)["eventReports"]["totalCount"] == 0


def test_report_below_a_private_page_is_given_and_its_neighbours_are_not(preview: Any) -> None:
    report, _ = make_report(title="Mine"), make_report(title="Neighbour")
    PageViewRestriction.objects.create(
        page=EventReportIndex.objects.get(), restriction_type="login"
    )
    answer = preview(report, LISTS)
    assert answer["eventReports"] == {
        "totalCount": 1,
        "nodes": [{"title": "Mine"}],
        "edges": [{"node": {"title": "Mine"}}],
    }
    assert titles(answer["pages"]) == ["Mine"]


def test_report_never_published_is_given_and_other_drafts_are_not(preview: Any, ask: Any) -> None:
    company = make_organisation(name="Public company")
    hidden = make_person(name="Hidden person", live=False)
    quote = {"text": "Hidden words", "person": hidden.pk, "role": "mayor", "organisation": None}
    report = make_report(
        title="Mine",
        live=False,
        technopole=make_technopole(name="Hidden place", live=False),
        organisers=[company, make_organisation(name="Hidden company", live=False)],
        speakers=[Speaker(person=hidden, role="hidden")],
        related_reports=[RelatedReport(report=make_report(title="Hidden report", live=False))],
        body=[block("quote", quote), block("people", {"title": "", "people": [hidden.pk]})],
    )
    change(make_report(title="Other"), title="Hidden change")
    query = """
    {
      eventReports { totalCount nodes {
        title technopole { name } organisers { name } speakers { role } people { name }
        organisations { name } quotes { text } body { __typename } related { title }
      } }
      people { totalCount } organisations { nodes { name } } technopoles { name }
      quotes { totalCount }
    }
    """
    answer = preview(report, query)
    assert "idden" not in str(answer)
    assert answer["eventReports"]["totalCount"] == 2
    [mine] = [node for node in answer["eventReports"]["nodes"] if node["title"] == "Mine"]
    assert mine == {
        "title": "Mine",
        "technopole": None,
        "organisers": [{"name": "Public company"}],
        "speakers": [],
        "people": [],
        "organisations": [{"name": "Public company"}],
        "quotes": [],
        "body": [],
        "related": [],
    }
    assert titles(ask(query)["eventReports"]) == ["Other"]


def test_changes_of_records_are_given_by_every_path(preview: Any, ask: Any) -> None:
    company = make_organisation(name="Company")
    person = make_person(("founder", company), name="Public", slug="person", biography="<p>Old</p>")
    make_report(
        slug="one",
        speakers=[Speaker(person=person, role="founder")],
        body=[block("people", {"title": "", "people": [person.pk]})],
    )
    person.affiliations = []
    person.links.create(label="Site", url="https://example.org/")
    change(person, name="Draft", biography="<p>New</p>", slug="soon")
    query = """
    {
      preview { ... on Person { name biography { text } affiliations { role } links { label } } }
      person(slug: "soon") { name }
      people { totalCount nodes { name } }
      eventReports(filter: { person: "soon" }) { nodes {
        speakers { person { name } } people { name } body { ... on PeopleBlock { people { name } } }
      } }
    }
    """
    draft = {"name": "Draft"}
    assert preview(person, query) == {
        "preview": {
            "name": "Draft",
            "biography": {"text": "New"},
            "affiliations": [],
            "links": [{"label": "Site"}],
        },
        "person": draft,
        "people": {"totalCount": 1, "nodes": [draft]},
        "eventReports": {
            "nodes": [
                {"speakers": [{"person": draft}], "people": [draft], "body": [{"people": [draft]}]}
            ]
        },
    }
    assert ask('{ person(slug: "person") { name } }') == {"person": {"name": "Public"}}
    assert Person.objects.get().name == "Public"


def test_record_never_published_is_given(preview: Any) -> None:
    person = make_person(name="New", live=False)
    make_report(speakers=[Speaker(person=person, role="founder")])
    Person.objects.update(live=False, first_published_at=None, last_published_at=None)
    query = "{ people { totalCount } eventReports { nodes { speakers { person { name } } } } }"
    assert preview(person, query) == {
        "people": {"totalCount": 1},
        "eventReports": {"nodes": [{"speakers": [{"person": {"name": "New"}}]}]},
    }


def test_unpublished_testimonial_stands_among_the_others_page_by_page(preview: Any) -> None:
    draft = make_testimonial(title="Draft", live=False)
    for number in range(3):
        make_testimonial(title=f"Public {number}")
    query = """
    query ($order: TestimonialOrder, $after: String) {
      testimonials(first: 1, orderBy: $order, after: $after) {
        totalCount nodes { title } pageInfo { endCursor hasNextPage }
      }
    }
    """

    def every(order: str) -> list[str]:
        found, after = [], None
        while True:
            page = preview(draft, query, order=order, after=after)["testimonials"]
            found += titles(page)
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return found

    assert every("PUBLISHED_DESC") == ["Draft", "Public 2", "Public 1", "Public 0"]
    assert every("PUBLISHED_ASC") == ["Public 0", "Public 1", "Public 2", "Draft"]


def test_cursors_hold_the_stored_place_of_the_draft(preview: Any) -> None:
    reports = [
        make_report(title=f"Report {day}", starts_at=datetime(2025, 7, day, 12, tzinfo=PARIS))
        for day in (3, 2, 1)
    ]
    change(reports[1], starts_at=datetime(2020, 1, 1, 12, tzinfo=PARIS), title="Draft")
    query = """
    query ($after: String) {
      eventReports(first: 1, after: $after) { nodes { title } pageInfo { endCursor } }
    }
    """
    found, after = [], None
    for _ in reports:
        page = preview(reports[1], query, after=after)["eventReports"]
        found += titles(page)
        after = page["pageInfo"]["endCursor"]
    assert found == ["Report 3", "Draft", "Report 1"]


def test_preview_of_a_technopole_changes_nothing_stored(preview: Any) -> None:
    technopole = change(make_technopole(name="Public", slug="place"), name="Draft")
    answer = preview(technopole, '{ technopole(slug: "place") { name } }')
    assert answer == {"technopole": {"name": "Draft"}}
    assert Technopole.objects.get().name == "Public"
