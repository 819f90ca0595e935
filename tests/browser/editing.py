"""The gestures of an editor in the admin: small functions that drive Chromium.

They wait for what an editor would wait for, never for a time. A field of the form is named by its
id, a block by the start of the ids of its fields. What stands on buttons is looked up in the French
catalogue, so that a better translation breaks no test.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext, override
from wagtail.admin.widgets.datetime import DEFAULT_DATETIME_FORMAT

from pages.blocks import StoryBlock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from playwright.sync_api import FrameLocator, Locator, Page

PATIENCE = 60
"""Seconds."""
LISTING = re.compile(r"/admin/pages/\d+/$")
BODY = "#body-root > [data-streamfield-stream-container]"

WATCHING = """
let settling;
document.addEventListener("w-unsaved:watch-edits", () => {
  clearTimeout(settling);
  settling = setTimeout(() => { window.isWatched = true; }, 2000);
});
"""
"""Wagtail takes its first look at a form twice, a moment apart: what is typed in between is no edit. With
this script, `window.isWatched` tells when edits count."""


def until(page: Page, expression: str, argument: object = None) -> None:
    """Wait until an expression holds. Playwright's own way makes code of a text in the page, which the policy forbids."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(expression, argument):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)


def in_french(text: object) -> str:
    """What a French editor reads."""
    with override("fr"):
        return gettext(str(text))


def log_in(page: Page, username: str, password: str) -> None:
    """Open the admin and pass its login page."""
    page.goto("/admin/")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(password)
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/admin/")


def begin_report(page: Page) -> None:
    """From the home of the admin to an empty report."""
    page.get_by_role("link", name=in_french("Write an event report")).click()
    page.wait_for_url("**/admin/pages/add/pages/eventreport/**")
    page.locator(f"{BODY} button").first.wait_for()


def fill(page: Page, values: Mapping[str, str]) -> None:
    """Type into plain fields, by id, and leave each as with the tabulator."""
    for field, text in values.items():
        page.locator(f"#{field}").fill(text)
        page.keyboard.press("Tab")


def typed(moment: datetime) -> str:
    """A moment as the fields of the admin want it typed."""
    return moment.strftime(getattr(settings, "WAGTAIL_DATETIME_FORMAT", DEFAULT_DATETIME_FORMAT))


def add_row(page: Page, rows: str) -> str:
    """Add a row to `rows`, such as the speakers; the start of the ids of its fields."""
    number = int(page.locator(f"#id_{rows}-TOTAL_FORMS").input_value())
    # With a key: on a slow machine the calendar of a date opens late, and stands above the button.
    page.locator(f"#id_{rows}-ADD").press("Enter")
    page.locator(f"#inline_child_{rows}-{number}").wait_for()
    return f"id_{rows}-{number}"


def add_block(page: Page, kind: str) -> str:
    """Add a block at the end of the body; the start of the ids of its fields."""
    number = page.locator("input[name=body-count]").input_value()
    page.locator(f"{BODY} > div > button.c-sf-add-button").last.click()
    pick(page, in_french(StoryBlock.base_blocks[kind].label))
    page.locator(f"input[name=body-{number}-type][value={kind}]").wait_for(state="attached")
    return f"body-{number}-value"


def pick(page: Page, label: str) -> None:
    """Pick a kind of block in the list that unfolds."""
    page.get_by_role("option", name=label, exact=True).click()
    page.locator(".w-combobox").wait_for(state="hidden")


def add_item(page: Page, items: str) -> str:
    """Add an item to a list inside a block; the start of the ids of its fields."""
    count = page.locator(f"input[name={items}-count]")
    number = count.input_value()
    count.locator("xpath=..").locator("button[data-streamfield-list-add]").last.click()
    page.locator(f"input[name={items}-{number}-order]").wait_for(state="attached")
    return f"{items}-{number}-value"


def open_chooser(page: Page, field: str) -> Locator:
    """The window in which a field is chosen."""
    page.locator(f"#{field}-chooser [data-chooser-action-choose]:visible").click()
    window = page.locator(".modal:visible")
    window.locator(".modal-body header").wait_for()
    return window


def choose(page: Page, field: str, name: str) -> None:
    """Search a record by its name and choose it."""
    window = open_chooser(page, field)
    window.locator("input[name=q]").fill(name)
    window.get_by_role("link", name=name, exact=True).click()
    wait_until_chosen(page, field, name)


def wait_until_chosen(page: Page, field: str, name: str) -> None:
    """Wait until the window is gone and the form shows what was chosen."""
    page.locator(".modal").wait_for(state="detached")
    page.locator(f"#{field}-title", has_text=name).wait_for()


def create_person(page: Page, field: str, name: str, roles: Iterable[tuple[str, str]]) -> None:
    """Make a person inside the chooser, with what they are in which organisations."""
    window = open_chooser(page, field)
    window.get_by_role("tab", name=in_french("New person")).click()
    window.locator("input[name=name]").fill(name)
    for number, (role, organisation) in enumerate(roles, start=1):
        window.locator(f"input[name=role_{number}]").fill(role)
        window.locator(f"input[name=organisation_{number}]").fill(organisation)
    window.locator("form[data-chooser-modal-creation-form] button[type=submit]").click()
    wait_until_chosen(page, field, name)


