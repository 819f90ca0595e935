"""A file that somebody wrote: brought in as it is told, or refused with every fault and its place."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha1
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from cms.exchange.importing import Import
from cms.exchange.shapes import json_schema
from cms.publishing.models import Change
from pages.models import EventReport, Quote, Speaker
from snippets.models import Organisation, Person, Photo
from tests import factories

Bring = Callable[..., str]
PERSON = {
    "type": "person",
    "key": "camille",
    "name": "Camille Exemple",
    "slug": "camille-exemple",
    "affiliations": [{"role": "gérante", "organisation": "organisation/atelier/fr"}],
}
ORGANISATION = {"type": "organisation", "key": "atelier", "name": "Atelier", "slug": "atelier"}
REPORT = {
    "type": "event_report",
    "key": "premier",
    "parent": "event_report_index/event-reports/fr",
    "title": "Premier déjeuner",
    "slug": "premier-dejeuner",
    "standfirst": "Une rencontre à midi.",
    "starts_at": "2025-07-08T12:00:00+02:00",
    "speakers": [{"person": "person/camille/fr", "role": "gérante"}],
    "body": [
        {"type": "heading", "value": {"text": "Un lieu ouvert", "level": "2"}},
        {
            "type": "paragraph",
            "value": '<p onclick="x()">Lire <a href="content:event_report/second/fr">la suite</a>.'
            "<script>alert(1)</script></p>",
        },
        {
            "type": "quote",
            "value": {"text": "Oui.", "person": "person/camille/fr", "role": "gérante"},
        },
    ],
}
SECOND = {**REPORT, "key": "second", "title": "Second", "slug": "second", "body": []}
ISSUE = {
    "type": "newsletter_issue",
    "key": "une",
    "parent": "home/home/fr",
    "title": "Lettre 1",
    "slug": "lettre-1",
    "number": 1,
    "subject": "Deux récits",
}
SENT = {
    "number": 1,
    "language": "fr",
    "frozen_at": "2025-07-09T09:00:00+02:00",
    "mjml": "",
    "mails": {},
    "told": {},
}
WHOLE = [REPORT, SECOND, PERSON, ORGANISATION]


@pytest.fixture
def bring(tmp_path: Path, db: None, capsys: pytest.CaptureFixture) -> Bring:
    """Brings in a file of these items, and gives what the command told."""

    def run(*items: dict[str, Any], text: str | None = None, **head: Any) -> str:
        file = tmp_path / "content.json"
        told = {"format": "technopole-content", "version": 1, "items": list(items), **head}
        file.write_text(json.dumps(told) if text is None else text)
        try:
            call_command("import_content", file)
        except CommandError as error:
            return f"{capsys.readouterr().err}\n{error}"
        return capsys.readouterr().out

    return run


def test_things_may_name_each_other_in_any_order(bring: Bring) -> None:
    assert "made: 4, changed: 0, unchanged: 0." in bring(*WHOLE)
    report = EventReport.objects.get(slug="premier-dejeuner")
    assert report.live
    second = EventReport.objects.get(slug="second")
    link = f'<a linktype="page" id="{second.pk}">la suite</a>'
    assert report.body[1].value.source == f"<p>Lire {link}.</p>"
    quote = Quote.objects.get(page=report)
    assert quote.person == Person.objects.get(slug="camille-exemple")
    assert str(quote.block_id) == report.body[2].id
    assert Person.objects.get().affiliations.get().organisation == Organisation.objects.get()


def test_once_brought_in_it_stays_as_it_is(bring: Bring) -> None:
    bring(*WHOLE)
    revisions = Page.objects.get(slug="second").revisions.count()
    quotes = list(Quote.objects.values_list("pk", "block_id"))
    assert "made: 0, changed: 0, unchanged: 4." in bring(*WHOLE)
    assert Page.objects.get(slug="second").revisions.count() == revisions
    changed = {**SECOND, "title": "Deuxième"}
    assert "made: 0, changed: 1, unchanged: 3." in bring(REPORT, changed, PERSON, ORGANISATION)
    assert Page.objects.get(slug="second").title == "Deuxième"
    assert list(Quote.objects.values_list("pk", "block_id")) == quotes


@pytest.mark.parametrize(
    ("state", "stands"),
    [("draft", (False, False)), ("published", (True, False)), ("scheduled", (False, True))],
)
def test_things_stand_as_they_are_told(bring: Bring, state: str, stands: tuple[bool, bool]) -> None:
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    told = {**SECOND, "state": state, "go_live_at": tomorrow if state == "scheduled" else None}
    assert "made: 3" in bring(told, PERSON, ORGANISATION)
    report = EventReport.objects.get()
    assert (report.live, bool(report.approved_schedule)) == stands
    assert "changed: 0" in bring(told, PERSON, ORGANISATION)
    assert "changed: 1" in bring({**told, "state": "withdrawn"}, PERSON, ORGANISATION)
    report.refresh_from_db()
    assert report.live is False


def test_draft_may_lack_what_it_will_need(bring: Bring) -> None:
    quote = {"type": "quote", "value": {"text": "", "person": None, "role": ""}}
    assert "made: 1" in bring(
        {**SECOND, "state": "draft", "speakers": [], "body": [quote], "standfirst": ""}
    )


def test_private_page_is_never_seen(bring: Bring) -> None:
    bring({**SECOND, "private": True}, PERSON, ORGANISATION)
    assert not EventReport.objects.readable().exists()


def picture(tmp_path: Path, width: int = 64, **told: Any) -> dict[str, Any]:
    """A picture in a file, with its bytes beside it."""
    drawn = BytesIO()
    Image.new("RGB", (width, 40), "#3a6b78").save(drawn, "PNG")
    (tmp_path / "files").mkdir(exist_ok=True)
    (tmp_path / "files" / "salle.png").write_bytes(drawn.getvalue())
    total = sha1(drawn.getvalue(), usedforsecurity=False).hexdigest()
    return {
        "type": "image",
        "key": "salle",
        "title": "La salle",
        "description": "Une salle vide",
        "file": {"path": "files/salle.png", "sha1": total},
        **told,
    }


def test_pictures_stand_beside_the_file(bring: Bring, tmp_path: Path) -> None:
    collection = {"names": ["Presse"], "private": True}
    report = {**SECOND, "cover": "image/salle", "speakers": []}
    told = picture(tmp_path, tags=["salle"], collection=collection), report
    assert "made: 2" in bring(*told)
    photo = Photo.objects.get()
    assert (photo.width, photo.collection.name, photo.filename) == (64, "Presse", "salle.png")
    assert EventReport.objects.get().cover == photo
    assert not Photo.objects.readable().exists()
    assert "unchanged: 2" in bring(*told)


FAULTS = [
    ({**PERSON, "nom": "x"}, "items[0] (person Camille Exemple) › nom: Extra inputs"),
    ({**PERSON, "name": ""}, "› name: String should have at least 1 character"),
    ({**PERSON, "name": "x" * 161}, "› name: String should have at most 160 characters"),
    ({**PERSON, "links": [{"label": "Site", "url": "nulle part"}]}, "links › 0 › url: "),
    ({**ORGANISATION, "kind": "club"}, "› kind: Input should be 'company'"),
    ({**ORGANISATION, "founded_in": 3000}, "› founded_in: "),
    ({**ORGANISATION, "sectors": ["person/camille/fr"]}, "› sectors › 0: String should match"),
    ({"type": "club", "key": "x"}, "items[0]: Its type is none of these: image, document"),
    ({**SECOND, "starts_at": "hier"}, "› starts_at: Input should be a valid datetime"),
    (
        {**SECOND, "starts_at": "2025-07-08T12:00:00"},
        "› starts_at: Input should have timezone info",
    ),
    ({**SECOND, "ends_at": "2025-07-08T09:00:00+02:00"}, "› ends_at: "),
    ({**SECOND, "standfirst": ""}, "› standfirst: "),
    ({**SECOND, "body": [{"type": "poem", "value": ""}]}, "› body › 0: Input tag 'poem'"),
    (
        {**SECOND, "body": [{"type": "heading", "value": {"text": "A", "level": "3"}}]},
        "› body › 0 › level: Une sous-partie est placée avant toute partie de la page.",
    ),
    (
        {**SECOND, "body": [{"type": "quote", "value": {"text": "Oui."}}]},
        "› body › 0 › person: This may not be empty.",
    ),
    (
        {**SECOND, "body": [{"type": "people", "value": {"people": []}}]},
        "› body › 0 › people: At least 1 are expected.",
    ),
    (
        {**SECOND, "body": [{"type": "paragraph", "value": '<p><a href="https://x.fr/"></a></p>'}]},
        "› body › 0: Un lien vers https://x.fr/ n’a pas de texte.",
    ),
    (
        {
            **SECOND,
            "body": [{"type": "paragraph", "value": '<a href="content:event_report/z/fr">z</a>'}],
        },
        "is neither in the file nor here.",
    ),
    (
        {
            **SECOND,
            "body": [{"type": "paragraph", "value": '<a href="content:person/camille/fr">z</a>'}],
        },
        "no page or document: person/camille/fr is neither",
    ),
    ({**ISSUE, "frozen": {**SENT, "items": [{"page": "event_report/z/fr", "told": {}}]}}, "z/fr"),
    ({**SECOND, "cover": "image/nulle-part"}, "is neither in the file nor here."),
    ({**SECOND, "parent": "standard_page/x/fr"}, "› parent: String should match pattern"),
]


@pytest.mark.parametrize(("told", "fault"), FAULTS, ids=[fault for _, fault in FAULTS])
def test_fault_is_told_with_its_place_and_nothing_is_written(
    bring: Bring, told: dict[str, Any], fault: str
) -> None:
    others = [each for each in (PERSON, ORGANISATION) if each["key"] != told["key"]]
    answer = bring(told, *others)
    assert fault in answer.replace("\xa0", " ")
    assert "Nothing was written." in answer
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()
    assert not EventReport.objects.exists()


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ({"text": "{"}, "This is not JSON: "),
        ({"text": "[]"}, "This is no file of content"),
        ({"text": "[" * 100_000}, "This is not JSON"),
        ({"format": "other"}, "This is no file of content"),
        ({"version": 2}, "Only version 1 can be brought in."),
        ({"items": {}}, "items: This is not a list."),
        ({"people": []}, "people: Nothing of this name is known here."),
        ({"redirects": [{"path": "/x"}]}, "redirects[0]: Tell to_page or to_address"),
    ],
)
def test_file_of_another_kind_is_refused(bring: Bring, head: dict[str, Any], fault: str) -> None:
    assert fault in bring(**head)


def test_all_faults_are_told_at_once(bring: Bring) -> None:
    answer = bring({**PERSON, "name": ""}, {**ORGANISATION, "kind": "club"}, SECOND, SECOND)
    assert "› name: " in answer
    assert "› kind: " in answer
    assert "items[3] (event_report Second): event_report/" in answer
    assert "is told above, as items[2]" in answer


def test_slug_of_something_else_is_refused(bring: Bring) -> None:
    factories.make_organisation(name="Autre", slug="atelier")
    assert "› slug: Something else has the slug atelier." in bring(ORGANISATION)


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        ({"path": "files/autre.png"}, "files/autre.png is not there"),
        ({"sha1": "0" * 40}, "is another file: its sum differs."),
        ({"path": "../salle.png"}, "file › path: String should match pattern"),
    ],
)
def test_picture_that_is_not_the_one_is_refused(
    bring: Bring, tmp_path: Path, file: dict[str, str], fault: str
) -> None:
    told = picture(tmp_path)
    assert fault in bring({**told, "file": {**told["file"], **file}})
    assert not Photo.objects.exists()


def test_text_that_calls_itself_a_picture_is_refused(bring: Bring, tmp_path: Path) -> None:
    told = picture(tmp_path)
    (tmp_path / "files" / "salle.png").write_bytes(b"<svg/>")
    total = sha1(b"<svg/>", usedforsecurity=False).hexdigest()
    told["file"]["sha1"] = total
    assert "is no picture that can be read." in bring(told)


def test_import_that_was_ended_goes_on(bring: Bring, tmp_path: Path) -> None:
    file = tmp_path / "content.json"
    file.write_text(json.dumps({"format": "technopole-content", "version": 1, "items": WHOLE}))
    steps = Import(file).run(lambda items, total: iter(items))
    next(steps)
    next(steps)
    steps.close()
    assert (Organisation.objects.count(), Person.objects.count()) == (1, 1)
    assert "made: 2, changed: 0, unchanged: 2." in bring(*WHOLE)


def test_published_schema_is_the_one_that_is_validated() -> None:
    told = json.loads((settings.BASE_DIR / "docs" / "content.schema.json").read_text())
    assert told == json_schema(), "run: manage.py export_content docs/content.schema.json --schema"


def left_by(report: EventReport) -> dict[str, Any]:
    """What publishing a report leaves, whichever way."""
    report.refresh_from_db()
    logs = PageLogEntry.objects.filter(page=report.pk).order_by("pk")
    lines = Change.objects.filter(kind="EVENT_REPORT", object_id=report.pk)
    references = ReferenceIndex.get_references_for_object(report)
    content = report.latest_revision.content
    return {
        "live": (report.live, report.has_unpublished_changes, report.expired),
        "version": report.live_revision_id == report.latest_revision_id,
        "versions": report.revisions.count(),
        "history": {"wagtail.create", "wagtail.publish"} & {each.action for each in logs},
        "journal": [each.action for each in lines],
        "references": sorted(references.values_list("model_path", "to_object_id")),
        "found": report in EventReport.objects.search("rencontre"),
        "mentions": sorted(report.mentions.values_list("person", "organisation")),
        "speakers": [(each.person_id, each.role) for each in report.speakers.all()],
        "content": {"title", "body", "speakers", "sectors"} <= content.keys(),
        "dates": bool(report.first_published_at and report.last_published_at),
    }


def test_new_page_is_left_as_wagtail_leaves_it(bring: Bring) -> None:
    quote = {
        "type": "quote",
        "value": {"text": "Oui.", "person": "person/camille/fr", "role": "élue"},
    }
    bring({**SECOND, "body": [quote]}, PERSON, ORGANISATION)
    brought, person = EventReport.objects.get(), Person.objects.get()
    stored = {"text": "Oui.", "person": person.pk, "role": "élue", "organisation": None}
    block = {"type": "quote", "value": stored, "id": brought.body[0].id}
    written = factories.make_report(
        title="Écrit",
        body=[block],
        speakers=[Speaker(person=person, role="gérante", sort_order=0)],
    )
    PageLogEntry.objects.log_action(instance=written, action="wagtail.create")
    assert left_by(brought) == left_by(written)
