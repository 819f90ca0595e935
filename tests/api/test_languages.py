"""An answer keeps to one language; records that lack it answer in the default one."""

from typing import Any

from wagtail.models import Locale

from cms.api.ids import global_id
from pages.models import RelatedReport
from tests.api.test_lists import titles
from tests.factories import (
    block,
    make_organisation,
    make_person,
    make_report,
)


def translated(record: Any, **values: Any) -> Any:
    translation = record.copy_for_translation(Locale.objects.get(language_code="en"))
    for name, value in values.items():
        setattr(translation, name, value)
    translation.save()
    if hasattr(translation, "live"):
        translation.save_revision().publish()
    return translation


def test_records_without_translation_answer_in_the_default_language(ask: Any) -> None:
    school, company = make_organisation(name="École"), make_organisation(name="Usine")
    translated(school, name="School", slug="school")
    make_person(("élève", school), ("ouvrier", company), name="Personne")
    query = """
    query ($locale: Locale) {
      organisations(locale: $locale) { totalCount nodes { name } }
      organisation(slug: "ecole", locale: $locale) { name }
      person(slug: "personne", locale: $locale) { affiliations { organisation { name } } }
    }
    """
    french, english = ask(query, locale="fr"), ask(query, locale="en")
    assert titles(french, "organisations") == ["École", "Usine"]
    assert titles(english, "organisations") == ["School", "Usine"]
    assert english["organisations"]["totalCount"] == 2
    assert french["organisation"] == {"name": "École"}
    assert english["organisation"] == {"name": "School"}
    affiliations = english["person"]["affiliations"]
    assert [each["organisation"]["name"] for each in affiliations] == ["School", "Usine"]


def test_pages_stay_in_their_language(ask: Any) -> None:
    report = make_report(title="Bilan")
    english = Locale.objects.get(language_code="en")
    copy = report.copy_for_translation(english, copy_parents=True)
    copy.title = "Report"
    copy.save_revision().publish()
    query = """
    query ($locale: Locale, $slug: String!) {
      eventReports(locale: $locale) { totalCount nodes { title path locale } }
      eventReport(slug: $slug, locale: $locale) { title }
    }
    """
    french = ask(query, slug=report.slug)
    assert titles(french) == ["Bilan"]
    answer = ask(query, slug=copy.slug, locale="en")
    assert titles(answer) == ["Report"]
    [node] = answer["eventReports"]["nodes"]
    assert node["locale"] == "en"
    assert node["path"].startswith("/en/")
    assert ask(
        "query ($path: String!) { page(path: $path) { __typename } }", path=node["path"]
    ) == {"page": {"__typename": "EventReport"}}


def test_everything_says_in_which_language_it_is(ask: Any) -> None:
    translated(make_organisation(name="École"), name="School", slug="school")
    make_organisation(name="Usine")
    words = {"text": "Dit", "person": make_person(name="Dite").pk, "role": "élue"}
    report = make_report(body=[block("quote", words)])
    english = Locale.objects.get(language_code="en")
    report.copy_for_translation(english, copy_parents=True).save_revision().publish()
    query = """
    query ($locale: Locale) {
      organisations(locale: $locale) { nodes { name locale } }
      quotes(locale: $locale) { nodes { id locale page { locale } person { locale } } }
    }
    """
    answer = ask(query, locale="en")
    languages = {node["name"]: node["locale"] for node in answer["organisations"]["nodes"]}
    assert languages == {"School": "en", "Usine": "fr"}
    [quote] = answer["quotes"]["nodes"]
    assert (quote["locale"], quote["page"], quote["person"]) == (
        "en",
        {"locale": "en"},
        {"locale": "fr"},
    )
    node = "query ($id: ID!) { node(id: $id) { ... on Quote { locale page { locale } } } }"
    assert ask(node, id=quote["id"]) == {"node": {"locale": "en", "page": {"locale": "en"}}}
    [french] = ask(query)["quotes"]["nodes"]
    assert french["locale"] == "fr"


def test_stories_below_a_story_stay_in_its_language(ask: Any) -> None:
    english = Locale.objects.get(language_code="en")
    told, untold = make_report(title="Traduit"), make_report(title="Pas traduit")
    report = make_report(related_reports=[RelatedReport(report=each) for each in (told, untold)])
    for page in (told, report):
        copy = page.copy_for_translation(english, copy_parents=True)
        copy.title = "Translated"
        copy.save_revision().publish()
    query = """
    query ($slug: String!, $locale: Locale) {
      eventReport(slug: $slug, locale: $locale) { related { title locale } }
    }
    """
    french = ask(query, slug=report.slug)["eventReport"]["related"]
    assert [each["title"] for each in french] == ["Traduit", "Pas traduit"]
    [translated] = ask(query, slug=report.slug, locale="en")["eventReport"]["related"]
    assert translated == {"title": "Translated", "locale": "en"}


def test_node_is_given_as_it_is_whatever_was_asked_before(ask: Any) -> None:
    school = make_organisation(name="École")
    translated(school, name="School", slug="school")
    query = """
    query ($id: ID!) { organisations(locale: "en") { nodes { name } } node(id: $id) {
      ... on Organisation { name id } } }
    """
    answer = ask(query, id=global_id(school))
    assert answer["organisations"]["nodes"] == [{"name": "School"}]
    assert answer["node"] == {"name": "École", "id": global_id(school)}


def test_unknown_language_is_refused(client: Any, db: None) -> None:
    body = {"query": '{ people(locale: "de") { totalCount } }'}
    [error] = client.post("/graphql/", body, content_type="application/json").json()["errors"]
    assert error["message"] == "locale: choose one of en, fr."


def test_record_without_translation_has_an_id_in_each_language(ask: Any) -> None:
    company = make_organisation(name="Usine")
    make_person(("ouvrière", company), name="Personne")
    report = make_report(title="Bilan", organisers=[company])
    copy = report.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    copy.title = "Report"
    copy.save_revision().publish()
    query = """
    query ($locale: Locale) {
      organisation(slug: "usine", locale: $locale) { ...Told }
    }
    """
    told = """
    fragment Told on Organisation {
      id name
      eventReports { nodes { id title } }
      people { nodes { id name affiliations { id organisation { id } } } }
    }
    """
    by_id = "query ($id: ID!) { node(id: $id) { ...Told } }"
    french, english = (ask(query + told, locale=each)["organisation"] for each in ("fr", "en"))
    assert titles(french) == ["Bilan"]
    assert titles(english) == ["Report"]
    assert ids_in(french)
    assert ids_in(french) & ids_in(english) == set()
    for each in (french, english):
        assert ask(by_id + told, id=each["id"])["node"] == each


def ids_in(value: Any) -> set[str]:
    """Every id of an answer."""
    if isinstance(value, list):
        return set().union(*map(ids_in, value))
    if not isinstance(value, dict):
        return set()
    return (
        {value["id"]} | ids_in(list(value.values()))
        if "id" in value
        else ids_in(list(value.values()))
    )