def upload_picture(page: Page, field: str, file: Path, *, title: str, alt: str) -> None:
    """Upload a picture inside the chooser, with its alternative text."""
    window = open_chooser(page, field)
    window.get_by_role("tab").last.click()
    window.locator("input[type=file]").set_input_files(file)
    window.locator("input[name$=-title]").fill(title)
    window.locator("[name$=-description]").fill(alt)
    window.locator("form[data-chooser-modal-creation-form] button[type=submit]").click()
    wait_until_chosen(page, field, title)


def write(page: Page, field: str, *paragraphs: str) -> None:
    """Type paragraphs into a rich text."""
    rich_text(page, field).click()
    for number, text in enumerate(paragraphs):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(text)
    wait_until_kept(page, field, paragraphs[-1])


def wait_until_kept(page: Page, field: str, text: str) -> None:
    """Wait until the form holds what was typed: a rich text hands it over a moment later."""
    held = "([id, text]) => document.getElementById(id).value.includes(JSON.stringify(text).slice(1, -1))"
    until(page, held, [field, text])


def rich_text(page: Page, field: str) -> Locator:
    """Where the words of a rich text are typed."""
    return page.locator(f"#{field}").locator("xpath=..").get_by_role("textbox")


def select(page: Page, field: str, words: str) -> None:
    """Select words of the last paragraph with the keyboard, from its end."""
    last = rich_text(page, field).locator("[data-block]").last
    text = last.inner_text()
    last.click()
    page.keyboard.press("Control+End")
    for _ in range(len(text) - text.index(words) - len(words)):
        page.keyboard.press("ArrowLeft")
    for _ in words:
        page.keyboard.press("Shift+ArrowLeft")


def open_link_chooser(page: Page, field: str, words: str) -> Locator:
    """Select words and press the button that makes a link of them; the window it opens."""
    select(page, field, words)
    page.locator("button[name=LINK]:visible").click()
    window = page.locator(".modal:visible")
    window.locator(".modal-body header").wait_for()
    return window


def link_to_page(page: Page, field: str, words: str, title: str) -> None:
    """Make words of the last paragraph a link to the page called `title`."""
    window = open_link_chooser(page, field, words)
    window.locator("input[name=q]").fill(title)
    window.locator(".page-results a.choose-page", has_text=title).first.click()
    wait_until_linked(page, field, words)


def link_to_address(page: Page, field: str, words: str, address: str) -> None:
    """Make words of the last paragraph a link to another site."""
    window = open_link_chooser(page, field, words)
    window.locator("a[href*=choose-external-link]").click()
    window.locator("input[name$=url]").fill(address)
    window.locator("form button[type=submit], form input[type=submit]").last.click()
    wait_until_linked(page, field, words)


def wait_until_linked(page: Page, field: str, words: str) -> None:
    """Wait until the window is gone and the words are a link."""
    page.locator(".modal").wait_for(state="detached")
    rich_text(page, field).locator(".TooltipEntity", has_text=words).wait_for()
    wait_until_kept(page, field, "LINK")


def open_preview(page: Page) -> FrameLocator:
    """Unfold the panel that shows the page as readers will see it."""
    page.locator("[data-side-panel-toggle=preview]").click()
    return page.frame_locator("[data-side-panel=preview] iframe:visible")


def press_below(page: Page, button: str) -> None:
    """Press a button of the menu at the foot of the form, unfolding the menu if it stands there."""
    if not page.locator(button).locator("visible=true").count():
        page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator(button).locator("visible=true").click()


def save_draft(page: Page) -> None:
    """Save what was typed and come back to the form."""
    press_below(page, "footer button.action-save")
    page.locator(".messages .success").wait_for()
    page.locator(f"{BODY} button").first.wait_for()


def submit(page: Page) -> None:
    """Submit the page for review and wait for the list it stands in."""
    press_below(page, "button[name=action-submit]")
    page.wait_for_url(LISTING)


def open_from_home(page: Page, title: str) -> None:
    """Open the page called `title` from the first list of the home that names it."""
    page.goto("/admin/")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url("**/edit/")


def approve(page: Page, title: str) -> None:
    """Approve the page that awaits review, without a comment."""
    open_from_home(page, title)
    press_below(
        page, "button[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])"
    )
    page.wait_for_url(LISTING)


def unpublish(page: Page, title: str) -> None:
    """Take a page back from readers."""
    open_from_home(page, title)
    page.locator("header [data-w-dropdown-target=toggle]").click()
    page.locator("a[href*='/unpublish/']:visible").click()
    page.locator("form[action*=unpublish] [type=submit]").click()
    page.wait_for_url("**/edit/")


def messages(page: Page) -> list[str]:
    """What the admin tells at the head of the page."""
    page.locator(".messages li").first.wait_for()
    return [plain(text) for text in page.locator(".messages li").all_inner_texts()]


def plain(text: str) -> str:
    """`text` with ordinary single spaces."""
    return " ".join(text.split())
