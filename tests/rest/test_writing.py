"""Tools write with the rights of their user, and nothing goes public that may not."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.html import strip_tags
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry, Revision
from wagtail.users.models import UserProfile

from cms.publishing.models import Change
from pages.models import EventReport, EventReportIndex
from snippets.models import Organisation, Person, Photo
from tests import factories
from tests.admin.test_checks import EMPTY_LINK, REFUSAL
from tests.rest.conftest import Tool


def report_of(**fields: Any) -> dict[str, Any]:
    """What a tool sends for a report."""
    meta = {"type": "pages.EventReport", "parent_id": EventReportIndex.objects.get().pk}
    return {
        "meta": {**meta, **fields.pop("meta", {})},
        "title": "Déjeuner de juin",
        "standfirst": "Une rencontre à midi.",
        "starts_at": "2025-06-12T12:00:00+02:00",
        "organisers": [],
        "sectors": [],
        "body": [{"type": "paragraph", "value": "<p>Bonjour</p>"}],
        **fields,
    }


PUBLISH = {"meta": {"action": "publish"}}
EMPTY = {"body": [{"type": "paragraph", "value": EMPTY_LINK}]}


def written() -> tuple[int, ...]:
    """How much there is of everything that a request may write."""
    models = (Page, Revision, PageLogEntry, ModelLogEntry, Change, Person, Organisation)
    return tuple(model.objects.count() for model in models)


def sentences(answer: Any) -> str:
    return " ".join(error["msg"] for error in answer.json()["errors"])


def test_a_writers_tool_makes_a_draft_that_nobody_reads(writer: Tool) -> None:
    answer = writer("POST", "pages/", report_of(title='L\'été "au parc"'))
    assert answer.status_code == 201, answer.content
    report = EventReport.objects.get()
    assert (report.live, report.owner, report.slug) == (False, writer.user, "lete-au-parc")
    assert report.title == "L’été «\u00a0au parc\u00a0»"
    assert strip_tags(report.body[0].value.source) == "Bonjour"
    assert report.latest_revision.user == writer.user
    assert not Change.objects.filter(object_id=report.pk).exists()


def test_a_writers_tool_does_not_publish(writer: Tool) -> None:
    draft, live = factories.make_report(live=False), factories.make_report(title="Avant")
    draft.save_revision()
    before = written()
    answers = [
        writer("POST", "pages/", report_of(**PUBLISH)),
        writer("POST", f"pages/{draft.pk}/actions/publish/"),
        writer("POST", f"pages/{live.pk}/actions/unpublish/"),
        writer("DELETE", f"pages/{live.pk}/"),
        writer(
            "PATCH",
            f"pages/{live.pk}/",
            {"meta": {"type": "pages.EventReport", "action": "publish"}, "title": "Après"},
        ),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert written() == before
    assert list(EventReport.objects.order_by("pk").values_list("live", flat=True)) == [False, True]


def test_a_writers_tool_changes_a_public_page_as_a_draft(writer: Tool) -> None:
    live = factories.make_report(title="Avant")
    change = {"meta": {"type": "pages.EventReport"}, "title": "Après"}
    assert writer("PATCH", f"pages/{live.pk}/", change).status_code == 200
    live.refresh_from_db()
    assert (live.title, live.get_latest_revision_as_object().title) == ("Avant", "Après")


def test_what_passes_is_published_with_its_line_of_the_journal(
    publisher: Tool, client: Client
) -> None:
    person = factories.make_person(live=False)
    person.save_revision()
    quote = {"text": "Dit", "person": person.pk, "role": "élue", "organisation": None}
    sector, technopole = factories.make_sector(), factories.make_technopole()
    speakers = [{"person_id": person.pk, "role": "élue", "topic": "Sujet"}]
    form = report_of(
        **PUBLISH,
        body=[{"type": "quote", "value": quote}],
        speakers=speakers,
        sectors=[sector.pk],
        technopole_id=technopole.pk,
        tags=["Réseau"],
    )
    answer = publisher("POST", "pages/", form)
    assert answer.status_code == 201, answer.content
    report = EventReport.objects.get()
    assert report.live
    told = {(each.kind, each.object_id, each.action) for each in Change.objects.all()}
    assert ("EVENT_REPORT", report.pk, "PUBLISHED") in told
    assert ("PERSON", person.pk, "PUBLISHED") in told
    assert [each.text for each in report.quotes.all()] == ["Dit"]
    lines = PageLogEntry.objects.filter(page=report.pk, action="wagtail.publish")
    assert publisher.user in [each.user for each in lines]
    introduced = ModelLogEntry.objects.for_instance(person).filter(action="wagtail.publish")
    assert [each.user for each in introduced] == [publisher.user]
    assert client.get(report.get_url()).status_code == 200
    assert not answer.cookies
    assert [each.person for each in report.speakers.all()] == [person]
    assert (list(report.sectors.all()), report.technopole) == ([sector], technopole)
    assert [tag.name for tag in report.tags.all()] == ["Réseau"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("fr", REFUSAL), ("en", "A link to https://example.com/ has no words."), ("", REFUSAL)],
)
def test_what_may_not_go_public_is_refused_in_the_users_language_and_nothing_is_written(
    publisher: Tool, language: str, sentence: str
) -> None:
    UserProfile.objects.create(user=publisher.user, preferred_language=language)
    live = factories.make_report(title="Avant")
    draft = factories.make_report(live=False, body=[factories.block("paragraph", EMPTY_LINK)])
    draft.save_revision()
    before = written()
    change = {"meta": {"type": "pages.EventReport", "action": "publish"}, **EMPTY}
    for answer in (
        publisher("POST", "pages/", report_of(**PUBLISH, **EMPTY)),
        publisher("POST", f"pages/{draft.pk}/actions/publish/"),
        publisher("PATCH", f"pages/{live.pk}/", change),
    ):
        assert answer.status_code == 422
        assert sentence in sentences(answer).replace("\xa0", " ")
        assert not answer.cookies
    assert written() == before
    assert EventReport.objects.get(pk=live.pk).title == "Avant"


def test_journal_is_written_in_the_transaction_of_the_request(
    publisher: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails at the end takes everything back."""

    def fail(*args: Any, **kwargs: Any) -> None:
        assert connection.in_atomic_block
        raise RuntimeError

    monkeypatch.setattr("cms.publishing.signals.update_told", fail)
    before = written()
    assert publisher("POST", "pages/", report_of(**PUBLISH)).status_code == 500
    assert written() == before


