"""Cache tags: whoever keeps an answer and drops it by the tags of what changed, has none that is old."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale

from cms.api.tags import Tags
from cms.publishing.journal import one_change
from pages.kinds import ContentKind
from pages.models import Speaker
from tests.conftest import shared
from tests.factories import (
    block,
    make_organisation,
    make_person,
    make_photo,
    make_report,
    make_sector,
    make_standard_page,
    make_technopole,
    make_testimonial,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tags(client: Client) -> Callable[..., set[str]]:
    def of(query: str, **variables: Any) -> set[str]:
        body = {"query": query, "variables": variables}
        response = client.post("/graphql/", body, content_type="application/json")
        told = response.json()["extensions"]["tags"]
        assert response["Cache-Tag"] == ",".join(told)
        return set(told)

    return of


def test_answer_tells_the_things_it_holds(tags: Callable) -> None:
    company = make_organisation()
    person = make_person(("fondatrice", company))
    make_person()
    report = make_report(
        speakers=[Speaker(person=person, role="x", organisation=company)],
        cover=(photo := make_photo()),
    )
    query = """{ eventReport(slug: "%s") {
      cover { alt } speakers { person { name } organisation { name } } } }"""
    assert tags(query % report.slug) == {
        "Site",
        f"EventReport:{report.pk}",
        f"Person:{person.pk}",
        f"Organisation:{company.pk}",
        f"Image:{photo.pk}",
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ __typename }", {"Site"}),
        ("{ eventReports { totalCount } }", {"Site", "EventReport"}),
        ('{ eventReport(slug: "none") { title } }', {"Site", "EventReport"}),
        ("{ sectors { name } }", {"Site", "Sector"}),
        ("{ navigation { label } }", {"Site", "Navigation"}),
        ("{ redirects { totalCount } }", {"Site", "Redirect"}),
        ("{ site { name } }", {"Site"}),
    ],
)
def test_lists_and_what_is_missing_hold_a_whole_type(
    tags: Callable, query: str, expected: set[str]
) -> None:
    assert tags(query) == expected


def test_filter_holds_what_it_filters_by(tags: Callable) -> None:
    query = '{ eventReports(filter: {sector: "none"}) { totalCount } }'
    assert {"EventReport", "Sector", "Technopole", "Organisation"} <= tags(query)


def test_what_stands_in_for_a_translation_holds_its_type(tags: Callable) -> None:
    make_organisation(name="Compagnie")
    query = '{ organisation(slug: "compagnie", locale: "en") { name } }'
    assert "Organisation" in tags(query)
    assert "Organisation" not in tags(query.replace(', locale: "en"', ""))


def test_path_without_a_page_holds_all_that_may_stand_there(tags: Callable) -> None:
    found = tags('{ page(path: "/nowhere/") { __typename } }')
    assert {"EventReport", "StandardPage", "Redirect", "Home"} <= found


def test_too_many_things_are_told_by_their_type() -> None:
    held = Tags()
    held.things = {(ContentKind.PERSON, key) for key in range(150)} | {(ContentKind.IMAGE, 7)}
    assert held.listed() == ["Image:7", "Person", "Site"]
    held.things |= {(ContentKind.ORGANISATION, key) for key in range(97)}
    assert len(held.listed()) == 100


QUERIES = [
    "{ eventReports { totalCount nodes { title path cover { alt } technopole { name } tags } } }",
    """{ eventReport(slug: "rapport") { title breadcrumbs { path title } sectors { name }
         speakers { person { name affiliations { organisation { name } } } organisation { name } }
         body { ... on ParagraphBlock { content { html } } } quotes { text person { name } }
         translations { path } structuredData } }""",
    '{ organisation(slug: "compagnie") { name presentation { html } people { nodes { name } } } }',
    '{ organisation(slug: "compagnie", locale: "en") { name } }',
    '{ person(slug: "personne") { name quotes { nodes { text } } affiliations { role } } }',
    '{ eventReports(filter: {sector: "sante"}) { nodes { title } } }',
    '{ eventReports(search: "personne") { nodes { title } } }',
    '{ search(query: "personne") { nodes { __typename } facets { sectors { count } } } }',
    "{ sectors { name children { name } } technopoles { name eventReports { totalCount } } }",
    '{ page(path: "/a-propos/equipe/") { __typename ... on StandardPage { title } } }',
    '{ page(path: "/a-propos/nouvelle/") { __typename ... on StandardPage { title } } }',
    '{ page(path: "/a-propos/") { ... on StandardPage { title url } } }',
    "{ navigation { label path children { label } } }",
    "{ pages { nodes { path title } } }",
    '{ testimonial(slug: "parcours") { title person { name } } }',
]


def world() -> dict[str, Any]:
    """One of each, which name each other."""
    sector, technopole = make_sector(name="Santé"), make_technopole(name="Nord")
    about = make_standard_page(title="À propos", show_in_menus=True)
    team = make_standard_page(title="Équipe", parent=about)
    link = f'<p>Voir <a linktype="page" id="{team.pk}">l’équipe</a></p>'
    company = make_organisation(name="Compagnie", presentation=link, technopole=technopole)
    person = make_person(("élue", company), name="Personne")
    quote = {"text": "Des mots", "person": person.pk, "role": "élue", "organisation": company.pk}
    report = make_report(
        title="Rapport",
        technopole=technopole,
        sectors=[sector],
        tags=["soleil"],
        cover=make_photo(),
        speakers=[Speaker(person=person, role="élue", organisation=company)],
        body=[block("quote", quote), block("paragraph", link)],
    )
    return {
        "sector": sector,
        "technopole": technopole,
        "about": about,
        "team": team,
        "company": company,
        "person": person,
        "report": report,
        "testimonial": make_testimonial(title="Parcours", person=person),
    }


made_world = shared(world)


def published(thing: Any, **values: Any) -> None:
    thing = type(thing).objects.get(pk=thing.pk)
    for name, value in values.items():
        setattr(thing, name, value)
    if hasattr(thing, "live"):
        thing.save_revision().publish()
    else:
        thing.save()


def translate_company(made: dict[str, Any]) -> None:
    english = made["company"].copy_for_translation(Locale.objects.get(language_code="en"))
    english.name = "Company"
    english.save()
    english.save_revision().publish()


ACTS: dict[str, Callable[[dict[str, Any]], None]] = {
    "a report is renamed": lambda made: published(made["report"], title="Autre"),
    "a report is withdrawn": lambda made: made["report"].unpublish(),
    "a report is new": lambda made: make_report(title="Personne", sectors=[made["sector"]]),
    "a person is renamed": lambda made: published(made["person"], name="Quelqu’un"),
    "a person is withdrawn": lambda made: made["person"].unpublish(),
    "an organisation is renamed": lambda made: published(made["company"], name="Firme"),
    "an organisation is translated": translate_company,
    "a sector has another slug": lambda made: published(made["sector"], slug="soin"),
    "a sector is divided": lambda made: make_sector(name="Medtech", parent=made["sector"]),
    "a technopole is renamed": lambda made: published(made["technopole"], name="Sud"),
    "a page is renamed": lambda made: published(made["about"], title="Qui sommes-nous"),
    "a page moves away": lambda made: published(made["about"], slug="nous"),
    "a page that is linked goes": lambda made: made["team"].unpublish(),
    "a page is new": lambda made: make_standard_page(title="Nouvelle", parent=made["about"]),
    "a page leaves the menu": lambda made: published(made["about"], show_in_menus=False),
    "a picture is told otherwise": lambda made: published(
        made["report"].cover, description="Autre chose"
    ),
    "a testimonial goes": lambda made: made["testimonial"].unpublish(),
    "a person is somewhere else": lambda made: published(made["person"], affiliations=[]),
}


@pytest.mark.parametrize("act", ACTS)
def test_whoever_drops_what_the_changes_tell_has_nothing_old(
    client: Client, ask: Callable, act: str, made_world: dict[str, Any]
) -> None:
    made = deepcopy(made_world)

    def answers() -> dict[str, dict[str, Any]]:
        sent = [{"query": query} for query in QUERIES]
        found = [client.post("/graphql/", each, content_type="application/json") for each in sent]
        return dict(zip(QUERIES, (each.json() for each in found), strict=True))

    before = answers()
    version = ask("{ site { version } }")["site"]["version"]
    with one_change():
        ACTS[act](made)
    changes = "query ($after: String) { changes(after: $after, first: 100) { nodes { tags } } }"
    touched = {
        tag for each in ask(changes, after=version)["changes"]["nodes"] for tag in each["tags"]
    }
    after = answers()
    changed = [query for query in QUERIES if before[query]["data"] != after[query]["data"]]
    assert changed
    assert [
        query for query in changed if not touched & set(before[query]["extensions"]["tags"])
    ] == []


def test_change_leaves_alone_what_it_does_not_touch(client: Client, ask: Callable) -> None:
    make_report(title="Rapport")
    company = make_organisation(name="Compagnie")
    other = make_organisation(name="Autre")
    query = '{ organisation(slug: "autre") { name } }'
    kept = client.get("/graphql/", {"query": query}).json()["extensions"]["tags"]
    version = ask("{ site { version } }")["site"]["version"]
    published(company, name="Firme")
    changes = "query ($after: String) { changes(after: $after) { nodes { tags } } }"
    [change] = ask(changes, after=version)["changes"]["nodes"]
    assert set(kept) == {"Site", f"Organisation:{other.pk}"}
    assert not set(kept) & set(change["tags"])
