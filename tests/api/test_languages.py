"""An answer keeps to one language; records that lack it answer in the default one."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset

from cms.api.ids import global_id
from pages.models import EventReport, RelatedReport, Speaker
from snippets.models import EventSeries
from tests.admin.forms import record_form
from tests.api.test_lists import titles
from tests.factories import (
    block,
    made,
    make_organisation,
    make_person,
    make_report,
    make_sector,
    make_technopole,
    make_testimonial,
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


EVERYWHERE = """
query ($slug: String!, $locale: Locale) {
  eventReport(slug: $slug, locale: $locale) {
    series { name organiser { name } }
    technopole { name }
    organisers { name }
    sectors { name parent { name } }
    speakers { person { name affiliations { organisation { name } } } organisation { name } }
    quotes { person { name } organisation { name } technopole { name } }
    body {
      ... on QuoteBlock { quote { person { name } organisation { name } } }
      ... on PeopleBlock { people { name } }
      ... on OrganisationsBlock { organisations { name } }
    }
  }
}
"""
"""Every place of a report where records stand."""


class World:
    """A report in both languages that names French records, and the English of each."""

    def __init__(self) -> None:
        self.technopole = make_technopole(name="Technopôle fr")
        self.school = make_organisation(name="École fr", technopole=self.technopole)
        self.main = make_sector(name="Santé fr")
        self.sector = make_sector(name="Biologie fr", parent=self.main)
        self.series = made(EventSeries, name="Série fr", organiser=self.school)
        self.person = make_person(("gérante", self.school), name="Personne fr")
        words = {"text": "Dit", "person": self.person.pk, "role": "élue"}
        report = make_report(
            title="Bilan",
            series=self.series,
            technopole=self.technopole,
            organisers=[self.school],
            sectors=[self.sector],
            speakers=[
                Speaker(person=self.person, role="élue", organisation=self.school, topic="Sujet")
            ],
            body=[
                block("quote", {**words, "organisation": self.school.pk}),
                block("people", {"title": "", "people": [self.person.pk]}),
                block("organisations", {"title": "", "organisations": [self.school.pk]}),
            ],
        )
        english = Locale.objects.get(language_code="en")
        self.report = report.copy_for_translation(english, copy_parents=True)
        self.report.title = "Report"
        self.report.save_revision().publish()
        self.report.refresh_from_db()

    @property
    def records(self) -> list[Any]:
        """The records, what others name first."""
        return [
            self.technopole,
            self.school,
            self.main,
            self.sector,
            self.series,
            self.person,
        ]

    def translate(self) -> None:
        """Give each record an English that readers see."""
        for record in self.records:
            name = record.name.replace(" fr", " en")
            translated(record, name=name, slug=f"english-{record.slug}")


def names_in(value: Any) -> list[str]:
    """Every name of an answer."""
    if isinstance(value, list):
        return [name for each in value for name in names_in(each)]
    if not isinstance(value, dict):
        return []
    below = [name for each in value.values() for name in names_in(each)]
    return [value["name"], *below] if "name" in value else below


@pytest.fixture
def world(db: None) -> World:
    return World()


def test_records_of_an_english_page_are_french_until_there_is_an_english_one(
    ask: Any, world: World
) -> None:
    asked = {"slug": world.report.slug, "locale": "en"}
    before = ask(EVERYWHERE, **asked)
    assert {name[-2:] for name in names_in(before)} == {"fr"}
    assert ask(EVERYWHERE, **asked) == before
    world.translate()
    after = ask(EVERYWHERE, **asked)
    assert names_in(after) == [name.replace(" fr", " en") for name in names_in(before)]
    assert len(names_in(after)) == 16


@pytest.mark.parametrize("slug_is_english", [False, True])
@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("technopole", "technopole"),
        ("school", "organisation"),
        ("main", "sector"),
        ("sector", "sector"),
        ("series", "series"),
        ("person", "person"),
    ],
)
def test_english_pages_are_found_by_the_slug_of_either_language(
    ask: Any, world: World, name: str, field: str, slug_is_english: bool
) -> None:
    world.translate()
    slug = getattr(world, name).slug
    asked = {"filter": {field: [f"english-{slug}" if slug_is_english else slug]}}
    query = """
    query ($filter: EventReportFilter) {
      eventReports(locale: "en", filter: $filter) { nodes { title } }
    }
    """
    assert titles(ask(query, **asked)) == ["Report"]


def site(client: Client, page: Any) -> str:
    """The page on the plain site."""
    return client.get(page.get_url()).content.decode()


NAMES = ("Technopôle", "École", "Biologie", "Série", "Personne")
"""What the plain site shows of a report."""


def test_plain_site_gives_records_in_the_language_of_the_page(client: Client, world: World) -> None:
    for name in NAMES:
        assert f"{name} fr" in site(client, world.report), name
    world.translate()
    shown = site(client, world.report)
    for name in NAMES:
        assert f"{name} en" in shown, name
        assert f"{name} fr" not in shown, name
    french = EventReport.objects.get(title="Bilan")
    assert "École en" not in site(client, french)
    index = site(client, world.report.get_parent().specific)
    assert "Technopôle en" in index
    assert "Technopôle fr" not in index


def test_previews_give_records_in_the_language_of_the_page(
    client: Client, preview: Any, admin_user: Any, world: World
) -> None:
    world.report.title = "Draft"
    world.report.save_revision()
    address = reverse("wagtailadmin_pages:view_draft", args=[world.report.pk])
    client.force_login(admin_user)
    asked = {"slug": world.report.slug, "locale": "en"}
    assert "École fr" in client.get(address).content.decode()
    assert {name[-2:] for name in names_in(preview(world.report, EVERYWHERE, **asked))} == {"fr"}
    world.translate()
    shown = client.get(address).content.decode()
    for name in NAMES:
        assert f"{name} en" in shown, name
        assert f"{name} fr" not in shown, name
    assert {name[-2:] for name in names_in(preview(world.report, EVERYWHERE, **asked))} == {"en"}


def test_english_draft_of_a_record_is_not_shown_with_a_page_that_names_the_french_one(
    client: Client, preview: Any, admin_user: Any, world: World
) -> None:
    draft = world.school.copy_for_translation(Locale.objects.get(language_code="en"))
    draft.name = "École draft"
    draft.save()
    draft.save_revision()
    asked = {"slug": world.report.slug, "locale": "en"}
    assert "École draft" not in names_in(preview(world.report, EVERYWHERE, **asked))
    client.force_login(admin_user)
    address = reverse("wagtailadmin_pages:view_draft", args=[world.report.pk])
    assert "École draft" not in client.get(address).content.decode()


def test_preview_of_an_english_record_gives_what_it_names_in_english(
    client: Client, admin_user: Any, world: World
) -> None:
    person = translated(world.person, name="Person", slug="person")
    client.force_login(admin_user)
    name = type(person).snippet_viewset.get_url_name("preview_on_edit")
    address = reverse(name, args=[person.pk])

    def shown() -> str:
        form = {**record_form_of(person)}
        client.post(address, form)
        return client.get(address, {"mode": ""}).content.decode()

    assert "École fr" in shown()
    translated(world.school, name="École en", slug="school")
    assert "École en" in shown()


def record_form_of(person: Any) -> dict[str, Any]:
    """The form of a person with one role, as it is saved."""
    [role] = person.affiliations.all()
    row = {"role": role.role, "organisation": role.organisation_id, "since": "", "until": ""}
    return record_form(
        type(person),
        name=person.name,
        slug=person.slug,
        affiliations=inline_formset([{**row, "id": role.pk}], initial=1),
    )


def test_translation_that_is_published_later_reaches_english_pages_at_once(
    client: Client, world: World
) -> None:
    """No English page was edited, and nothing that was kept is given again: here, at a CDN that asks,
    and at one that drops what it is told to."""
    query = (
        'query ($slug: String!) { eventReport(slug: $slug, locale: "en") { organisers { name } } }'
    )
    body = {"query": query, "variables": {"slug": world.report.slug}}

    def answer(**headers: str) -> Any:
        return client.post("/graphql/", body, content_type="application/json", headers=headers)

    def organiser() -> str:
        [found] = answer().json()["data"]["eventReport"]["organisers"]
        return found["name"]

    assert [organiser(), organiser()] == ["École fr", "École fr"]
    tags = set(answer()["Cache-Tag"].split(","))
    before = changes(client)
    copy = world.school.copy_for_translation(Locale.objects.get(language_code="en"))
    copy.name, copy.slug = "École en", "school"
    copy.save()
    copy.save_revision()
    assert organiser() == "École fr"
    copy.latest_revision.publish()
    assert organiser() == "École en"
    [new] = changes(client)[len(before) :]
    assert (new["kind"], new["action"], new["locale"]) == ("ORGANISATION", "PUBLISHED", "en")
    assert tags & set(new["tags"])


def changes(client: Client) -> list[dict[str, Any]]:
    """All that the journal tells, in its order."""
    query = "{ changes(first: 100) { nodes { kind action locale tags } } }"
    body = {"query": query}
    answer = client.post("/graphql/", body, content_type="application/json").json()
    return answer["data"]["changes"]["nodes"]


def test_testimonial_on_the_english_site_is_told_with_the_english_of_its_person(
    client: Client, world: World
) -> None:
    told = make_testimonial(title="Parcours", person=world.person)
    english = Locale.objects.get(language_code="en")
    copy = told.copy_for_translation(english, copy_parents=True)
    copy.save_revision().publish()
    world.translate()
    shown = site(client, copy)
    assert "Personne en" in shown
    assert "Personne fr" not in shown
