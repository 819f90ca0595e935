"""What records refuse, and what they make of what they are given."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from snippets.figures import number_in
from snippets.models import Affiliation, Organisation, Person, Photo, Sector, Technopole
from tests.factories import make_organisation, make_person, make_photo, make_sector, make_technopole

pytestmark = pytest.mark.django_db


def refused_fields(record: Any) -> set[str]:
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    return set(refusal.value.message_dict)


def test_slug_is_made_from_the_name_and_homonyms_are_numbered() -> None:
    slugs = [make_person(name="Élodie d’Été").slug for _ in range(3)]
    assert slugs == ["elodie-dete", "elodie-dete-2", "elodie-dete-3"]


def test_typed_slug_that_is_taken_is_refused() -> None:
    make_organisation(name="A", slug="taken")
    assert refused_fields(Organisation(name="B", slug="taken")) == {"slug"}


def test_slug_stands_once_in_a_language_whatever_writes_it() -> None:
    first, second = make_organisation(), make_organisation()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=second.pk).update(slug=first.slug)


def test_records_sort_as_french_does() -> None:
    for name in ("Zeste", "éclat", "Eau", "Étang"):
        make_organisation(name=name)
    assert [each.name for each in Organisation.objects.all()] == ["Eau", "éclat", "Étang", "Zeste"]


@pytest.mark.parametrize("year", [1, 201, 1099, 2027, 9999])
def test_founding_year_is_sane(year: int) -> None:
    with time_machine.travel("2026-11-23"):
        assert "founded_in" in refused_fields(Organisation(name="A", founded_in=year))


def test_founding_year_may_be_this_year() -> None:
    with time_machine.travel("2026-12-31T23:30+01:00"):
        Organisation(name="A", founded_in=2026).full_clean()


def test_sectors_have_two_levels() -> None:
    health = make_sector(name="Health")
    medtech = make_sector(name="Medtech", parent=health)
    assert str(medtech) == "Health › Medtech"
    assert refused_fields(Sector(name="Stents", parent=medtech)) == {"parent"}
    health.parent = make_sector(name="Life")
    assert refused_fields(health) == {"parent"}
    medtech.parent = medtech
    assert "parent" in refused_fields(medtech)


def test_half_a_point_is_refused() -> None:
    assert "longitude" in refused_fields(Technopole(name="A", city="B", latitude="43.3"))
    assert "latitude" in refused_fields(
        Technopole(name="A", city="B", latitude="91", longitude="5.4")
    )
    assert make_technopole().location is None


def test_person_has_several_affiliations_at_once_current_ones_first() -> None:
    company, school = make_organisation(), make_organisation()
    person = make_person(("founder", company), ("teacher", school))
    person.affiliations.add(
        Affiliation(
            role="intern", organisation=school, since=date(2001, 1, 1), until=date(2001, 6, 30)
        ),
        Affiliation(role="student", organisation=school, until=date(2003, 6, 30)),
    )
    roles = [each.role for each in person.affiliations_by_recency]
    assert roles == ["founder", "teacher", "student", "intern"]


@pytest.mark.parametrize(
    ("today", "current"),
    [("2025-07-07", False), ("2025-07-08", True), ("2025-07-10", True), ("2025-07-11", False)],
)
def test_affiliation_lasts_from_its_first_day_to_its_last(today: str, current: bool) -> None:
    affiliation = Affiliation(since=date(2025, 7, 8), until=date(2025, 7, 10))
    for hour in ("T00:00+02:00", "T23:59+02:00"):
        with time_machine.travel(today + hour, tick=False):
            assert affiliation.current is current


def test_affiliation_cannot_end_before_it_begins() -> None:
    wrong = Affiliation(
        person=make_person(),
        role="founder",
        organisation=make_organisation(),
        since=date(2025, 7, 8),
        until=date(2025, 7, 7),
    )
    assert "until" in refused_fields(wrong)


def test_picture_has_a_text_or_is_decorative() -> None:
    photo = make_photo()
    photo.description = "  "
    assert "description" in refused_fields(photo)
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(description="")
    photo.is_decorative = True
    photo.full_clean()
    photo.description = "A hill"
    assert "is_decorative" in refused_fields(photo)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("8", 8),
        ("1 250", 1250),
        ("1\u202f250", 1250),
        ("3,5", 3.5),
        ("\u221212", -12),
        ("1250", 1250),
        ("12/14", None),
        ("une dizaine", None),
        ("1 25", None),
        ("", None),
    ],
)
def test_value_of_a_figure_is_a_number_when_it_is_one(text: str, number: float | None) -> None:
    assert number_in(text) == number


def test_person_who_spoke_cannot_be_deleted() -> None:
    from django.db.models import ProtectedError

    from pages.models import Speaker
    from tests.factories import make_report

    person = make_person()
    make_report(speakers=[Speaker(person=person, role="founder")])
    with pytest.raises(ProtectedError):
        Person.objects.get(pk=person.pk).delete()


def test_sectors_and_organisers_count_as_used() -> None:
    from wagtail.models import ReferenceIndex

    from tests.factories import make_report

    sector, company = make_sector(), make_organisation()
    make_report(sectors=[sector], organisers=[company])
    for record in (sector, company):
        assert ReferenceIndex.get_references_to(record).count() == 1
