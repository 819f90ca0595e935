"""GraphiQL in a real browser, under its policy."""

from typing import Any

import pytest

from tests.factories import make_report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_example_runs_and_nothing_breaks_the_policy(browser_page: Any) -> None:
    make_report(title="Une rencontre")
    complaints: list[str] = []
    browser_page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    browser_page.on("pageerror", lambda error: complaints.append(str(error)))
    browser_page.add_init_script(
        "document.addEventListener('securitypolicyviolation', event => console.error("
        "event.violatedDirective + ' ' + event.blockedURI))"
    )
    browser_page.goto("/graphiql/")
    assert browser_page.locator(".graphiql-tab").count() == 4
    browser_page.get_by_role("button", name="Execute query").click()
    browser_page.locator(".result-window", has_text="Une rencontre").wait_for()
    browser_page.get_by_role("button", name="Show Documentation Explorer").click()
    browser_page.locator(".graphiql-doc-explorer", has_text="Query").first.wait_for()
    assert complaints == []
