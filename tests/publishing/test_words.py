"""Nothing is found by a word that readers do not see where it is found."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from pages import models
from pages.models import EventReport, Speaker
from snippets.models import Organisation, Person
from tests.factories import (
    make_collection,
    make_document,
    make_organisation,
    make_person,
    make_photo,
    make_report,
    make_standard_page,
    make_testimonial,
)

pytestmark = pytest.mark.django_db


def found(word: str, model: Any = EventReport) -> bool:
    return model.objects.search(word).count() == 1


def told_by(person: Person) -> EventReport:
    """A report whose words depend on a person."""
    body = [
        ("quote", {"text": "Zircon", "person": person, "role": "Quartz", "organisation": None}),
        ("people", {"title": "Topaze", "people": [person]}),
        ("question_answer", {"question": "Opale ?", "answer": "<p>Rubis</p>", "person": person}),
    ]
    speaker = Speaker(person=person, role="Saphir", topic="Agate")
    return make_report(body=body, speakers=[speaker])


HIDDEN_WITH_THE_PERSON = ["Zircon", "Quartz", "Topaze", "Saphir", "Agate", "Béryl"]


def test_report_is_found_by_the_words_of_people_while_they_are_public() -> None:
    person = make_person(name="Béryl")
    told_by(person)
    assert [word for word in HIDDEN_WITH_THE_PERSON if not found(word)] == []
    person.unpublish()
    assert [word for word in HIDDEN_WITH_THE_PERSON if found(word)] == []
    assert found("Opale")
    assert found("Rubis")
    person.save_revision().publish()
    assert [word for word in HIDDEN_WITH_THE_PERSON if not found(word)] == []


def test_words_go_with_a_person_who_is_deleted() -> None:
    person = make_person()
    quote = {"text": "Zircon", "person": person, "role": "Quartz", "organisation": None}
    make_report(body=[("quote", quote)])
    assert found("Zircon")
    person.delete()
    assert not found("Zircon")


def test_person_who_will_expire_lends_no_words() -> None:
    """A moment passes without anybody saving anything."""
    person = make_person()
    told_by(person)
    person.expire_at = timezone.now() + timedelta(days=1)
    person.save_revision().publish()
    assert [word for word in HIDDEN_WITH_THE_PERSON if found(word)] == []
    assert found("Opale")


def test_words_of_a_person_written_with_the_report_are_found_at_once() -> None:
    person = make_person(live=False)
    told_by(person)
    assert found("Zircon")
    assert found("Saphir")


def test_words_beside_pictures_files_and_ways_elsewhere_are_not_looked_for() -> None:
    photo = make_photo(collection=make_collection(is_private=True))
    draft = make_standard_page(live=False)
    make_report(
        body=[
            ("heading", {"text": "Jaspe", "level": "2"}),
            ("image", {"image": photo, "caption": "Onyx"}),
            ("gallery", {"figures": [{"image": photo, "caption": "Onyx"}] * 2}),
            ("downloads", {"title": "Ambre", "documents": [make_document()]}),
            ("organisations", {"title": "Corail", "organisations": [make_organisation()]}),
            ("call_to_action", {"text": "Jade", "link": {"label": "Nacre", "page": draft}}),
        ]
    )
    assert found("Jaspe")
    assert [word for word in ("Onyx", "Ambre", "Corail", "Jade", "Nacre") if found(word)] == []


def test_names_of_levels_are_no_words_of_a_page() -> None:
    report = make_report(body=[("heading", {"text": "Jaspe", "level": "2"})])
    assert not found("partie")
    assert not found("part")
    assert report.reading_minutes == 1


def test_draft_of_a_live_page_is_not_found() -> None:
    report = make_report(title="Zircon")
    report.title = "Topaze"
    report.standfirst = "Agate"
    report.save_revision()
    assert found("Zircon")
    assert not found("Topaze")
    assert not found("Agate")


def test_person_is_found_by_what_they_are_in_public_organisations() -> None:
    company = make_organisation(name="Onyx")
    make_person(("Lapidaire", company))
    assert found("Lapidaire", Person)
    assert found("Onyx", Person)
    Organisation.objects.get(pk=company.pk).unpublish()
    assert not found("Lapidaire", Person)
    assert not found("Onyx", Person)


def test_testimonial_is_found_by_the_name_its_person_has_now() -> None:
    person = make_person(name="Béryl")
    make_testimonial(person=person)
    assert found("Béryl", models.Testimonial)
    person.name = "Corindon"
    person.save_revision().publish()
    assert not found("Béryl", models.Testimonial)
    assert found("Corindon", models.Testimonial)
