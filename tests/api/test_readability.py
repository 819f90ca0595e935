"""What is not readable is null or absent, by whatever path it is asked for."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from pages.models import EventReport, EventReportIndex, Quote, RelatedReport, Speaker
from tests.factories import (
    make_collection,
    make_document,
    make_organisation,
    make_person,
    make_photo,
    make_report,
    make_standard_page,
    make_technopole,
    make_testimonial,
)

REPORTS = "{ eventReports { totalCount nodes { title } } }"
REPORT = """
query ($slug: String!) {
  eventReport(slug: $slug) {
    cover { alt }
    technopole { name }
    organisers { name }
    speakers { role organisation { name } person { name affiliations { organisation { name } } } }
    people { name }
    organisations { name }
    quotes { text }
    gallery { image { alt } }
    body {
      __typename
      ... on ParagraphBlock { content { html text } }
      ... on PeopleBlock { people { name } }
      ... on QuoteBlock { quote { text organisation { name } } }
      ... on ImageBlock { figure { alt image { alt } } }
      ... on DownloadsBlock { documents { title url } }
      ... on TestimonialBlock { testimonial { title } }
      ... on CallToActionBlock { link { url target { __typename } } }
      ... on QuestionAnswerBlock { question person { name } }
    }
  }
}
"""


def titles(answer: dict[str, Any]) -> list[str]:
    return [node["title"] for node in answer["eventReports"]["nodes"]]


def test_draft_report_is_invisible(ask: Any) -> None:
    make_report(title="Public")
    draft = make_report(title="Draft", live=False)
    answer = ask(REPORTS)
    assert titles(answer) == ["Public"]
    assert answer["eventReports"]["totalCount"] == 1
    assert ask(REPORT, slug=draft.slug) == {"eventReport": None}
    path = "query ($path: String!) { page(path: $path) { __typename } }"
    assert ask(path, path=f"/evenements/{draft.slug}/") == {"page": None}


def test_unpublished_changes_of_a_live_report_are_invisible(ask: Any) -> None:
    report = make_report(title="As published")
    report.title = "As rewritten"
    report.save_revision()
    assert titles(ask(REPORTS)) == ["As published"]


@pytest.mark.parametrize(
    "state",
    [
        {"go_live_at": timezone.now() + timedelta(hours=1)},
        {"expire_at": timezone.now() - timedelta(seconds=1)},
        {"live": False},
    ],
    ids=["scheduled", "expired", "unpublished"],
)
def test_report_out_of_force_is_invisible(ask: Any, state: dict) -> None:
    report = make_report()
    EventReport.objects.filter(pk=report.pk).update(**state)
    assert ask(REPORTS) == {"eventReports": {"totalCount": 0, "nodes": []}}


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_report_below_a_private_page_is_invisible(ask: Any, kind: str) -> None:
    make_report()
    index = EventReportIndex.objects.get()
    PageViewRestriction.objects.create(page=index, restriction_type=kind, password="secret")
    assert titles(ask(REPORTS)) == []
    assert ask('{ page(path: "/evenements/") { __typename } }') == {"page": None}


def test_report_below_an_unpublished_page_stays_visible(ask: Any) -> None:
    make_report(title="Still here")
    EventReportIndex.objects.update(live=False)
    assert titles(ask(REPORTS)) == ["Still here"]


def test_records_that_are_not_published_are_invisible_everywhere(ask: Any) -> None:
    company = make_organisation(name="Company")
    hidden_company = make_organisation(name="Secret company")
    hidden_technopole = make_technopole(name="Secret technopole")
    speaker = make_person(("founder", company), ("adviser", hidden_company), name="Speaker")
    hidden = make_person(name="Secret person")
    report = make_report(
        technopole=hidden_technopole,
        organisers=[company, hidden_company],
        speakers=[
            Speaker(person=speaker, role="founder", organisation=hidden_company),
            Speaker(person=hidden, role="secret role"),
        ],
        body=[
            ("people", {"people": [speaker, hidden]}),
            ("people", {"people": [hidden]}),
            (
                "quote",
                {
                    "text": "Said",
                    "person": speaker,
                    "role": "founder",
                    "organisation": hidden_company,
                },
            ),
            (
                "quote",
                {"text": "Secret words", "person": hidden, "role": "x", "organisation": None},
            ),
            ("question_answer", {"question": "Why?", "answer": "<p>So.</p>", "person": hidden}),
        ],
    )
    for record in (hidden_company, hidden_technopole, hidden):
        record.unpublish()
    answer = ask(REPORT, slug=report.slug)["eventReport"]
    assert answer["technopole"] is None
    assert answer["organisers"] == [{"name": "Company"}]
    assert answer["speakers"] == [
        {
            "role": "founder",
            "organisation": None,
            "person": {"name": "Speaker", "affiliations": [{"organisation": {"name": "Company"}}]},
        }
    ]
    assert answer["people"] == [{"name": "Speaker"}]
    assert answer["organisations"] == [{"name": "Company"}]
    assert answer["quotes"] == [{"text": "Said"}]
    assert answer["body"] == [
        {"__typename": "PeopleBlock", "people": [{"name": "Speaker"}]},
        {"__typename": "QuoteBlock", "quote": {"text": "Said", "organisation": None}},
        {"__typename": "QuestionAnswerBlock", "question": "Why\u00a0?", "person": None},
    ]
    everything = ask(
        "{ people { totalCount nodes { name } } organisations { totalCount nodes { name } } "
        "technopoles { name } quotes { totalCount nodes { text } } }"
    )
    assert "ecret" not in str(everything)
    assert everything["quotes"]["totalCount"] == 1


def test_pictures_and_documents_of_private_collections_are_invisible(ask: Any) -> None:
    private = make_collection(parent=make_collection(is_private=True))
    photo = make_photo(description="Secret picture", collection=private)
    document = make_document(title="Secret document", collection=private)
    report = make_report(
        cover=photo,
        body=[
            ("image", {"image": photo}),
            ("downloads", {"documents": [document, make_document(title="Programme")]}),
            ("downloads", {"documents": [document]}),
            ("paragraph", f'<p>See <a linktype="document" id="{document.pk}">this</a>.</p>'),
        ],
    )
    answer = ask(REPORT, slug=report.slug)["eventReport"]
    assert answer["cover"] is None
    assert [block["__typename"] for block in answer["body"]] == ["DownloadsBlock", "ParagraphBlock"]
    assert [each["title"] for each in answer["body"][0]["documents"]] == ["Programme"]
    assert answer["body"][1]["content"] == {"html": "<p>See this.</p>", "text": "See this."}


def test_links_lead_only_to_what_is_readable(ask: Any) -> None:
    public, draft = (
        make_standard_page(slug="public"),
        make_standard_page(slug="draft", live=False),
    )
    testimonial = make_testimonial()
    testimonial.person.unpublish()
    report = make_report(
        body=[
            (
                "paragraph",
                (
                    f'<p><a linktype="page" id="{public.pk}">one</a> '
                    f'<a linktype="page" id="{draft.pk}"><b>two</b></a> '
                    '<a linktype="page" id="999999">three</a> '
                    '<a href="javascript:alert(1)">four</a></p>'
                ),
            ),
            ("call_to_action", {"link": {"label": "Go", "page": draft}}),
            ("call_to_action", {"link": {"label": "Go", "page": public}}),
            ("testimonial", {"testimonial": testimonial}),
        ]
    )
    paragraph, call = ask(REPORT, slug=report.slug)["eventReport"]["body"]
    html = '<p><a href="http://localhost/public/">one</a> <b>two</b> three <a>four</a></p>'
    assert paragraph["content"]["html"] == html
    assert call["link"] == {
        "url": "http://localhost/public/",
        "target": {"__typename": "StandardPage"},
    }


def test_testimonial_is_readable_while_its_person_is(ask: Any) -> None:
    testimonial = make_testimonial(pull_quote="My words")
    query = """
    query ($path: String!) {
      testimonials { totalCount }
      quotes { nodes { text } }
      page(path: $path) { __typename }
    }
    """
    path = f"/temoignages/{testimonial.slug}/"
    assert ask(query, path=path) == {
        "testimonials": {"totalCount": 1},
        "quotes": {"nodes": [{"text": "My words"}]},
        "page": {"__typename": "Testimonial"},
    }
    testimonial.person.unpublish()
    assert ask(query, path=path) == {
        "testimonials": {"totalCount": 0},
        "quotes": {"nodes": []},
        "page": None,
    }


def test_reading_time_is_that_of_what_readers_see(ask: Any, client: Client) -> None:
    person, hidden = make_person(), make_photo(collection=make_collection(is_private=True))
    shown = [{"image": make_photo(), "caption": "mot"} for _ in range(2)]
    figures = [*shown, {"image": hidden, "caption": "mot " * 40}]
    words = {"text": "mot " * 400, "person": person, "role": "Mayor", "organisation": None}
    body = [("paragraph", "<p>" + "mot " * 190 + "</p>"), ("quote", words)]
    report = make_report(standfirst="mot", body=[*body, ("gallery", {"figures": figures})])
    make_testimonial(standfirst="mot", body=body)

    def minutes() -> set[int]:
        query = "{ eventReports { nodes { readingMinutes } } testimonials { nodes { readingMinutes } } }"
        return {each["readingMinutes"] for found in ask(query).values() for each in found["nodes"]}

    assert minutes() == {3}
    person.unpublish()
    assert minutes() == {1}
    assert "1 minute<" in client.get(report.url).content.decode()


def test_quotes_vanish_with_their_page(ask: Any) -> None:
    person = make_person()
    quote = ("quote", {"text": "Words", "person": person, "role": "Mayor", "organisation": None})
    report = make_report(body=[quote])
    assert ask("{ quotes { totalCount } }") == {"quotes": {"totalCount": 1}}
    report.unpublish()
    assert ask("{ quotes { totalCount nodes { text } } }") == {
        "quotes": {"totalCount": 0, "nodes": []}
    }
    assert Quote.objects.count() == 1


def test_signed_in_editor_gets_the_readers_answer(ask: Any, admin_client: Any) -> None:
    make_report(live=False)
    response = admin_client.post("/graphql/", {"query": REPORTS}, content_type="application/json")
    assert response.json()["data"] == {"eventReports": {"totalCount": 0, "nodes": []}}
    assert not response.cookies


def test_related_reports_are_those_that_are_readable(ask: Any) -> None:
    shown, hidden, other = make_report(title="Shown"), make_report(), make_report(title="Other")
    related = [RelatedReport(report=each) for each in (hidden, shown, other)]
    report = make_report(related_reports=related)
    hidden.unpublish()
    query = """
    query ($slug: String!) {
      eventReport(slug: $slug) { related { title } one: related(first: 1) { title technopole { name } } }
    }
    """
    assert ask(query, slug=report.slug)["eventReport"] == {
        "related": [{"title": "Shown"}, {"title": "Other"}],
        "one": [{"title": "Shown", "technopole": None}],
    }
