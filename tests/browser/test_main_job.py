"""The main job: an editor writes a recap, a publisher approves it, any frontend reads it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from PIL import Image

from cms.accounts.models import User
from snippets.models import EventSeries
from tests import factories
from tests.browser import editing, recap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "une phrase de passe pour essayer"
PATIENCE = 60_000
"""Milliseconds: the machine may be busy."""


@dataclass(frozen=True)
class Tabs:
    """The browsers of three people: two signed in as somebody else each, the reader as nobody."""

    editor: Page
    publisher: Page
    reader: Page


@pytest.fixture
def tabs(chromium: Any, browser_page: Page, live_server: Any) -> Iterator[Tabs]:
    """A tab for each of the three."""
    sign_up("redactrice", "Rédacteurs")
    sign_up("responsable", "Responsables de publication")
    options = {"base_url": live_server.url, "locale": "fr-FR", "timezone_id": "Europe/Paris"}
    contexts = [chromium.new_context(**options) for _ in range(2)]
    opened = Tabs(browser_page, *(context.new_page() for context in contexts))
    for page in screens(opened).values():
        page.set_default_timeout(PATIENCE)
    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def directory() -> None:
    """What is there before: a park, a series, organisations, two people and a page."""
    park = factories.make_technopole(name=recap.TECHNOPOLE, city="Montclair")
    factories.made(EventSeries, name=recap.SERIES)
    workshop = factories.make_organisation(name=recap.KNOWN_ORGANISATION, technopole=park)
    factories.make_organisation(name=recap.SECOND_ORGANISATION, technopole=park)
    factories.make_organisation(name=recap.SCHOOLS[0], kind="engineering_school")
    council = factories.make_organisation(name=recap.COUNCIL, kind="public_body")
    factories.make_person(("Co-fondateur", workshop), name=recap.KNOWN_PERSON)
    factories.make_person(("Conseillère", council), name=recap.OFFICIAL)
    factories.make_standard_page(title=recap.INSIDE_LINK[1])


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture on the editor's disk."""
    path = tmp_path / "IMG_2041.png"
    Image.new("RGB", (1200, 800), "#3a6b78").save(path)
    return path


def sign_up(username: str, group: str) -> None:
    """A user in one of the house's groups."""
    user = User.objects.create_user(username, password=PASSWORD)
    user.groups.add(Group.objects.get(name=group))


def screens(tabs: Tabs) -> dict[str, Page]:
    """The tabs by the name of who sits there."""
    return {field.name: getattr(tabs, field.name) for field in fields(tabs)}


@contextmanager
def photographed(tabs: Tabs, folder: Path) -> Iterator[None]:
    """Save what stands on each screen when something fails inside."""
    try:
        yield
    except Exception as error:
        for name, page in screens(tabs).items():
            page.screenshot(path=folder / f"{name}.png", full_page=True)
        error.add_note(f"What stood on the screens is in {folder}")
        raise


def ask(reader: Page) -> dict[str, Any]:
    """What a frontend may read of the recap, over HTTP."""
    variables = {"path": recap.PATH, "person": "dominique-fictif"}
    data = {"query": recap.QUERY, "variables": variables}
    answer = reader.request.post("/graphql/", data=data).json()
    assert "errors" not in answer
    return answer["data"]


def names(connection: dict[str, Any]) -> list[str]:
    """The names in a list."""
    return [node["name"] for node in connection["nodes"]]


def told(block: dict[str, Any]) -> tuple[str, Any]:
    """The type of a block and what it says, as in the recap."""
    kind = block["__typename"]
    match kind:
        case "HeadingBlock":
            return kind, block["heading"]
        case "ParagraphBlock":
            return kind, block["content"]["text"]
        case "QuoteBlock":
            return kind, block["quote"]["text"]
        case "KeyFiguresBlock":
            return kind, tuple((each["value"], each["label"]) for each in block["figures"])
        case "OrganisationsBlock":
            return kind, tuple(each["name"] for each in block["organisations"])
    return kind, (block["figure"]["alt"], block["figure"]["caption"])


def write_recap(page: Page, picture: Path) -> None:
    """From the login page to a whole recap."""
    editing.log_in(page, "redactrice", PASSWORD)
    editing.begin_report(page)
    recap.type_whole(page, picture)


def check_what_the_editor_has(page: Page) -> None:
    """The preview shows what was saved, and there is nothing to publish with."""
    editing.save_draft(page)
    preview = editing.open_preview(page)
    for text in (recap.TITLE, recap.QUOTE, recap.CLOSING, recap.NEW_PERSON):
        preview.get_by_text(text).first.wait_for()
    assert page.locator("[name=action-submit]").count() == 1
    assert page.locator("[name=action-publish]").count() == 0


