"""An editor pastes a text from Word into a new report, with the keyboard."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group

from cms.accounts.models import User
from pages.models import EventReport
from tests import factories
from tests.browser import editing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "une phrase de passe pour essayer"
HTML = """<p class=MsoTitle>Une rencontre imaginaire</p>
<p class=MsoNormal><b>Le début</b>, avec un <a href="https://example.org/">lien</a>.</p>
<h1>Ce qui s’est dit</h1>
<p class=MsoNormal>La salle écoutait. « Nous avons gagné deux années entières ici », explique Camille Exemple, élue.</p>
<p><img src="https://tracker.invalid/x.png">Fin.</p>"""
WRITE = """html => navigator.clipboard.write([new ClipboardItem({
    "text/html": new Blob([html], {type: "text/html"}),
    "text/plain": new Blob([html.replace(/<[^>]+>/g, "")], {type: "text/plain"}),
})])"""


@pytest.fixture
def page(browser_page: Any) -> Any:
    """The admin, in which an editor is signed in."""
    user = User.objects.create_user("redactrice", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Rédacteurs"))
    browser_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    editing.log_in(browser_page, "redactrice", PASSWORD)
    return browser_page


def types(page: Any) -> list[str]:
    """The types of the blocks that stand in the form."""
    inputs = page.locator("input[name^=body-][name$=-type]").all()
    deleted = page.locator("input[name^=body-][name$=-deleted][value='1']").all()
    gone = {each.get_attribute("name").removesuffix("-deleted") for each in deleted}
    return [
        each.input_value()
        for each in inputs
        if each.get_attribute("name").removesuffix("-type") not in gone
    ]


def test_pasted_text_becomes_blocks(page: Any, grave_violations: Any) -> None:
    person = factories.make_person(name="Camille Exemple")
    editing.begin_report(page)
    page.evaluate(WRITE, HTML)
    box = page.get_by_label(editing.in_french("A text from Word, a mail or elsewhere"))
    box.focus()
    page.keyboard.press("Control+V")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    status = page.locator(".pasted-text [role=status]")
    status.get_by_text("Ajoutés").wait_for()
    assert "1 intertitre, 3 paragraphes, 1 citation" in status.inner_text()
    expected = ["paragraph", "heading", "paragraph", "quote", "paragraph"]
    assert types(page) == expected
    assert page.locator("#id_title").input_value() == "Une rencontre imaginaire"
    box_and_all_in_it = page.locator(".pasted-text").evaluate("box => box.outerHTML")
    violations = [each.partition(": ")[2] for each in grave_violations()]
    assert [html for html in violations if html in box_and_all_in_it] == []

    page.get_by_role("button", name=editing.in_french("Take these blocks out again")).click()
    status.get_by_text("Les blocs sont retirés").wait_for()
    assert types(page) == []
    assert page.locator("#id_title").input_value() == ""
    page.get_by_role("button", name=editing.in_french("Split into blocks")).click()
    status.get_by_text("Ajoutés").wait_for()

    editing.fill(
        page, {"id_starts_at": editing.typed(datetime(2026, 9, 8, 12, tzinfo=factories.PARIS))}
    )
    editing.save_draft(page)
    report = EventReport.objects.get().get_latest_revision_as_object()
    assert report.title == "Une rencontre imaginaire"
    assert [block.block_type for block in report.body] == expected
    assert str(report.body[0].value.source).startswith("<p")
    assert '<a href="https://example.org/">lien</a>' in report.body[0].value.source
    assert report.body[3].value["person"] == person
    assert report.body[3].value["role"] == "élue"
