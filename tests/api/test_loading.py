"""An answer costs the same SQL for one thing as for many, and resolvers only read."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import GalleryPicture, Speaker
from snippets.models import EventSeries
from tests.factories import (
    block,
    made,
    make_document,
    make_organisation,
    make_person,
    make_photo,
    make_report,
    make_sector,
    make_standard_page,
    make_technopole,
    make_testimonial,
)

CARDS = """
query ($first: Int) { eventReports(first: $first) { nodes {
  title path standfirst startsAt cover { alt } technopole { name } series { name }
  sectors { name } tags
  picture: cover { placeholder rendition(preset: CARD) { url width } srcset(preset: CARD) }
} } }
"""
FULL = """
query ($first: Int) { eventReports(first: $first) { totalCount nodes {
  id title slug path url locale firstPublishedAt lastPublishedAt edition venue startsAt endsAt
  standfirst tags readingMinutes
  series { name promise organiser { name } } technopole { name tagline city location { latitude } }
  organisers { name kind } cover { alt credit width focalPoint { x } ...files } sectors { name }
  speakers { id role topic organisation { name } person { name slug biography { html } } }
  gallery { id alt caption credit image { alt ...files } }
  quotes { id text role saidOn blockId person { name } page { path } }
  keyFigures { value number } people { name } organisations { name website }
  body { __typename id
    ... on HeadingBlock { text level anchor } ... on ParagraphBlock { content { html text } }
    ... on ImageBlock { figure { id alt caption credit image { ...files } } }
    ... on GalleryBlock { figures { id alt image { alt } } }
    ... on QuoteBlock { quote { text role person { name } organisation { name } technopole { name } } }
    ... on KeyFiguresBlock { title figures { id value unit label number asOf source } }
    ... on PeopleBlock { title people { name affiliations { role current organisation { name } } } }
    ... on OrganisationsBlock { organisations { name sectors { name } } }
    ... on TestimonialBlock { testimonial { title path person { name } } }
    ... on QuestionAnswerBlock { question answer { html } person { name } }
    ... on DownloadsBlock { documents { title url size mediaType fileName } }
    ... on CallToActionBlock { text link { label url } } ... on HighlightBlock { content { html } }
  }
} } }
fragment files on Image {
  placeholder rendition(preset: COVER) { url width height format } srcset(preset: COVER, format: JPEG)
}
"""


def make_full_report() -> Any:
    """A report in which every relation leads to records of its own."""
    company, other = make_organisation(sectors=[make_sector()]), make_organisation()
    person, speaker = make_person(("founder", company), ("teacher", other)), make_person()
    page, document = make_standard_page(), make_document()
    link = f'<p><a linktype="page" id="{page.pk}">a</a> <a linktype="document" id="{document.pk}">b</a></p>'
    return make_report(
        series=made(EventSeries, name="Series", organiser=make_organisation()),
        technopole=make_technopole(),
        cover=make_photo(),
        organisers=[company, other],
        sectors=[make_sector(), make_sector()],
        tags=["one", "two"],
        speakers=[Speaker(person=speaker, role="founder", organisation=company)],
        gallery=[GalleryPicture(image=make_photo())],
        body=[
            block("heading", {"text": "Heading", "level": "2"}),
            block("paragraph", link),
            block("image", {"image": make_photo().pk}),
            block("gallery", {"figures": [{"image": make_photo().pk}, {"image": make_photo().pk}]}),
            block(
                "quote", {"text": "One", "person": person.pk, "role": "x", "organisation": other.pk}
            ),
            block("key_figures", {"figures": [{"value": "8", "label": "laboratories"}]}),
            block("people", {"people": [person.pk, speaker.pk]}),
            block("organisations", {"organisations": [company.pk, other.pk]}),
            block("testimonial", {"testimonial": make_testimonial().pk}),
            block("question_answer", {"question": "Why?", "answer": link, "person": speaker.pk}),
            block("downloads", {"documents": [document.pk]}),
            block("call_to_action", {"text": "", "link": {"label": "Go", "page": page.pk}}),
            block("highlight", {"title": "", "content": link}),
        ],
    )


def statements(ask: Any, query: str, first: int) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        answer = ask(query, first=first)
    assert len(answer["eventReports"]["nodes"]) == first
    return [brief(each["sql"]) for each in captured.captured_queries]


def brief(sql: str) -> str:
    """A statement without its list of columns, for a failure one can read."""
    start, table = sql.split(" FROM ", 1) if " FROM " in sql else (sql, "")
    return f"{start[:40]}… FROM {table[:60]} … {table[-160:]}"


@pytest.mark.parametrize(("query", "budget"), [(CARDS, 8), (FULL, 24)], ids=["cards", "full"])
def test_cost_does_not_grow(ask: Any, query: str, budget: int) -> None:
    for _ in range(6):
        make_full_report()
    statements(ask, query, 1)
    one, many = statements(ask, query, 1), statements(ask, query, 6)
    assert len(many) == len(one), "\n".join(many)
    assert len(many) <= budget, "\n".join(many)


def test_resolvers_do_not_query(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from cms.api.loading import Loading

    for _ in range(2):
        make_full_report()
    load = Loading.load
    asked: list[str] = []

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    def load_and_close(self: Loading, value: Any) -> Any:
        loaded = load(self, value)
        wrapper = connection.execute_wrapper(refuse)
        wrapper.__enter__()
        return loaded

    monkeypatch.setattr(Loading, "load", load_and_close)
    try:
        ask(FULL, first=2)
    finally:
        connection.execute_wrappers.clear()
    assert asked == []
