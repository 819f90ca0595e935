"""The journal tells once what readers see otherwise, whoever changed it and however."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from taggit.models import Tag
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    CollectionViewRestriction,
    Locale,
    PageViewRestriction,
    Site,
)

from cms.publishing.journal import head, one_change
from cms.publishing.models import Change
from pages.models import EventReport, EventReportIndex, Home, Speaker, StandardPage
from snippets.models import Organisation, Person
from tests.factories import (
    block,
    make_collection,
    make_document,
    make_organisation,
    make_person,
    make_photo,
    make_report,
    make_sector,
    make_standard_page,
    make_testimonial,
)

REPORT = ("EVENT_REPORT",)


def last(kind: str) -> Change:
    return Change.objects.filter(kind=kind).last()


def said_by(person: Person) -> dict[str, Any]:
    return block("quote", {"text": "Dit", "person": person.pk, "role": "élue"})


def test_report_is_told_when_it_is_published_changed_and_withdrawn(told: Callable) -> None:
    report = make_report(live=False)
    assert told() == []
    with one_change():
        report.save_revision().publish()
    assert told() == [("PUBLISHED", "EVENT_REPORT")]
    assert last("EVENT_REPORT").path == f"/evenements/{report.slug}/"
    assert last("EVENT_REPORT").locale == "fr"
    report.title = "Autrement"
    report.save_revision()
    assert told() == []
    with one_change():
        report.get_latest_revision().publish()
    assert told() == [("UPDATED", "EVENT_REPORT")]
    report.refresh_from_db()
    with one_change():
        report.unpublish()
    assert told() == [("WITHDRAWN", "EVENT_REPORT")]


def test_report_that_is_merely_scheduled_is_not_told(told: Callable) -> None:
    report = make_report(live=False)
    report.go_live_at = timezone.now() + timedelta(hours=1)
    report.save_revision().publish()
    assert told() == []


def test_deleted_report_is_told_with_where_it_stood(told: Callable) -> None:
    report = make_report(body=[said_by(make_person())])
    told()
    with one_change():
        report.delete()
    assert told() == [("WITHDRAWN", "EVENT_REPORT"), ("WITHDRAWN", "QUOTE")]
    assert last("EVENT_REPORT").path == f"/evenements/{report.slug}/"


def test_outside_of_our_transaction_a_save_is_told_at_once(told: Callable) -> None:
    organisation = make_organisation()
    told()
    organisation.name = "Autre nom"
    organisation.save()
    assert told() == [("UPDATED", "ORGANISATION")]


def test_what_is_rolled_back_is_not_told(told: Callable) -> None:
    organisation = make_organisation()
    told()

    def fail_after_saving() -> None:
        with one_change():
            organisation.save()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_saving()
    assert told() == []
    organisation.save()
    assert told() == [("UPDATED", "ORGANISATION")]


def test_one_transaction_tells_a_thing_once(told: Callable) -> None:
    organisation = make_organisation()
    told()
    with one_change():
        for name in ("Un", "Deux", "Trois"):
            organisation.name = name
            organisation.save()
        with one_change():
            organisation.save()
    assert told() == [("UPDATED", "ORGANISATION")]


def test_quotes_are_told_and_only_those_that_changed(told: Callable) -> None:
    person = make_person()
    one, two = said_by(person), said_by(person)
    report = make_report(body=[one, two])
    assert told("QUOTE") == [("PUBLISHED", "QUOTE")] * 2
    two["value"]["text"] = "Dit autrement"
    report.body = report.body.stream_block.to_python([one, two])
    report.save_revision().publish()
    assert told("QUOTE") == [("UPDATED", "QUOTE")]


def test_person_takes_quotes_and_testimonials_along(told: Callable) -> None:
    person = make_person()
    make_testimonial(person=person)
    make_report(body=[said_by(person)])
    told()
    with one_change():
        person.unpublish()
    withdrawn = [("WITHDRAWN", kind) for kind in ("TESTIMONIAL", "QUOTE", "PERSON")]
    assert told() == withdrawn
    person.refresh_from_db()
    with one_change():
        person.save_revision().publish()
    assert told() == [("PUBLISHED", kind) for _, kind in withdrawn]


def test_parts_and_relations_belong_to_what_they_are_parts_of(told: Callable) -> None:
    person = make_person(("founder", make_organisation()))
    report = make_report(speakers=[Speaker(person=person, role="founder")])
    told()
    affiliation = person.affiliations.get()
    affiliation.role = "director"
    affiliation.save()
    assert told() == [("UPDATED", "PERSON")]
    report.speakers.get().delete()
    assert told() == [("UPDATED", "EVENT_REPORT")]


def test_renamed_tag_changes_its_reports(told: Callable) -> None:
    make_report(tags=["un"])
    make_report(tags=["deux"])
    told()
    tag = Tag.objects.get(name="un")
    tag.name = "premier"
    tag.save()
    assert told() == [("UPDATED", "EVENT_REPORT")]


def test_moved_and_renamed_pages_take_all_below_them_along(told: Callable) -> None:
    parent, other = make_standard_page(slug="parent"), make_standard_page(slug="autre")
    child = make_standard_page(slug="enfant", parent=parent)
    told()
    with one_change():
        parent.move(other, pos="last-child")
    assert told("STANDARD_PAGE") == [("UPDATED", "STANDARD_PAGE")] * 2
    moved = Change.objects.get(object_id=child.pk, left_path="/parent/enfant/")
    assert moved.path == "/autre/parent/enfant/"
    parent = StandardPage.objects.get(pk=parent.pk)
    parent.slug = "renommee"
    with one_change():
        parent.save_revision().publish()
    assert told("STANDARD_PAGE") == [("UPDATED", "STANDARD_PAGE")] * 2
    assert Change.objects.filter(object_id=child.pk).last().path == "/autre/renommee/enfant/"


@pytest.mark.django_db(transaction=True)
def test_redirects_that_wagtail_makes_are_told() -> None:
    page = make_standard_page(slug="avant")
    before = head()
    page.slug = "apres"
    with one_change():
        page.save_revision().publish()
    told = Change.objects.filter(number__gt=before, kind="REDIRECT")
    assert [(each.action, each.path) for each in told] == [("PUBLISHED", "/avant")]
    page.refresh_from_db()
    before = head()
    with one_change():
        page.unpublish()
    told = Change.objects.filter(number__gt=before, kind="REDIRECT")
    assert [each.action for each in told] == ["WITHDRAWN"]


def test_privacy_of_a_page_hides_and_shows_what_is_below(told: Callable) -> None:
    make_report(body=[said_by(make_person())])
    told()
    index = EventReportIndex.objects.get()
    with one_change():
        restriction = PageViewRestriction.objects.create(page=index, restriction_type="login")
    kinds = ("EVENT_REPORT_INDEX", "EVENT_REPORT", "QUOTE")
    assert told(*kinds) == [("WITHDRAWN", kind) for kind in kinds]
    with one_change():
        restriction.delete()
    assert told(*kinds) == [("PUBLISHED", kind) for kind in kinds]


def test_privacy_of_a_collection_hides_and_shows_its_files(told: Callable) -> None:
    above = make_collection()
    below = make_collection(parent=above)
    make_photo(collection=below)
    make_document(collection=below)
    make_photo()
    told()
    restriction = CollectionViewRestriction.objects.create(
        collection=above, restriction_type="login"
    )
    assert told() == [("WITHDRAWN", "IMAGE"), ("WITHDRAWN", "DOCUMENT")]
    restriction.delete()
    assert told() == [("PUBLISHED", "IMAGE"), ("PUBLISHED", "DOCUMENT")]


def test_picture_is_told_again_when_its_files_are_there(told: Callable, settings: Any) -> None:
    with one_change():
        photo = make_photo()
    assert told() == [("PUBLISHED", "IMAGE")]
    call_command("renditions")
    assert told() == [("UPDATED", "IMAGE")]
    call_command("renditions")
    assert told() == []
    photo.refresh_from_db()
    photo.credit = "Autre"
    photo.save()
    assert ("UPDATED", "IMAGE") in told()


def test_menu_and_site_are_told_when_they_change(told: Callable) -> None:
    page = make_standard_page(title="Contact")
    assert told("NAVIGATION") == []
    page.show_in_menus = True
    page.save_revision().publish()
    assert told("NAVIGATION") == [("UPDATED", "NAVIGATION")]
    site = Site.objects.get()
    site.site_name = "Autre nom"
    site.save()
    assert told() == [("UPDATED", "SITE")]
    site.save()
    assert told() == []


def test_language_of_a_page_moves_with_its_root(told: Callable) -> None:
    home = Home.objects.get()
    english = Locale.objects.get(language_code="en")
    with one_change():
        home.copy_for_translation(english).save_revision().publish()
    assert told("HOME") == [("PUBLISHED", "HOME")]
    assert (last("HOME").path, last("HOME").locale) == ("/en/", "en")


def test_redirect_is_told(told: Callable) -> None:
    redirect = Redirect.objects.create(old_path="/vieux", redirect_link="https://example.org/")
    assert told() == [("PUBLISHED", "REDIRECT")]
    redirect.delete()
    assert told() == [("WITHDRAWN", "REDIRECT")]


def test_journal_is_verified_and_repaired(told: Callable, capsys: Any) -> None:
    call_command("journal")
    assert "tells all" in capsys.readouterr().out
    hidden, changed = make_report(), make_organisation()
    told()
    EventReport.objects.filter(pk=hidden.pk).update(live=False)
    moment = timezone.now() + timedelta(minutes=1)
    Organisation.objects.filter(pk=changed.pk).update(last_published_at=moment)
    with pytest.raises(CommandError) as lacking:
        call_command("journal")
    assert str(lacking.value).splitlines()[1:] == [
        f"WITHDRAWN EVENT_REPORT {hidden.pk} /evenements/{hidden.slug}/",
        f"UPDATED ORGANISATION {changed.pk} ",
    ]
    call_command("journal", repair=True)
    assert told() == [("WITHDRAWN", "EVENT_REPORT"), ("UPDATED", "ORGANISATION")]
    Organisation.objects.filter(pk=changed.pk).update(last_published_at=None)
    call_command("journal")


def test_sectors_and_series_are_public_from_their_first_save(told: Callable) -> None:
    make_sector()
    assert told() == [("PUBLISHED", "SECTOR")]