def test_what_cannot_be_read_is_refused_and_nothing_is_written(publisher: Tool) -> None:
    before = written()
    for wrong in (
        {"starts_at": "demain"},
        {"title": ""},
        {"body": [{"type": "nothing", "value": ""}]},
        {"technopole_id": 999_999},
        {"meta": {"parent_id": 999_999}},
    ):
        answer = publisher("POST", "pages/", report_of(**wrong))
        assert answer.status_code in (404, 422), (wrong, answer.content)
    assert publisher("POST", "pages/", None).status_code in (400, 422)
    assert written() == before


def test_a_page_that_somebody_locked_or_submitted_is_left_alone(writer: Tool) -> None:
    report = factories.make_report(live=False)
    other = Tool(type(writer.user).objects.create_superuser("autre")).user
    report.save_revision(user=other)
    report.get_workflow().start(report, other)
    change = {"meta": {"type": "pages.EventReport"}, "title": "Après"}
    assert writer("PATCH", f"pages/{report.pk}/", change).status_code == 403


def test_records_are_drafts_of_writers_and_published_by_publishers(
    writer: Tool, publisher: Tool
) -> None:
    form = {"meta": {"type": "snippets.Organisation"}, "name": "Atelier", "sectors": []}
    answer = writer("POST", "snippets/snippets.Organisation/", form)
    assert answer.status_code == 201, answer.content
    record = Organisation.objects.get()
    assert (record.live, record.slug) == (False, "atelier")
    assert (
        writer("POST", f"snippets/snippets.Organisation/{record.pk}/actions/publish/").status_code
        == 403
    )
    answer = publisher("POST", f"snippets/snippets.Organisation/{record.pk}/actions/publish/")
    assert answer.status_code == 200, answer.content
    record.refresh_from_db()
    assert record.live
    [line] = Change.objects.filter(kind="ORGANISATION")
    assert (line.object_id, line.action) == (record.pk, "PUBLISHED")


