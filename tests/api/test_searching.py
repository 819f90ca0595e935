"""Search over everything: one order of relevance, readable things only, and facets that lead on."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from cms.search import answers
from pages.models import EventReport, EventReportIndex, Home
from tests.conftest import shared
from tests.factories import (
    make_organisation,
    make_person,
    make_report,
    make_sector,
    make_standard_page,
    make_technopole,
    make_testimonial,
)

SEARCH = """
query (
  $text: String!, $kinds: [ContentKind!], $filter: SearchFilter, $locale: Locale,
  $first: Int, $after: String
) {
  search(
    query: $text, kinds: $kinds, filter: $filter, locale: $locale, first: $first, after: $after
  ) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { cursor }
    nodes {
      __typename
      ... on Page { title path }
      ... on EventReport { technopole { name } sectors { name } }
      ... on Testimonial { person { name } }
      ... on Organisation { name }
      ... on Person { name affiliations { organisation { name } } }
      ... on Technopole { name city }
    }
  }
}
"""
FACETS = """
query ($text: String!, $kinds: [ContentKind!], $filter: SearchFilter, $locale: Locale) {
  search(query: $text, kinds: $kinds, filter: $filter, locale: $locale, first: 1) {
    totalCount
    facets {
      kinds { kind count }
      technopoles { technopole { name } count }
      sectors { sector { name } count }
    }
  }
}
"""


def names(ask: Any, query: str, **variables: Any) -> list[str]:
    found = ask(SEARCH, text=query, **variables)["search"]
    assert found["totalCount"] == len(found["nodes"]) or variables.get("first")
    return [node.get("title") or node.get("name") for node in found["nodes"]]


def facets(ask: Any, query: str, **variables: Any) -> dict[str, list[tuple[str, int]]]:
    found = ask(FACETS, text=query, **variables)["search"]["facets"]
    return {
        "kinds": [(each["kind"], each["count"]) for each in found["kinds"]],
        "technopoles": [
            (each["technopole"]["name"], each["count"]) for each in found["technopoles"]
        ],
        "sectors": [(each["sector"]["name"], each["count"]) for each in found["sectors"]],
    }


def make_content() -> dict[str, Any]:
    """One of each type that speaks of the métropole, filed here and there."""
    health = make_sector(name="Santé")
    medtech = make_sector(name="Medtech", parent=health)
    north, south = make_technopole(name="Nord métropole"), make_technopole(name="Sud")
    company = make_organisation(
        name="Compagnie", presentation="<p>De la métropole</p>", technopole=north, sectors=[medtech]
    )
    person = make_person(
        ("fondatrice", company), name="Personne", biography="<p>Élue de la métropole</p>"
    )
    return {
        "north": north,
        "south": south,
        "company": company,
        "person": person,
        "report": make_report(
            title="Métropole et métropoles",
            standfirst="La métropole.",
            technopole=north,
            sectors=[health, medtech],
        ),
        "other": make_report(title="Midi", standfirst="À la métropole.", technopole=south),
        "testimonial": make_testimonial(
            title="Parcours", standfirst="Dans la métropole.", person=person, sectors=[health]
        ),
        "page": make_standard_page(title="À propos", standfirst="La métropole."),
    }


made_content = shared(make_content)


@pytest.fixture
def content(made_content: dict[str, Any], db: None) -> dict[str, Any]:
    """The content, for one test to change."""
    return deepcopy(made_content)


EVERYTHING = {
    "Métropole et métropoles",
    "Midi",
    "Parcours",
    "À propos",
    "Compagnie",
    "Personne",
    "Nord métropole",
}


def test_everything_readable_is_found_the_best_first(ask: Any, content: dict) -> None:
    found = names(ask, "METROPOLES")
    assert set(found) == EVERYTHING
    assert len(found) == len(EVERYTHING)
    assert set(found[:2]) == {"Métropole et métropoles", "Nord métropole"}


def test_answers_come_with_what_is_selected_of_each_type(ask: Any, content: dict) -> None:
    nodes = ask(SEARCH, text="métropole")["search"]["nodes"]
    by_type = {node["__typename"]: node for node in nodes if node.get("title") != "Midi"}
    assert by_type["EventReport"]["technopole"] == {"name": "Nord métropole"}
    assert by_type["EventReport"]["sectors"] == [{"name": "Medtech"}, {"name": "Santé"}]
    assert by_type["Testimonial"]["person"] == {"name": "Personne"}
    assert by_type["Person"]["affiliations"] == [{"organisation": {"name": "Compagnie"}}]
    assert by_type["StandardPage"]["path"] == "/a-propos/"
    assert by_type["Technopole"]["city"] == "Montclair"


@pytest.mark.parametrize(
    "text",
    ["", "   ", '"', '" OR "', "(", "*", "\\", "'", "%", "%s", "AND", "a\x00b", "{title}:x", "🙂"],
)
def test_hostile_text_finds_nothing(ask: Any, content: dict, text: str) -> None:
    assert names(ask, text) == []
    assert facets(ask, text) == {"kinds": [], "technopoles": [], "sectors": []}


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("STANDARD_PAGE", {"À propos"}),
        (["PERSON", "TECHNOPOLE"], {"Personne", "Nord métropole"}),
        (["EVENT_REPORT", "QUOTE"], {"Métropole et métropoles", "Midi"}),
        (["HOME", "QUOTE", "SITE"], set()),
        ([], set()),
    ],
)
def test_kinds_choose(ask: Any, content: dict, kinds: Any, expected: set[str]) -> None:
    assert set(names(ask, "métropole", kinds=kinds)) == expected


NORTH = {"Métropole et métropoles", "Compagnie", "Personne", "Nord métropole"}
HEALTH = {"Métropole et métropoles", "Compagnie", "Personne", "Parcours"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"technopole": "nord-metropole"}, NORTH),
        ({"technopole": ["sud", "unknown"]}, {"Midi"}),
        ({"sector": "sante"}, HEALTH),
        ({"sector": "medtech"}, HEALTH - {"Parcours"}),
        ({"technopole": "nord-metropole", "sector": "sante"}, NORTH - {"Nord métropole"}),
        ({"technopole": "unknown"}, set()),
        ({"technopole": []}, set()),
        ({"sector": []}, set()),
        ({"technopole": None, "sector": None}, EVERYTHING),
        ({}, EVERYTHING),
    ],
)
def test_filter(ask: Any, content: dict, given: dict, expected: set[str]) -> None:
    assert set(names(ask, "métropole", filter=given)) == expected


def test_facets_count_what_a_reader_could_widen_to(ask: Any, content: dict) -> None:
    kinds = [
        ("EVENT_REPORT", 2),
        ("ORGANISATION", 1),
        ("PERSON", 1),
        ("STANDARD_PAGE", 1),
        ("TECHNOPOLE", 1),
        ("TESTIMONIAL", 1),
    ]
    technopoles, sectors = [("Nord métropole", 4), ("Sud", 1)], [("Santé", 4), ("Medtech", 3)]
    everything = {"kinds": kinds, "technopoles": technopoles, "sectors": sectors}
    assert facets(ask, "métropole") == everything
    assert facets(ask, "métropole", kinds="EVENT_REPORT") == {
        "kinds": kinds,
        "technopoles": [("Nord métropole", 1), ("Sud", 1)],
        "sectors": [("Medtech", 1), ("Santé", 1)],
    }
    assert facets(ask, "métropole", filter={"technopole": "sud"}) == {
        "kinds": [("EVENT_REPORT", 1)],
        "technopoles": technopoles,
        "sectors": [],
    }
    assert facets(ask, "métropole", filter={"sector": "medtech"}, kinds="PERSON") == {
        "kinds": [("EVENT_REPORT", 1), ("ORGANISATION", 1), ("PERSON", 1)],
        "technopoles": [("Nord métropole", 1)],
        "sectors": [("Medtech", 1), ("Santé", 1)],
    }


def test_facets_tell_nothing_of_what_is_hidden(ask: Any, content: dict) -> None:
    content["company"].unpublish()
    content["south"].unpublish()
    found = facets(ask, "métropole")
    assert found["technopoles"] == [("Nord métropole", 2)]
    assert found["sectors"] == [("Santé", 2), ("Medtech", 1)]
    assert names(ask, "métropole", filter={"technopole": "sud"}) == []


STATES: list[Callable[[dict], Any]] = [
    lambda content: content["report"].unpublish(),
    lambda content: EventReport.objects.filter(pk=content["report"].pk).update(
        go_live_at=timezone.now() + timedelta(hours=1)
    ),
    lambda content: EventReport.objects.filter(pk=content["report"].pk).update(
        expire_at=timezone.now() - timedelta(seconds=1)
    ),
    lambda content: PageViewRestriction.objects.create(
        page=content["report"], restriction_type="login"
    ),
]


@pytest.mark.parametrize("hide", STATES, ids=["withdrawn", "scheduled", "expired", "private"])
def test_hidden_report_is_not_found(ask: Any, content: dict, hide: Callable) -> None:
    hide(content)
    assert set(names(ask, "métropole")) == EVERYTHING - {"Métropole et métropoles"}
    assert ("EVENT_REPORT", 1) in facets(ask, "métropole")["kinds"]
    assert set(names(ask, "métropole", filter={"technopole": "nord-metropole"})) == NORTH - {
        "Métropole et métropoles"
    }


def test_reports_below_a_private_page_are_not_found(ask: Any, content: dict) -> None:
    index = EventReportIndex.objects.get()
    PageViewRestriction.objects.create(page=index, restriction_type="login")
    assert set(names(ask, "métropole")) == EVERYTHING - {"Métropole et métropoles", "Midi"}


def test_testimonial_is_not_found_without_its_person(ask: Any, content: dict) -> None:
    content["person"].unpublish()
    assert set(names(ask, "métropole")) == EVERYTHING - {"Personne", "Parcours"}


def test_words_of_somebody_withdrawn_find_nothing(ask: Any, content: dict) -> None:
    person = make_person(name="Autre")
    quote = {"text": "Zircon", "person": person, "role": "Quartz", "organisation": None}
    make_report(title="Cité", body=[("quote", quote)])
    assert names(ask, "zircon") == ["Cité"]
    person.unpublish()
    assert names(ask, "zircon") == names(ask, "quartz") == []


def test_drafts_of_what_is_live_are_not_found(ask: Any, content: dict) -> None:
    report, person = content["report"], content["person"]
    report.title = "Zircon"
    report.save_revision()
    person.biography = "<p>Zircon</p>"
    person.save_revision()
    assert names(ask, "zircon") == []


def test_pages_of_one_language_and_records_of_another_where_they_have_none(
    ask: Any, content: dict
) -> None:
    english = Locale.objects.get(language_code="en")
    Home.objects.get().copy_for_translation(english).save_revision().publish()
    about = content["page"].copy_for_translation(english)
    about.title = "About the métropole"
    about.save_revision().publish()
    company = content["company"].copy_for_translation(english)
    company.name = "Company of the métropole"
    company.save()
    company.save_revision().publish()
    assert set(names(ask, "métropole", locale="en")) == {
        "About the métropole",
        "Company of the métropole",
        "Personne",
        "Nord métropole",
    }
    assert set(names(ask, "métropole")) == EVERYTHING
    assert facets(ask, "métropole", locale="en")["technopoles"] == [("Nord métropole", 3)]


def test_pages_follow_each_other(ask: Any, content: dict) -> None:
    found, after = [], None
    while True:
        page = ask(SEARCH, text="métropole", first=2, after=after)["search"]
        found += [node.get("title") or node.get("name") for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        assert after == page["edges"][-1]["cursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == names(ask, "métropole")


def test_cursor_of_another_list_is_refused(ask_raw: Any, content: dict) -> None:
    reports = ask_raw("{ eventReports { pageInfo { endCursor } } }")["data"]["eventReports"]
    after = reports["pageInfo"]["endCursor"]
    [error] = ask_raw(SEARCH, text="métropole", after=after)["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


def test_names_go_before_the_rest_when_too_much_answers(
    ask: Any, content: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        make_report(title="Récent", standfirst="La métropole.")
    monkeypatch.setattr(answers, "MOST_RANKED", 4)
    page = ask(SEARCH, text="métropole")["search"]
    assert page["totalCount"] == len(EVERYTHING) + 4
    found = [node.get("title") or node.get("name") for node in page["nodes"]]
    assert set(found[:2]) == {"Métropole et métropoles", "Nord métropole"}
    assert found[2:] == ["Récent", "Récent"]

    monkeypatch.setattr(answers, "MOST_RANKED", 2)
    only_names = names(ask, "métropole", first=2)
    assert set(only_names) == {"Métropole et métropoles", "Nord métropole"}


def test_cost_counts_answers_and_facets(ask_raw: Any, content: dict) -> None:
    query = """
    { search(query: "x", first: 10) {
        nodes { __typename ... on EventReport { sectors { name } } }
        facets { kinds { count } sectors { sector { name } } }
    } }
    """
    cost = 1 + 10 * (1 + 5) + 1 + 5 + 5 * (1 + 1)
    assert ask_raw(query)["extensions"]["cost"]["requested"] == cost
