"""An answer costs the same SQL for one thing as for many."""

import gc
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from cms.api.execution import LIMITS
from cms.api.fetching import related_by_owner
from pages.models import EventReport
from tests.api.alike import publish_stories
from tests.factories import block, make_report, make_standard_page

OPERATIONS = django_settings.BASE_DIR / "bench" / "operations"
CARDS = (OPERATIONS / "cards-20.graphql").read_text().replace("(first: 20)", "(first: $first)")
CARDS = CARDS.replace("query Cards", "query Cards($first: Int)")
FULL = (OPERATIONS / "full.graphql").read_text()
BUDGETS = {CARDS: 8, FULL: 22}
OURS = "pages.", "snippets."
LISTS = {
    "eventReports": "title tags speakers { person { name } } related { title }",
    "testimonials": "title person { name photo { alt } } organisations { name } quotes { text }",
    "quotes": "text locale person { name } organisation { name } page { title path }",
    "organisations": "name locale technopole { name } sectors { name } "
    "people(first: 2) { totalCount nodes { name } } eventReports(first: 2) { nodes { title } }",
    "people": "name affiliations { organisation { name } } quotes(first: 1) { nodes { text } }",
    "pages(kinds: [EVENT_REPORT])": "title path breadcrumbs { title } translations { path } seo { description } "
    "... on EventReport { readingMinutes }",
    'search(query: "mot", kinds: [PERSON])': "__typename ... on Page { title } ... on Person { name }",
}


@pytest.fixture
def statements(ask: Callable) -> Callable[[str, int], list[str]]:
    """The statements that an operation takes for so many things, in a form one can read."""

    def taken(query: str, first: int) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            [found] = ask(query, first=first).values()
        assert len(found["nodes"]) == first, query
        return [brief(each["sql"]) for each in captured.captured_queries]

    return taken


def brief(sql: str) -> str:
    """A statement without its list of columns."""
    start, table = sql.split(" FROM ", 1) if " FROM " in sql else (sql, "")
    return f"{start[:40]}… FROM {table[:60]} … {table[-160:]}"


@pytest.mark.usefixtures("uncached")
@pytest.mark.parametrize("many", [6, pytest.param(100, marks=pytest.mark.thorough)])
def test_cost_does_not_grow(
    statements: Callable, monkeypatch: pytest.MonkeyPatch, settings: Any, many: int
) -> None:
    """Statements are counted; a machine that has other work may take its time."""
    settings.GRAPHQL_SECONDS = 60
    monkeypatch.setattr("cms.api.execution.LIMITS", replace(LIMITS, cost=10**9))
    publish_stories(many)
    lists = {
        f"query ($first: Int) {{ {with_first(name)} {{ nodes {{ {fields} }} }} }}": 30
        for name, fields in LISTS.items()
    }
    for query, budget in {**BUDGETS, **lists}.items():
        statements(query, 1)
        one, three, all_of_them = (statements(query, first) for first in (1, 3, many))
        assert len(one) == len(three) == len(all_of_them), "\n".join([query, *all_of_them])
        assert len(all_of_them) <= budget, "\n".join([query, *all_of_them])


def with_first(name: str) -> str:
    """A root field that is asked for so many things."""
    return f"{name[:-1]}, first: $first)" if name.endswith(")") else f"{name}(first: $first)"


@pytest.mark.parametrize("relation", ["sectors", "organisers", "speakers"])
@pytest.mark.django_db
def test_relation_is_asked_for_by_the_keys_of_things(relation: str) -> None:
    """An outer join would have SQLite read the whole table between the two."""
    found = related_by_owner(EventReport, relation, [1, 2])
    assert "OUTER JOIN" not in str(found.query)


READ = "eventReports(first: 3) { nodes { title readingMinutes speakers { person { name } } } }"
ENGLISH = 'organisations(first: 3, locale: "en") { nodes { name sectors { name } } }'
TWICE = f"{{ {READ} {ENGLISH} }}"
WITH_ERROR = f'{{ {READ} organisations(after: "nowhere") {{ nodes {{ name }} }} }}'


@pytest.mark.usefixtures("uncached")
@pytest.mark.parametrize("query", [FULL, TWICE, WITH_ERROR], ids=["full", "twice", "with an error"])
def test_answer_leaves_no_things_to_the_collector_of_garbage(ask_raw: Callable, query: str) -> None:
    """Pages and their blocks name each other; what waits for a full collection is memory that nobody can use."""
    publish_stories(3)
    first = {"first": 3} if query == FULL else {}
    assert ("errors" in ask_raw(query, **first)) is (query == WITH_ERROR)
    gc.collect()
    before = models_alive()
    gc.disable()
    try:
        ask_raw(query, **first)
        assert models_alive() == before
    finally:
        gc.enable()


def models_alive() -> Counter[str]:
    """How many things of each of our models there are in memory."""
    made = (type(each) for each in gc.get_objects())
    return Counter(
        each.__name__
        for each in made
        if issubclass(each, Model) and each.__module__.startswith(OURS)
    )


LINKED = """
query {
  pages(kinds: [STANDARD_PAGE]) { nodes { ... on StandardPage { body { ... on CallToActionBlock { link { url %s } } } } } }
}
"""


@pytest.mark.usefixtures("uncached")
@pytest.mark.django_db
def test_what_links_lead_to_is_loaded_where_it_is_asked_for(ask: Callable) -> None:
    reports = [make_report(standfirst=word, venue=word) for word in ("Opale", "Rubis", "Topaze")]
    for report in reports:
        link = {"label": "Lire", "page": report.pk, "document": None, "address": ""}
        make_standard_page(body=[block("call_to_action", {"text": "", "link": link})])
    wanted = "target { ... on EventReport { path standfirst venue } }"
    told = {}
    for fields in ("", wanted):
        ask(LINKED % fields)
        with CaptureQueriesContext(connection) as captured:
            pages = ask(LINKED % fields)["pages"]["nodes"]
        told[fields] = [page["body"][0]["link"] for page in pages], len(captured)
    (plain, few), (rich, more) = told.values()
    assert more == few + 1
    assert [link["url"] for link in plain] == [link["url"] for link in rich]
    assert {link["target"]["standfirst"] for link in rich} == {"Opale", "Rubis", "Topaze"}
    assert all(link["url"].endswith(link["target"]["path"]) for link in rich)