def check_nothing_is_public(reader: Page) -> None:
    """Neither the recap, nor what was said in it, nor who is new in it."""
    answer = ask(reader)
    assert answer["page"] is None
    assert answer["person"] is None
    assert answer["eventReports"] == {"totalCount": 0, "nodes": []}
    assert answer["quotes"] == {"totalCount": 0, "nodes": []}
    assert names(answer["people"]) == [recap.KNOWN_PERSON, recap.OFFICIAL]
    assert recap.NEW_ORGANISATION not in names(answer["organisations"])
    assert reader.goto(recap.PATH).status == 404


def approve_recap(page: Page) -> None:
    """The publisher finds it on their home, approves it and is told what went public with it."""
    editing.log_in(page, "responsable", PASSWORD)
    editing.approve(page, recap.TITLE)
    _, online, introduced = editing.messages(page)
    assert online == f"En ligne maintenant : {recap.TITLE}."
    message = editing.in_french("Published at the same time: %(names)s.")
    assert introduced == editing.plain(message % {"names": ", ".join(recap.NEW_RECORDS)})


def check_everything_is_public(reader: Page) -> None:
    """A frontend gets every text in its order, and who said what, being what, where."""
    answer = ask(reader)
    check_report(answer["page"])
    assert answer["person"] == {
        "name": recap.NEW_PERSON,
        "affiliations": [
            {"role": "Fondatrice", "organisation": {"name": recap.SECOND_ORGANISATION}},
            {"role": "Fondatrice", "organisation": {"name": recap.NEW_ORGANISATION}},
        ],
    }
    assert answer["eventReports"] == {"totalCount": 1, "nodes": [{"title": recap.TITLE}]}
    assert answer["quotes"] == {
        "totalCount": 1,
        "nodes": [
            {
                "text": recap.QUOTE,
                "role": recap.OFFICIAL_ROLE,
                "saidOn": "2025-07-08",
                "person": {"name": recap.OFFICIAL},
                "organisation": {"name": recap.COUNCIL},
                "technopole": {"name": recap.TECHNOPOLE},
                "page": {"path": recap.PATH},
            }
        ],
    }


def check_report(report: dict[str, Any]) -> None:
    """What was typed, field by field and block by block."""
    body = report.pop("body")
    assert report == {
        "title": recap.TITLE,
        "standfirst": recap.STANDFIRST,
        "venue": recap.VENUE,
        "startsAt": "2025-07-08T12:00:00+02:00",
        "endsAt": "2025-07-08T14:00:00+02:00",
        "edition": 1,
        "series": {"name": recap.SERIES},
        "technopole": {"name": recap.TECHNOPOLE},
        "speakers": [
            {
                "role": recap.KNOWN_ROLE,
                "topic": recap.TOPIC,
                "person": {"name": recap.KNOWN_PERSON},
                "organisation": {"name": recap.KNOWN_ORGANISATION},
            },
            {
                "role": recap.NEW_ROLE,
                "topic": None,
                "person": {"name": recap.NEW_PERSON},
                "organisation": None,
            },
        ],
    }
    assert [told(block) for block in body] == recap.BODY
    inside, outside = (block["content"]["html"] for block in body[:2])
    assert f'/le-parc-de-montclair/">{recap.INSIDE_LINK[0]}</a>' in inside
    assert f'<a href="{recap.OUTSIDE_LINK[1]}">{recap.OUTSIDE_LINK[0]}</a>' in outside


def check_site(reader: Page) -> None:
    """The plain site shows the same."""
    assert reader.goto(recap.PATH).status == 200
    for text in (recap.TITLE, recap.STANDFIRST, recap.QUOTE, recap.NEW_PERSON, recap.CLOSING):
        assert reader.get_by_text(text).first.is_visible()
    assert reader.get_by_role("img", name=recap.ALT).is_visible()


def check_it_is_gone(reader: Page) -> None:
    """No list, path or quote tells it any more; the people stay."""
    answer = ask(reader)
    assert answer["page"] is None
    assert answer["eventReports"] == {"totalCount": 0, "nodes": []}
    assert answer["quotes"] == {"totalCount": 0, "nodes": []}
    assert names(answer["people"]) == [recap.KNOWN_PERSON, recap.OFFICIAL, recap.NEW_PERSON]
    assert reader.goto(recap.PATH).status == 404


@pytest.mark.usefixtures("directory")
def test_recap_goes_from_its_editor_to_every_frontend_and_back(
    tabs: Tabs, picture: Path, tmp_path: Path
) -> None:
    with photographed(tabs, tmp_path):
        write_recap(tabs.editor, picture)
        check_what_the_editor_has(tabs.editor)
        check_nothing_is_public(tabs.reader)
        editing.submit(tabs.editor)
        check_nothing_is_public(tabs.reader)
        approve_recap(tabs.publisher)
        check_everything_is_public(tabs.reader)
        check_site(tabs.reader)
        editing.unpublish(tabs.publisher, recap.TITLE)
        check_it_is_gone(tabs.reader)
