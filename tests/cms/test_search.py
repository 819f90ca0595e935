"""The same questions on SQLite and PostgreSQL, through the model, the admin and completion."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.search.query import MATCH_ALL, And, Not, Or, Phrase, PlainText

from cms.search.french import LONGEST_QUERY, MOST_WORDS, cleaned
from pages.models import EventReport, EventReportIndex
from snippets.models import Organisation

pytestmark = pytest.mark.django_db

NAMES = {
    "metropole": "Métropole et technopôles",
    "ete": "L’été des entreprises",
    "developpement": "Développement d’entreprise",
    "cheval": "Cheval de trait",
    "chevaux": "Les chevaux de l’œuvre",
    "edition": "Le 12/14 au Château-Gombert",
}
EVERYWHERE = [
    ("métropole", {"metropole"}),
    ("metropole", {"metropole"}),
    ("METROPOLES", {"metropole"}),
    ("me\u0301tropole", {"metropole"}),
    ("technopôle", {"metropole"}),
    ("technopôles", {"metropole"}),
    ("technopole", {"metropole"}),
    ("l'été", {"ete"}),
    ("l’été", {"ete"}),
    ("entreprise", {"ete", "developpement"}),
    ("entreprises", {"ete", "developpement"}),
    ("d'entreprise", {"ete", "developpement"}),
    ("développer", {"developpement"}),
    ("développé", {"developpement"}),
    ("chevaux", {"cheval", "chevaux"}),
    ("oeuvre", {"chevaux"}),
    ("œuvres", {"chevaux"}),
    ("12/14", {"edition"}),
    ("chateau gombert", {"edition"}),
    ("Château-Gombert", {"edition"}),
    ("métropole entreprise", set()),
]
HOSTILE = [
    '"',
    'dé"x',
    "a\0b",
    "   ",
    "\t\n",
    "-",
    "AND",
    "NOT (",
    "* ( ) : ^ { }",
    "\\ % _ ' ''",
    "title:x",
    "\ud800",
    '"' * 40_000,
    "mot " * 20_000,
    "x" * 100_000,
    "🙂",
]


@pytest.fixture
def organisations() -> None:
    french = Locale.objects.get(language_code="fr")
    for slug, name in NAMES.items():
        Organisation.objects.create(name=name, slug=slug, locale=french)


def found(results: Any) -> set[str]:
    return {organisation.slug for organisation in results}


@pytest.mark.parametrize(("question", "expected"), EVERYWHERE)
def test_search(organisations: None, question: str, expected: set[str]) -> None:
    assert found(Organisation.objects.search(question)) == expected


def test_search_knows_irregular_plurals_from_the_singular(organisations: None) -> None:
    assert found(Organisation.objects.search("cheval")) == {"cheval", "chevaux"}


def test_words_that_say_nothing_alone_do_not_narrow(organisations: None) -> None:
    assert found(Organisation.objects.search("les entreprises de la métropole")) == set()
    assert found(Organisation.objects.search("la métropole et ses technopôles")) == {"metropole"}


def test_short_words_are_not_beginnings(organisations: None) -> None:
    Organisation.objects.create(name="Animation", slug="animation", locale_id=1)
    Organisation.objects.create(name="Un an après", slug="an", locale_id=1)
    assert found(Organisation.objects.search("ans")) == {"an"}


@pytest.mark.parametrize(("question", "expected"), EVERYWHERE)
def test_completion(organisations: None, question: str, expected: set[str]) -> None:
    assert found(Organisation.objects.autocomplete(question)) == expected


def test_completion_finds_what_is_half_typed(organisations: None) -> None:
    assert found(Organisation.objects.autocomplete("metro")) == {"metropole"}
    assert found(Organisation.objects.autocomplete("châ gom")) == {"edition"}


@pytest.mark.parametrize("question", HOSTILE, ids=lambda text: ascii(text[:8]))
def test_hostile_text_finds_nothing(organisations: None, question: str) -> None:
    assert found(Organisation.objects.search(question)) == set()
    assert Organisation.objects.search(question).count() == 0
    assert found(Organisation.objects.autocomplete(question)) == set()


def test_sign_in_a_question_is_a_space(organisations: None) -> None:
    assert found(Organisation.objects.search('"métropole" (technopôles)!')) == {"metropole"}


def test_long_question_is_cut() -> None:
    assert len(cleaned("mot " * 20_000).split()) == MOST_WORDS
    assert len(cleaned("x" * 100_000)) == LONGEST_QUERY


def test_composed_questions_lose_only_what_holds_no_word(organisations: None) -> None:
    ask = Organisation.objects.search
    assert found(ask(And([PlainText('"'), PlainText("métropole")]))) == {"metropole"}
    assert found(ask(Or([Phrase("\0"), PlainText("métropole")]))) == {"metropole"}
    assert found(ask(PlainText("cheval métropole", operator="or") & PlainText("trait"))) == {
        "cheval"
    }
    assert found(ask(Not(PlainText("été")))) == set(NAMES) - {"ete"}
    assert found(ask(Phrase('"'))) == set()
    assert found(ask(MATCH_ALL)) == set(NAMES)


@pytest.mark.parametrize("question", ["METROPOLES", "technopole", "l'été", "d'entreprise"])
def test_list_in_the_admin(admin_client: Client, organisations: None, question: str) -> None:
    address = reverse("wagtailsnippets_snippets_organisation:list")

    listed = admin_client.get(address, {"q": question}).context["object_list"]

    assert found(listed) == dict(EVERYWHERE)[question]


@pytest.mark.parametrize("question", HOSTILE, ids=lambda text: ascii(text[:8]))
def test_hostile_text_in_the_admin(admin_client: Client, question: str) -> None:
    question = question[:2_000].encode("utf-8", "replace").decode()
    for address in (
        reverse("wagtailsnippets_snippets_organisation:list"),
        reverse("wagtailadmin_pages:search"),
        reverse("wagtailadmin_explore_root"),
    ):
        assert admin_client.get(address, {"q": question}).status_code == 200


def test_pages_in_the_admin(admin_client: Client) -> None:
    report = EventReport(
        title="Les technopôles de la métropole",
        standfirst="Un midi.",
        starts_at=datetime(2026, 3, 5, 11, tzinfo=UTC),
    )
    EventReportIndex.objects.get().add_child(instance=report)

    answer = admin_client.get(reverse("wagtailadmin_pages:search"), {"q": "TECHNOPOLE"})

    assert [page.pk for page in answer.context["pages"]] == [report.pk]
    assert list(EventReport.objects.search("midis")) == [report]
