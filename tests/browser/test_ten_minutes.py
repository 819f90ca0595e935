"""A recap that was written elsewhere is pasted, completed and published with few gestures."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from PIL import Image

from cms.accounts.models import User
from pages.models import EventReport
from snippets.models import EventSeries
from tests import factories
from tests.browser import editing, recap

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "une phrase de passe pour essayer"
MOST_LOADS = 6
MOST_GESTURES = 60
COUNT = """(() => {
  const isCommand = (event) =>
    event.ctrlKey || event.metaKey || ["Enter", "Tab", "Escape", " "].includes(event.key)
    || event.key.startsWith("Arrow");
  addEventListener("click", (event) => event.isTrusted && event.detail && gesture(), true);
  addEventListener("keydown", (event) => {
    if (event.isTrusted && event.key !== "Control" && isCommand(event)) gesture();
  }, true);
})()"""
"""Tells of each click, and of each key that is a command: a key that goes on, presses or pastes."""
SPEAKER = "Camille Exemple"
OTHER = "Dominique Fictif"
TEXT = [
    recap.OPENING,
    f"{recap.PARTNERS} {SPEAKER} et {OTHER} ont répondu.",
    recap.TOOL,
    f"{recap.AIM} « {recap.QUOTE} », a souligné {recap.OFFICIAL}, {recap.OFFICIAL_ROLE}.",
    *recap.NETWORK,
    recap.PLACE,
    recap.FIELDS,
    recap.CLOSING,
]
"""As it stands in the mail of whoever wrote it."""


class Counted:
    """What an editor has to do on a screen."""

    def __init__(self, page: Any) -> None:
        self.gestures = self.loads = 0
        page.expose_function("gesture", self.gesture)
        page.add_init_script(COUNT)
        page.on("framenavigated", lambda frame: self.load(frame is page.main_frame))

    def gesture(self) -> None:
        """Note a click or a command."""
        self.gestures += 1

    def load(self, is_page: bool) -> None:
        """Note a page that was loaded; the preview beside the form is none."""
        self.loads += is_page


@pytest.fixture
def page(browser_page: Any) -> Any:
    """The admin, in which a publisher is signed in, and a directory that knows who was there."""
    park = factories.make_technopole(name=recap.TECHNOPOLE, city="Montclair")
    factories.made(EventSeries, name=recap.SERIES)
    for name in (recap.KNOWN_ORGANISATION, *recap.SCHOOLS, recap.COUNCIL):
        factories.make_organisation(name=name, technopole=park)
    for name in (SPEAKER, OTHER, recap.OFFICIAL):
        factories.make_person(name=name)
    user = User.objects.create_user("responsable", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Responsables de publication"))
    browser_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    editing.log_in(browser_page, "responsable", PASSWORD)
    return browser_page


def test_pasted_recap_is_published_with_few_gestures(
    page: Any, tmp_path: Path, record_property: Any
) -> None:
    picture = tmp_path / "IMG_2041.png"
    Image.new("RGB", (1200, 800), "#3a6b78").save(picture)
    counted = Counted(page)
    page.goto("/admin/")
    editing.begin_report(page)

    page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(TEXT))
    page.get_by_label(editing.in_french("A text from Word, a mail or elsewhere")).click()
    page.keyboard.press("Control+V")
    page.get_by_role("button", name=editing.in_french("Split into blocks")).click()
    page.locator(".pasted-text [role=status]").get_by_text("Ajoutés").wait_for()

    page.locator("#id_title").click()
    moments = (datetime(2025, 7, 8, hour, tzinfo=factories.PARIS) for hour in (12, 14))
    starts_at, ends_at = map(editing.typed, moments)
    editing.fill(page, {"id_title": recap.TITLE, "id_standfirst": recap.STANDFIRST})
    editing.choose(page, "id_series", recap.SERIES)
    editing.choose(page, "id_technopole", recap.TECHNOPOLE)
    editing.fill(page, {"id_venue": recap.VENUE, "id_starts_at": starts_at, "id_ends_at": ends_at})
    for name, role in ((SPEAKER, recap.KNOWN_ROLE), (OTHER, recap.NEW_ROLE)):
        row = editing.add_row(page, "speakers")
        editing.choose(page, f"{row}-person", name)
        editing.fill(page, {f"{row}-role": role})
    editing.upload_picture(page, "id_cover", picture, title=recap.PICTURE_TITLE, alt=recap.ALT)
    recap.add_figures(page)
    recap.add_organisations(page)
    editing.press_below(page, "button[name=action-publish]")
    page.wait_for_url(editing.LISTING)

    record_property("gestures", counted.gestures)
    report = EventReport.objects.get()
    assert report.live
    quote = report.quotes.get()
    assert (quote.person.name, quote.role) == (recap.OFFICIAL, recap.OFFICIAL_ROLE)
    assert quote.text == recap.QUOTE
    assert [block.block_type for block in report.body].count("heading") == 2
    assert counted.loads <= MOST_LOADS, counted.loads
    assert counted.gestures <= MOST_GESTURES, counted.gestures
