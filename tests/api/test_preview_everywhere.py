"""A draft answers every field of the schema, whatever is missing in it, and stands in for the
published object in every answer."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from graphql import get_named_type, is_abstract_type
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from cms.api.ids import global_id
from cms.api.limits import Limits
from pages import models
from pages.models import EventReport, EventReportIndex, GalleryPicture, Home, RelatedReport, Speaker
from snippets.models import Organisation, Person, Technopole
from tests.admin.forms import record_form, report_form
from tests.api.everything import SCHEMA, arguments, selection, written
from tests.factories import (
    block,
    make_organisation,
    make_person,
    make_photo,
    make_report,
    make_sector,
    make_standard_page,
    make_technopole,
    make_testimonial,
)
from tests.pages.stories import filled, unfilled

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

Ask = Callable[[str], dict[str, Any]]
FAR = dict.fromkeys(Limits.__dataclass_fields__, 10**9)


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything at once is more than anybody may ask for."""
    for module in ("documents", "execution"):
        monkeypatch.setattr(f"cms.api.{module}.LIMITS", Limits(**FAR))


@pytest.fixture
def asking(client: Client, token: Any) -> Callable[[Model], Ask]:
    """Ask with a token of an object; fails on any error."""

    def with_token_of(thing: Model) -> Ask:
        headers = {"Preview-Token": token(thing)}

        def send(query: str) -> dict[str, Any]:
            body = {"query": query}
            response = client.post(
                "/graphql/", body, content_type="application/json", headers=headers
            )
            answer = response.json()
            assert "errors" not in answer, (query, answer["errors"])
            return answer["data"]

        return send

    return with_token_of


def ask_everything(thing: Model, ask: Ask) -> dict[str, Any]:
    """Every field of an object, each with two levels below it."""
    name, found = type(thing).__name__, {}
    for field, defined in SCHEMA.type_map[name].fields.items():
        query = f"{{ preview {{ ... on {name} {{ {written(field, defined, 2)} }} }} }}"
        found |= ask(query)["preview"]
    return found


def emptied(thing: Model) -> Model:
    """A draft of `thing` whose texts are all empty, saved as forms of drafts save it."""
    for field in thing._meta.concrete_fields:
        if field.name in ("standfirst", "role", "city", "kind", "venue", "pull_quote", "website"):
            setattr(thing, field.name, "")
    if hasattr(thing, "body"):
        thing.body = unfilled()
    thing.save_revision(clean=False)
    return thing


def test_report_with_every_hole_answers_every_field(asking: Any) -> None:
    report = make_report(
        live=False,
        speakers=[Speaker(person=make_person(), role="", sort_order=0)],
        gallery=[GalleryPicture(image=make_photo(), sort_order=0)],
    )
    found = ask_everything(emptied(report), asking(report))
    assert (found["standfirst"], found["technopole"], found["edition"]) == ("", None, None)
    assert [each["role"] for each in found["speakers"]] == [""]
    kept = [each["__typename"] for each in found["body"]]
    assert kept == [
        "HeadingBlock",
        "ParagraphBlock",
        "HighlightBlock",
        "QuestionAnswerBlock",
        "KeyFiguresBlock",
    ]
    assert found["readingMinutes"] == 1


def test_report_saved_in_the_admin_with_a_title_and_a_day_only(
    asking: Any, admin_client: Client
) -> None:
    index = EventReportIndex.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["pages", "eventreport", index.pk])
    person = make_person()
    quote = {"text": "", "person": person.pk, "role": "", "organisation": ""}
    parts = {
        "standfirst": "",
        "body": streamfield(
            [
                ("heading", {"text": "", "level": ""}),
                ("quote", quote),
                ("quote", {**quote, "person": ""}),
                ("paragraph", rich_text("")),
            ]
        ),
        "speakers": inline_formset([{"person": person.pk, "role": ""}]),
    }
    admin_client.post(address, report_form(**parts))
    report = EventReport.objects.get()
    found = ask_everything(report, asking(report))
    assert found["standfirst"] == ""
    assert [(each["text"], each["role"]) for each in found["quotes"]] == [("", "")]
    assert [each["__typename"] for each in found["body"]] == [
        "HeadingBlock",
        "QuoteBlock",
        "ParagraphBlock",
    ]
    assert found["body"][0]["level"] == 2