def test_translating_by_a_tool_notes_what_it_was_made_from(publisher: Tool) -> None:
    record = factories.make_organisation()
    address = f"snippets/snippets.Organisation/{record.pk}/actions/copy_for_translation/"
    answer = publisher("POST", address, {"locale": "en"})
    assert answer.status_code == 201, answer.content
    copy = record.get_translation(Locale.objects.get(language_code="en"))
    assert copy.live is False


def test_pictures_of_others_are_not_deleted_by_a_writers_tool(writer: Tool) -> None:
    photo = factories.make_photo()
    own = factories.make_photo(uploaded_by_user=writer.user)
    assert writer("DELETE", f"images/{photo.pk}/").status_code == 403
    assert writer("DELETE", f"images/{own.pk}/").status_code == 204
    assert list(Photo.objects.all()) == [photo]


def test_drafts_are_read_by_those_who_may_edit_them(writer: Tool) -> None:
    draft = factories.make_report(live=False, title="Brouillon")
    assert writer("GET", f"pages/{draft.pk}/").json()["title"] == "Brouillon"
    nobody = Tool(type(writer.user).objects.create_user("sans groupe"))
    assert nobody("GET", f"pages/{draft.pk}/").status_code == 404
    assert nobody("GET", "pages/").json()["items"] == []
    assert nobody("POST", "pages/", report_of()).status_code == 403


def test_users_sites_and_redirects_keep_to_administrators(writer: Tool, publisher: Tool) -> None:
    for tool in (writer, publisher):
        assert tool("POST", "sites/", {"hostname": "x", "root_page_id": 1}).status_code in (
            403,
            422,
        )
        assert tool("POST", "locales/", {"language_code": "de"}).status_code in (403, 422)
        report = factories.make_report()
        form = {"old_path": "/avant", "redirect_page_id": report.pk}
        assert tool("POST", "redirects/", form).status_code in (403, 422)


def test_a_date_that_may_not_be_missing_is_asked_for(writer: Tool) -> None:
    draft = factories.make_report(live=False)
    change = {"meta": {"type": "pages.EventReport"}, "starts_at": None}
    assert writer("PATCH", f"pages/{draft.pk}/", change).status_code == 422


def test_reading_and_writing_back_loses_nothing(writer: Tool) -> None:
    target = factories.make_report()
    text = f'<p data-block-key="abcde">Voir <a linktype="page" id="{target.pk}">là</a></p>'
    quote = {"text": "Dit", "person": factories.make_person().pk, "role": "élue"}
    body = [factories.block("paragraph", text), factories.block("quote", quote)]
    report = factories.make_report(live=False, body=body)
    report.save_revision()
    before = report.body.get_prep_value()
    read = writer("GET", f"pages/{report.pk}/").json()
    change = {"meta": {"type": "pages.EventReport"}, "body": read["body"]}
    answer = writer("PATCH", f"pages/{report.pk}/", change)
    assert answer.status_code == 200, answer.content
    report = EventReport.objects.get(pk=report.pk).get_latest_revision_as_object()
    assert without_keys(report.body.get_prep_value()) == without_keys(before)


def without_keys(body: Any) -> str:
    """A body without the keys of its paragraphs, which Wagtail's editor makes anew."""
    return re.sub(r'data-block-key=\\?"\w+\\?"', "", json.dumps(body))


@pytest.mark.parametrize("element", ["<ul><li>", "<p>", '<a href="https://x.example">', "<i><b>"])
def test_what_is_nested_too_deeply_is_refused_with_a_sentence(
    publisher: Tool, element: str
) -> None:
    before = written()
    deep = [{"type": "paragraph", "value": element * 5000}]
    answer = publisher("POST", "pages/", report_of(body=deep, **PUBLISH))
    assert answer.status_code == 422
    assert "nested too deeply" in answer.json()["detail"]
    assert written() == before


@pytest.mark.parametrize("text", ["a\ud800b", "a\0b"])
def test_characters_that_no_text_has_are_refused(publisher: Tool, text: str) -> None:
    body = [{"type": "paragraph", "value": text}]
    assert publisher("POST", "pages/", report_of(body=body)).status_code == 422
