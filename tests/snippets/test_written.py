"""Which texts of pages and records are typeset, and by which ways they are saved."""

import json

import pytest
from wagtail.models import Locale, Revision

from pages.models import EventReport, Speaker
from pages.querysets import page_types
from snippets.models import (
    Affiliation,
    Attachment,
    KeyFigure,
    Organisation,
    Person,
    Photo,
    Technopole,
)
from snippets.written import Written, written_fields
from tests.factories import block, make_organisation, make_person, make_report

OF_PAGES = {"title", "seo_title", "search_description"}


def names(model: type[Written]) -> set[str]:
    return {field.name for field in written_fields(model)}


def test_editors_write_prose_in_these_fields() -> None:
    for model in page_types():
        assert names(model) >= OF_PAGES
    assert names(EventReport) == {*OF_PAGES, "venue", "standfirst", "body"}
    assert names(Technopole) == {"name", "tagline", "presentation", "city", "address"}
    assert names(Organisation) == {"name", "presentation"}
    assert names(Person) == {"name", "biography"}
    assert names(Affiliation) == {"role"}
    assert names(Speaker) == {"role", "topic"}
    assert names(KeyFigure) == {"value", "unit", "label", "source"}
    assert names(Photo) == {"description", "credit", "licence"}
    assert names(Attachment) == {"title"}


def test_a_text_that_would_become_too_long_stays_as_typed(db: None) -> None:
    most = Organisation._meta.get_field("name").max_length
    for letters, name in (
        (most - 4, f"«\u00a0{'x' * (most - 4)}\u00a0»"),
        (most - 2, f'"{"x" * (most - 2)}"'),
    ):
        organisation = make_organisation(name=f'"{"x" * letters}"')
        organisation.refresh_from_db()
        assert organisation.name == name


def test_a_long_text_of_a_block_stays_as_typed(db: None) -> None:
    text = f'"{"x" * 158}"'
    report = make_report(body=[block("heading", {"text": text, "level": "2"})])
    assert report.body[0].value["text"] == text


def test_what_is_saved_in_part_is_typeset_in_part(db: None) -> None:
    organisation = make_organisation(name="Alpha", presentation="<p>Alpha</p>")
    organisation.name = organisation.presentation = "l'eau"
    organisation.save(update_fields=["name"])
    organisation.refresh_from_db()
    assert (organisation.name, organisation.presentation) == ("l’eau", "<p>Alpha</p>")


def test_a_part_that_is_saved_by_itself_speaks_the_language_of_the_whole(db: None) -> None:
    report = make_report()
    speaker = Speaker.objects.create(report=report, person=make_person(), role="chargée d'eau")
    speaker.refresh_from_db()
    assert speaker.role == "chargée d’eau"


def test_an_old_draft_is_french_once_it_is_published(db: None) -> None:
    report = make_report(live=False)
    revision = report.latest_revision
    said = [block("quote", {"text": "C'est vrai !", "person": make_person().pk, "role": "x"})]
    content = {**revision.content, "title": "L'eau", "body": json.dumps(said)}
    Revision.objects.filter(pk=revision.pk).update(content=content)
    Revision.objects.get(pk=revision.pk).publish()
    report.refresh_from_db()
    assert report.title == "L’eau"
    assert report.quotes.get().text == "C’est vrai\u00a0!"


def test_a_text_that_was_not_read_is_not_written(db: None) -> None:
    made = make_organisation(name="Alpha", presentation="<p>Alpha</p>")
    organisation = Organisation.objects.defer("presentation").get(pk=made.pk)
    organisation.typeset()
    assert organisation.get_deferred_fields() == {"presentation"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_language_of_the_record_decides(db: None, language: str) -> None:
    locale = Locale.objects.get(language_code=language)
    organisation = make_organisation(name="L'eau", locale=locale)
    assert organisation.name == {"fr": "L’eau", "en": "L'eau"}[language]
