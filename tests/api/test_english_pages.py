"""Records that an English page names are given in English as soon as they have one, else in French."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset

from pages.models import EventReport, Speaker
from snippets.models import EventSeries
from tests.admin.forms import record_form
from tests.api.test_languages import translated
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

pytestmark = pytest.mark.thorough

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
