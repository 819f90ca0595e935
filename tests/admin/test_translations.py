"""A translation keeps its link to its source, and says when that has changed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

from cms.translating.models import MadeFrom
from cms.translating.sources import State, standing_of
from pages.models import EventReport, EventReportIndex, Home
from snippets.models import EventSeries, Organisation, Person, Sector, Technopole
from tests import factories
from tests.admin.forms import record_form
from tests.admin.test_roles import page_address, record_address

pytestmark = pytest.mark.thorough

CHANGED = "La source (français) a été modifiée le"
REPORT = "translations_report"


def english() -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture
def english_list(db: None) -> EventReportIndex:
    front = Page.objects.get(depth=1).add_child(instance=Home(title="Home", locale=english()))
    index = EventReportIndex.objects.get()
    return front.add_child(
        instance=EventReportIndex(
            title="Events", locale=english(), translation_key=index.translation_key
        )
    )


def translate(client: Client, thing: Any) -> Any:
    """Press “Translate” in the admin."""
    is_page = isinstance(thing, Page)
    names = ("submit_page_translation", [thing.pk])
    if not is_page:
        meta = thing._meta
        names = ("submit_snippet_translation", [meta.app_label, meta.model_name, thing.pk])
    address = reverse(f"simple_translation:{names[0]}", args=names[1])
    client.post(address, {"locales": [english().pk]})
    return thing.get_translation(english())


def form(client: Client, thing: Any) -> str:
    is_page = isinstance(thing, Page)
    address = page_address("edit", thing.pk) if is_page else record_address(thing, "edit")
    return client.get(address).content.decode()


def mark(client: Client, thing: Any, version: Any) -> Any:
    address = reverse("translation_up_to_date", args=[thing._meta.label_lower, thing.pk])
    return client.post(address, {"version": version})


def rewrite(report: EventReport, title: str, user: Any = None) -> Any:
    """Publish another title."""
    report.refresh_from_db()
    report.title = title
    revision = report.save_revision(user=user)
    revision.publish(user=user)
    report.refresh_from_db()
    return revision


def test_form_of_a_page_says_what_was_published_of_its_source_since(
    publishing: Client, publisher: Any, english_list: EventReportIndex
) -> None:
    report = factories.make_report(title="Avant")
    before = report.live_revision_id
    copy = translate(publishing, report)
    assert CHANGED not in form(publishing, copy)

    report.title = "Brouillon"
    report.save_revision()
    assert CHANGED not in form(publishing, copy)

    after = rewrite(report, "Après", publisher)
    shown = form(publishing, copy)
    assert f"{CHANGED}" in shown
    assert "par responsable" in shown
    comparison = reverse("wagtailadmin_pages:revisions_compare", args=[report.pk, before, after.pk])
    assert f'href="{comparison}"' in shown
    assert f'href="{page_address("edit", report.pk)}"' in shown
    compared = publishing.get(comparison).content.decode()
    assert '<span class="deletion">Avant</span>' in compared
    assert '<span class="addition">Après</span>' in compared
    assert CHANGED not in form(publishing, report)


def test_what_is_marked_as_up_to_date_is_quiet_until_the_next_change(
    publishing: Client, english_list: EventReportIndex
) -> None:
    report = factories.make_report()
    copy = translate(publishing, report)
    seen = rewrite(report, "Une fois")
    missed = rewrite(report, "Deux fois")
    answer = mark(publishing, copy, seen.pk)
    assert answer.url == page_address("edit", copy.pk)
    assert CHANGED in form(publishing, copy)
    mark(publishing, copy, missed.pk)
    assert CHANGED not in form(publishing, copy)
    assert "Mise en accord avec la source" in (
        publishing.get(page_address("history", copy.pk)).content.decode()
    )
    rewrite(report, "Trois fois")
    assert CHANGED in form(publishing, copy)


def test_publishing_the_same_again_is_no_change(
    publishing: Client, english_list: EventReportIndex
) -> None:
    person = factories.make_person(("gérante", factories.make_organisation()))
    report = factories.make_report()
    copy, record = translate(publishing, report), translate(publishing, person)
    rewrite(report, report.title)
    person.save_revision().publish()
    assert standing_of(copy).state is State.AGREES
    assert standing_of(record).state is State.AGREES


def test_version_that_goes_on_being_written_counts_as_another_one(
    publishing: Client, english_list: EventReportIndex
) -> None:
    report = factories.make_report(live=False, title="Avant")
    copy = translate(publishing, report)
    report.title = "Après"
    report.save_revision(overwrite_revision=report.latest_revision)
    assert standing_of(copy).state is State.AGREES
    report.latest_revision.publish()
    assert standing_of(copy).state is State.CHANGED


@pytest.mark.parametrize("model", [Technopole, Organisation, Person, Sector, EventSeries])
def test_records_are_followed_too(publishing: Client, model: type) -> None:
    fields = {"city": "Montclair"} if model is Technopole else {}
    source = factories.made(model, name="Ancien nom", **fields)
    if not hasattr(source, "live"):
        source.save_revision()
    copy = translate(publishing, source)
    assert CHANGED not in form(publishing, copy)
    publishing.post(record_address(source, "edit"), record_form(model, **{"action-publish": "1"}))
    shown = form(publishing, copy)
    assert CHANGED in shown
    row, source = MadeFrom.objects.get(), model.objects.get(pk=source.pk)
    version = getattr(source, "live_revision_id", None) or source.latest_revision_id
    name = model.snippet_viewset.get_url_name("revisions_compare")
    comparison = reverse(name, args=[source.pk, row.version_id, version])
    assert f'href="{comparison}"' in shown
    assert "Nouveau nom" in publishing.get(comparison).content.decode()
    mark(publishing, copy, version)
    assert CHANGED not in form(publishing, copy)


def test_deleted_version_leads_to_the_whole_source(
    publishing: Client, english_list: EventReportIndex
) -> None:
    report = factories.make_report()
    first = report.live_revision
    copy = translate(publishing, report)
    rewrite(report, "Après")
    first.delete()
    shown = form(publishing, copy)
    assert "a été supprimée : relisez toute la source." in shown.replace("\xa0", " ")
    assert "revisions/compare" not in shown
    assert f'href="{page_address("edit", report.pk)}"' in shown


def test_deleted_version_of_an_unchanged_source_says_nothing(
    publishing: Client, english_list: EventReportIndex
) -> None:
    report = factories.make_report()
    copy = translate(publishing, report)
    MadeFrom.objects.update(version=None)
    assert standing_of(copy).state is State.AGREES


def test_translation_that_was_not_made_here_asks_to_compare_once(
    publishing: Client, english_list: EventReportIndex
) -> None:
    index = EventReportIndex.objects.get(locale__language_code="fr")
    version = index.save_revision()
    version.publish()
    assert "On ne sait pas de quelle version" in form(publishing, english_list)
    mark(publishing, english_list, version.pk)
    assert "On ne sait pas de quelle version" not in form(publishing, english_list)


def test_source_that_readers_do_not_see_announces_nothing(
    publishing: Client, english_list: EventReportIndex
) -> None:
    report = factories.make_report()
    copy = translate(publishing, report)
    rewrite(report, "Après")
    report.unpublish()
    assert standing_of(copy).state is State.AGREES


def test_text_written_first_in_english_is_the_source(db: None) -> None:
    written = factories.make_organisation(name="School", locale=english())
    french = written.copy_for_translation(Locale.objects.get(language_code="fr"))
    french.save()
    assert standing_of(french).source == written
    assert standing_of(written) is None


def test_report_lists_what_is_behind(
    writing: Client, publishing: Client, english_list: EventReportIndex
) -> None:
    report, school = factories.make_report(title="Bilan"), factories.make_organisation(name="École")
    copy, record = translate(publishing, report), translate(publishing, school)
    address = reverse(REPORT)
    assert f'href="{address}"' in writing.get(reverse("wagtailadmin_home")).content.decode() or (
        address in str(writing.get(reverse("wagtailadmin_home")).content)
    )
    assert "Toutes les traductions disent ce que dit leur source." in (
        writing.get(address).content.decode()
    )
    rewrite(report, "Autre bilan")
    school.name = "Autre école"
    school.save_revision().publish()
    shown = writing.get(address).content.decode()
    assert "2 traductions" in shown
    for each in (page_address("edit", copy.pk), record_address(record, "edit")):
        assert f'href="{each}"' in shown


def test_report_costs_as_many_queries_for_many(
    publishing: Client, english_list: EventReportIndex, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        report = factories.make_report()
        translate(publishing, report)
        rewrite(report, "Après")
    with django_assert_max_num_queries(110):
        assert "6 traductions" in publishing.get(reverse(REPORT)).content.decode()


def test_only_those_who_may_edit_mark_it_and_only_versions_of_its_source_count(
    writing: Client, publishing: Client, client: Client, english_list: EventReportIndex
) -> None:
    sector = factories.make_sector()
    sector.save_revision()
    copy = translate(publishing, sector)
    sector.name = "Autre"
    version = sector.save_revision()
    before = MadeFrom.objects.get().version_id
    assert mark(writing, copy, version.pk).status_code == 302
    assert mark(client, copy, version.pk).status_code == 302
    foreign = factories.make_report().live_revision
    assert mark(publishing, copy, foreign.pk).status_code == 404
    assert mark(publishing, copy, "").status_code == 404
    assert MadeFrom.objects.get().version_id == before
    address = reverse("translation_up_to_date", args=["snippets.sector", copy.pk])
    assert publishing.get(address).status_code == 405


def test_what_is_deleted_is_followed_no_more(
    publishing: Client, english_list: EventReportIndex
) -> None:
    report, school = factories.make_report(), factories.make_organisation()
    copy = translate(publishing, report)
    translate(publishing, school)
    assert MadeFrom.objects.count() == 2
    copy.delete()
    school.delete()
    assert not MadeFrom.objects.exists()
