"""What `manage.py demo --delete` takes out, and what it leaves to the editors."""

from datetime import datetime
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from cms.accounts.models import User
from cms.demo.models import DemoObject
from cms.demo.removal import remove_demo
from pages.models import EventReport, EventReportIndex, Home, Speaker, StandardPage
from snippets.models import Organisation, Person, Photo
from tests import factories


def run(**options: Any) -> str:
    said = StringIO()
    call_command("demo", stdout=said, **options)
    return said.getvalue()


def editors_report(**fields: Any) -> EventReport:
    values = {
        "title": "Mon compte rendu",
        "standfirst": "Un vrai récit.",
        "starts_at": datetime(2026, 3, 3, 12, tzinfo=ZoneInfo("Europe/Paris")),
    }
    index = EventReportIndex.objects.get(locale__language_code="fr")
    report = index.add_child(instance=EventReport(**{**values, **fields}))
    report.save_revision().publish()
    return report


@pytest.mark.thorough
@pytest.mark.usefixtures("demo")
class TestRemoval:
    """Of a demo among an editor's own content."""

    def test_what_editors_made_stays(self) -> None:
        report = editors_report()
        person = factories.make_person(name="Camille Exemple")
        removal = remove_demo()
        assert removal.kept == []
        assert list(EventReport.objects.all()) == [report]
        assert list(Person.objects.all()) == [person]
        assert not Photo.objects.exists()
        assert not User.objects.exists()
        assert not DemoObject.objects.exists()

    def test_what_an_editors_report_needs_stays_with_what_that_needs(self) -> None:
        speaker = Speaker(person=Person.objects.get(slug="charlie-demo"), role="Invité")
        editors_report(speakers=[speaker])
        said = run(delete=True)
        assert "Kept: person “Charlie Démo”, because “Mon compte rendu” needs it.\n" in said
        assert "Association des Parcs imaginaires”, because “Charlie Démo” needs it.\n" in said
        assert [person.slug for person in Person.objects.all()] == ["charlie-demo"]
        kept = Organisation.objects.get()
        assert (kept.slug, kept.logo is not None) == ("parcs-imaginaires", True)

    def test_what_is_only_chosen_in_a_list_stays(self) -> None:
        report = editors_report(organisers=[Organisation.objects.get(slug="dualsun")])
        remove_demo()
        assert [each.slug for each in report.organisers.all()] == ["dualsun"]

    def test_a_picture_in_an_editors_text_stays(self) -> None:
        photo = Photo.objects.filter(title__startswith="Couverture").first()
        editors_report(body=[("image", {"image": photo})])
        remove_demo()
        assert list(Photo.objects.all()) == [photo]

    def test_a_page_with_an_editors_page_below_it_stays(self) -> None:
        about = StandardPage.objects.get()
        below = about.add_child(instance=StandardPage(title="Contact"))
        remove_demo()
        below.refresh_from_db()
        assert below.get_parent().specific == about

    def test_what_was_kept_goes_once_nothing_needs_it(self) -> None:
        report = editors_report(organisers=[Organisation.objects.get(slug="dualsun")])
        remove_demo()
        report.delete()
        remove_demo()
        assert not Organisation.objects.exists()

    def test_a_front_page_that_was_edited_since_stays_as_it_is(self) -> None:
        home = Home.objects.get(locale__language_code="fr")
        home.standfirst = "Nos technopôles."
        home.save_revision().publish()
        said = run(delete=True)
        home.refresh_from_db()
        assert home.standfirst == "Nos technopôles."
        assert "“Accueil”, because it was edited since.\n" in said

    def test_a_tag_that_is_used_elsewhere_stays(self) -> None:
        factories.make_photo().tags.add("démonstration")
        removal = remove_demo()
        assert [str(thing) for thing, _ in removal.kept] == ["démonstration"]
