"""Seeded reports: the same for the same seed, and as if Wagtail had published each of them."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from wagtail.models import Page, PageLogEntry, ReferenceIndex
from wagtail.signals import page_published, published

from cms.demo.builder import build_reports
from cms.demo.content import imaginary_reports
from cms.demo.content.notice import TITLE
from cms.demo.models import DemoLoad
from pages.models import EventReport, Mention, Quote
from snippets.models import Affiliation, Organisation, Person, Photo
from snippets.reading import Reader

pytestmark = [pytest.mark.usefixtures("reports"), pytest.mark.thorough]

TIMES = {"created_at", "starts_at", "ends_at"}


def seeded() -> Any:
    return EventReport.objects.filter(slug__startswith="essai-").order_by("path")


def told(seed: int) -> list[Any]:
    """What the reports of a seed say, without the keys of what they point to."""
    reports = EventReport.objects.filter(slug__startswith=f"essai-{seed}-").order_by("path")
    return [
        (
            report.slug,
            report.title,
            report.starts_at,
            report.standfirst,
            report.edition,
            [speaker.person.name for speaker in report.speakers.all()],
            sorted(each.name for each in report.organisers.all()),
            report.tag_names,
            [block.id for block in report.body],
            re.sub(r'id="\d+"', "", " ".join(report.texts(Reader()))),
        )
        for report in reports
    ]


def built_and_taken_back(seed: int) -> list[Any]:
    with transaction.atomic():
        build_reports(4, seed=seed)
        found = told(seed)
        transaction.set_rollback(True)
    return found


def test_a_seed_gives_the_same_reports_each_time() -> None:
    first = built_and_taken_back(11)
    assert len(first) == 4
    assert built_and_taken_back(11) == first
    assert [each[1:] for each in built_and_taken_back(12)] != [each[1:] for each in first]


def test_a_seed_is_loaded_once() -> None:
    assert build_reports(3, seed=7) is None
    assert seeded().count() == 12


def test_it_makes_what_was_asked_for() -> None:
    load = DemoLoad.objects.get(name="reports of seed 7")
    made = {
        model: load.objects_made.filter(content_type__model=model).count()
        for model in ("eventreport", "person", "organisation")
    }
    assert made == {"eventreport": 12, "person": 60, "organisation": 6}
    assert Photo.objects.count() < 21 + 60


def test_every_report_says_that_it_is_imaginary() -> None:
    assert all(report.body[0].value["title"] == TITLE for report in seeded())


def test_bodies_have_about_eight_blocks() -> None:
    sizes = [len(report.body) for report in seeded()]
    assert 7 <= sum(sizes) / len(sizes) <= 9


def test_everything_would_be_accepted_from_an_editor() -> None:
    for report in seeded():
        report.full_clean()
        report.body.stream_block.clean(report.body)
    for record in (*Person.objects.all(), *Organisation.objects.all()):
        record.full_clean()


def test_the_tree_is_sound() -> None:
    assert not any(Page.find_problems())


def test_rows_are_those_that_wagtail_leaves() -> None:
    """Compared with a report that was published through Wagtail."""
    ordinary = EventReport.objects.get(slug=imaginary_reports.ARBOIS)
    report = seeded().last()
    assert report.get_url_parts() is not None
    assert report.url_path == f"{report.get_parent().url_path}{report.slug}/"
    states = [state_of(each) for each in (ordinary, report)]
    assert states[0] == states[1]


def state_of(report: EventReport) -> dict[str, Any]:
    """Everything about a published report but what it says."""
    [revision] = report.revisions.all()
    own = {field.name for field in EventReport._meta.local_fields} | {"title", "slug"}
    kept = {
        name: type(value).__name__ if value else value
        for name, value in revision.content.items()
        if name not in own and not isinstance(value, list)
    }
    log = PageLogEntry.objects.filter(page_id=report.pk).order_by("pk")
    return {
        "revision": kept,
        "names": sorted(revision.content),
        "children": {
            name: sorted(value[0])
            for name, value in revision.content.items()
            if isinstance(value, list) and value and isinstance(value[0], dict)
        }.get("speakers"),
        "log": [
            (entry.action, entry.user, bool(entry.revision), entry.content_changed) for entry in log
        ],
        "live": (report.live, report.has_unpublished_changes, report.expired, report.depth),
        "same": (
            report.live_revision_id == report.latest_revision_id == revision.pk,
            report.latest_revision_created_at == revision.created_at == report.last_published_at,
            report.draft_title == report.title,
            revision.object_str == str(report),
            report.content_type.model_class(),
        ),
        "user": (revision.user, report.owner, report.locale),
        "search": report.index_entries.count(),
    }


def test_a_revision_gives_the_report_back() -> None:
    report = seeded().last()
    again = report.get_latest_revision_as_object()
    assert again.body.get_prep_value() == report.body.get_prep_value()
    assert [each.pk for each in again.speakers.all()] == [each.pk for each in report.speakers.all()]
    assert {each.pk for each in again.organisers.all()} == {
        each.pk for each in report.organisers.all()
    }


def test_publishing_again_would_change_no_row() -> None:
    """Whatever else publishing brings with it, the seeded reports have it already."""
    before = rows(Quote), rows(Mention), rows(ReferenceIndex), rows(EventReport), rows(Person)
    for report in seeded():
        page_published.send(sender=EventReport, instance=report, revision=report.live_revision)
        report.save()
    for person in Person.objects.all():
        published.send(sender=Person, instance=person, revision=person.live_revision)
        person.save()
    assert (
        rows(Quote),
        rows(Mention),
        rows(ReferenceIndex),
        rows(EventReport),
        rows(Person),
    ) == before


def rows(model: type[Model]) -> list[Any]:
    return list(model._base_manager.order_by("pk").values_list())


def test_records_have_their_history_and_can_be_found() -> None:
    person = Affiliation.objects.filter(person__slug__endswith="-essai-7").first().person
    [revision] = person.revisions.all()
    assert person.live_revision_id == person.latest_revision_id == revision.pk
    assert person.get_latest_revision_as_object().affiliations.count() > 0
    assert person in list(Person.objects.search(person.name))


def test_a_report_can_be_found_by_its_words_and_edited() -> None:
    report = seeded().last()
    assert report in list(EventReport.objects.search(f"Rencontre imaginaire {len(seeded())}"))
    report.title = "Autre titre"
    report.save_revision().publish()
    assert EventReport.objects.get(pk=report.pk).title == "Autre titre"
