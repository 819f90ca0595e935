"""What editors do besides writing, as each of the two roles: find again, share, bring in, translate, merge."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Locale

from cms.accounts.models import User
from pages.models import EventReport, EventReportIndex
from snippets.models import Organisation, Person
from tests import factories
from tests.browser import editing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "une phrase de passe pour essayer"
WRITER, PUBLISHER = "Rédacteurs", "Responsables de publication"


@pytest.fixture(params=[WRITER, PUBLISHER])
def role(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def page(browser_page: Any, role: str) -> Any:
    """The admin, in which somebody of the role is signed in."""
    sign_in(browser_page, role)
    return browser_page


def sign_in(page: Any, role: str) -> None:
    user = User.objects.create_user("quelquun", password=PASSWORD)
    user.groups.add(Group.objects.get(name=role))
    editing.log_in(page, "quelquun", PASSWORD)


def test_report_is_found_by_its_technopole(page: Any) -> None:
    there, elsewhere = (factories.make_technopole(name=name) for name in ("Colline", "Rivage"))
    factories.make_report(title="Sur la colline", technopole=there)
    factories.make_report(title="Sur le rivage", technopole=elsewhere)
    page.get_by_role("link", name="Bilans", exact=True).click()
    page.get_by_role("link", name="Sur le rivage").first.wait_for()
    page.goto(f"{page.url}?technopole={there.pk}")
    page.get_by_role("link", name="Sur la colline").first.wait_for()
    assert page.get_by_role("link", name="Sur le rivage").count() == 0


def test_calendar_leads_to_the_form(page: Any) -> None:
    factories.make_report(title="Un midi de juillet")
    page.get_by_role("link", name="Calendrier", exact=True).click()
    page.goto(f"{page.url.partition('?')[0]}?month=2025-07")
    page.get_by_role("link", name="Un midi de juillet").first.press("Enter")
    page.wait_for_url("**/edit/**")
    assert page.locator("#id_title").input_value() == "Un midi de juillet"


def test_quote_is_found_from_the_person(page: Any) -> None:
    person = factories.make_person(name="Camille Exemple")
    quote = {"text": "Nous avançons.", "person": person.pk, "role": "élue"}
    block = factories.block("quote", quote)
    factories.make_report(body=[block])
    page.goto(reverse("quotes_of", args=["person", person.pk]))
    page.get_by_role("link", name="Nous avançons.").click()
    page.wait_for_url(f"**/edit/#block-{block['id']}-section")


def test_draft_is_shared_with_somebody_who_has_no_account(
    page: Any, chromium: Any, live_server: Any
) -> None:
    draft = factories.make_report(title="À relire", live=False)
    page.goto(reverse("share_draft", args=["pages.eventreport", draft.pk]))
    page.get_by_role("button", name=editing.in_french("Make a link")).click()
    link = page.locator("#shared-link").input_value()
    reader = chromium.new_context(base_url=live_server.url, locale="fr-FR").new_page()
    reader.goto(link)
    assert "À relire" in reader.locator("h1").inner_text()
    assert reader.goto(f"/evenements/{draft.slug}/").status == 404
    reader.context.close()


def test_table_is_brought_in(page: Any, role: str, tmp_path: Path) -> None:
    table = tmp_path / "organisations.csv"
    table.write_text("nom;site\nAtelier du Midi;https://atelier.example/\n")
    page.goto(reverse(Organisation.snippet_viewset.get_url_name("list")))
    page.goto(reverse("import_table", args=["organisation"]))
    page.locator("input[type=file]").set_input_files(table)
    page.get_by_role("button", name=editing.in_french("See what will change")).click()
    page.locator("ins", has_text="https://atelier.example/").wait_for()
    assert not Organisation.objects.exists()
    if role == PUBLISHER:
        page.locator("#id_publish").check()
    page.get_by_role("button", name="Apporter 1 ligne").click()
    page.wait_for_url("**/organisation/")
    assert Organisation.objects.get().live is (role == PUBLISHER)


def test_translation_says_what_changed_and_is_marked(page: Any) -> None:
    english = Locale.objects.get(language_code="en")
    EventReportIndex.objects.get().copy_for_translation(english, copy_parents=True)
    source = factories.make_report(title="Un midi")
    translation = source.copy_for_translation(english)
    source.title = "Un midi de juillet"
    source.save_revision().publish()
    page.goto(reverse("wagtailadmin_pages:edit", args=[translation.pk]))
    page.get_by_role("link", name=editing.in_french("See what changed in the source")).wait_for()
    page.get_by_role("button", name=editing.in_french("Up to date with the source")).click()
    page.wait_for_load_state()
    page.goto(reverse("wagtailadmin_pages:edit", args=[translation.pk]))
    page.locator("#id_title").wait_for()
    assert page.get_by_text(editing.in_french("See what changed in the source")).count() == 0


def test_duplicates_become_one(browser_page: Any) -> None:
    kept, gone = (
        factories.make_person(name=name) for name in ("Camille Exemple", "CAMILLE EXEMPLE")
    )
    factories.make_report(
        body=[factories.block("quote", {"text": "Oui.", "person": gone.pk, "role": "élue"})]
    )
    sign_in(browser_page, PUBLISHER)
    browser_page.goto(reverse("duplicates", args=["person"]))
    browser_page.locator("table a[href*='/merge/']").first.click()
    browser_page.locator(f"input[name=stays][value='{kept.pk}']").check()
    browser_page.get_by_role("button", name=editing.in_french("Merge them")).click()
    browser_page.wait_for_url("**/person/edit/**")
    assert Person.objects.get() == kept
    assert EventReport.objects.get().quotes.get().person == kept


def test_duplicates_are_left_to_publishers(browser_page: Any) -> None:
    factories.make_person(name="Camille Exemple")
    sign_in(browser_page, WRITER)
    assert browser_page.goto(reverse("duplicates", args=["person"])).url.endswith("/admin/")
