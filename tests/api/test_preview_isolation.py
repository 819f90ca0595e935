"""A preview is seen by nobody but who sent the token."""

from threading import Barrier
from typing import Any

import pytest
from django.test import Client

from tests.api.drafting import change, titles
from tests.factories import make_report
from tests.threads import beside

TITLE = "{ preview { ... on Page { title } } eventReports { nodes { title } } }"


def test_next_answer_is_the_readers_again(preview: Any, ask: Any) -> None:
    report = change(make_report(title="Public"), title="Draft")
    assert titles(preview(report, TITLE)["eventReports"]) == ["Draft"]
    assert ask(TITLE) == {"preview": None, "eventReports": {"nodes": [{"title": "Public"}]}}


def test_failed_preview_leaves_nothing_behind(
    client: Client, token: Any, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = change(make_report(title="Public"), title="Draft")
    headers = {"Preview-Token": token(report)}

    def fail(*arguments: Any) -> None:
        raise SystemError

    with monkeypatch.context() as patched:
        patched.setattr("cms.api.view.answer", fail)
        response = client.get("/graphql/", {"query": "{ __typename }"}, headers=headers)
        assert response.status_code == 500
    assert titles(ask(TITLE)["eventReports"]) == ["Public"]


@pytest.mark.django_db(transaction=True)
def test_answers_made_at_the_same_time_keep_to_themselves(token: Any) -> None:
    reports = [change(make_report(title="Public"), title=f"Draft {name}") for name in "ab"]
    tokens = [token(reports[0]), token(reports[1]), None]
    together, got = Barrier(3), {}

    def ask_often(number: int) -> None:
        headers = {"Preview-Token": tokens[number]} if tokens[number] else {}
        browser, answers = Client(), set()
        for _ in range(5):
            together.wait(timeout=30)
            response = browser.get("/graphql/", {"query": TITLE}, headers=headers)
            answers.add(" ".join(sorted(titles(response.json()["data"]["eventReports"]))))
        got[number] = answers

    threads = [beside(ask_often, number) for number in range(3)]
    for thread in threads:
        thread.join()
    assert got == {0: {"Draft a Public"}, 1: {"Draft b Public"}, 2: {"Public Public"}}