@pytest.mark.parametrize("kind", [Organisation, Person, Technopole])
def test_record_saved_in_the_admin_with_a_name_only(
    asking: Any, admin_client: Client, kind: type[Model]
) -> None:
    address = reverse(f"wagtailsnippets_snippets_{kind._meta.model_name}:add")
    holes = {"slug": "", "kind": "", "city": ""}
    links = {"links": inline_formset([{"label": "", "url": ""}])}
    form = record_form(kind, **holes, **({} if kind is Technopole else links))
    admin_client.post(address, form)
    record = kind.objects.get()
    found = ask_everything(record, asking(record))
    assert found["slug"] == "nouveau-nom"
    assert found.get("kind", "COMPANY") == "COMPANY"
    assert found.get("city", "") == ""


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_testimonial(live=False, person=make_person(live=False)),
        lambda: make_testimonial(live=False),
        lambda: make_standard_page(live=False),
        Home.objects.get,
        EventReportIndex.objects.get,
        models.TestimonialIndex.objects.get,
        lambda: make_organisation(live=False),
        lambda: make_technopole(live=False),
        lambda: make_person(live=False),
    ],
)
def test_draft_with_holes_answers_every_field(asking: Any, make: Any) -> None:
    thing = emptied(make())
    found = ask_everything(thing, asking(thing))
    assert found["id"] == global_id(thing)


def test_filled_draft_answers_every_field(asking: Any) -> None:
    report = make_report(live=False, body=filled())
    report.save_revision()
    found = ask_everything(report, asking(report))
    assert len(found["body"]) == len(filled())


def make_world() -> dict[type[Model], Model]:
    """One published object of each kind, all of them naming each other."""
    sector = make_sector()
    technopole = make_technopole(name="Ancien lieu", sectors=[sector])
    company = make_organisation(name="Ancienne maison", technopole=technopole, sectors=[sector])
    person = make_person(("founder", company), name="Ancien nom")
    testimonial = make_testimonial(
        title="Ancien parcours",
        person=person,
        organisations=[company],
        technopole=technopole,
        pull_quote="Mot",
    )
    page = make_standard_page(title="Ancienne page", show_in_menus=True)
    linked = f'<p><a linktype="page" id="{page.pk}">lire</a></p>'
    body = [
        block(
            "quote", {"text": "Mot", "person": person.pk, "role": "x", "organisation": company.pk}
        ),
        block("people", {"title": "", "people": [person.pk]}),
        block("organisations", {"title": "", "organisations": [company.pk]}),
        block("testimonial", {"testimonial": testimonial.pk}),
        block("paragraph", linked),
        block("call_to_action", {"text": "", "link": {"label": "Lire", "page": page.pk}}),
    ]
    report = make_report(
        title="Ancienne rencontre",
        technopole=technopole,
        organisers=[company],
        sectors=[sector],
        speakers=[Speaker(person=person, role="x", organisation=company)],
        body=body,
    )
    make_report(title="Autre rencontre", related_reports=[RelatedReport(report=report)], body=body)
    make_standard_page(title="Page dessous", parent=page, body=body)
    made = (technopole, company, person, testimonial, page, report)
    indexes = (EventReportIndex.objects.get(), models.TestimonialIndex.objects.get())
    return {type(each): each for each in (*made, *indexes, Home.objects.get())}


def ask_the_root(ask: Ask, world: dict[type[Model], Model]) -> Iterator[str]:
    """The answer of each root field, with what is below it, about each object where it asks for one."""
    slugs = {type(each).__name__: each.slug for each in world.values()}
    for name, field in SCHEMA.query_type.fields.items():
        of = get_named_type(field.type)
        given = {"slug": slugs.get(of.name, "none"), "path": "/", "query": "Ancien"}
        given["id"] = global_id(world[EventReport])
        values = {key: json.dumps(value) for key, value in given.items()}
        below = selection(of, 0 if is_abstract_type(of) else 2)
        yield json.dumps(ask(f"{{ {name}{arguments(field, values)} {below} }}"), ensure_ascii=False)


@pytest.mark.parametrize(
    "kind",
    [
        EventReport,
        EventReportIndex,
        Home,
        Organisation,
        Person,
        models.StandardPage,
        Technopole,
        models.Testimonial,
        models.TestimonialIndex,
    ],
)
def test_published_name_is_nowhere_in_a_preview(asking: Any, kind: type[Model]) -> None:
    world = make_world()
    thing = world[kind]
    naming = "title" if hasattr(thing, "title") else "name"
    published = getattr(thing, naming)
    setattr(thing, naming, "Nouveau titre")
    thing.save_revision()
    answers = list(ask_the_root(asking(thing), world))
    assert [answer for answer in answers if published in answer] == []
    assert [answer for answer in answers if "Nouveau titre" in answer] != []
