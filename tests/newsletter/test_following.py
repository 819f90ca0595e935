"""Who follows the news of a feed gets each story once and every withdrawal, whoever writes meanwhile."""

from typing import Any

import pytest
from django.test import Client

from cms.publishing.journal import one_change
from tests.factories import make_report
from tests.threads import beside

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


class Tool:
    """A newsletter tool that asks again and again where the last answer told it to."""

    def __init__(self) -> None:
        self.address = "/feeds/all.json"
        self.received: list[str] = []
        self.withdrawn: list[str] = []
        self.look()

    def look(self) -> None:
        feed = Client().get(self.address).json()
        self.received += [item["title"] for item in feed["items"]]
        self.withdrawn += [each["id"] for each in feed["_technopole"]["withdrawn"]]
        self.address = feed["_technopole"]["news_url"].replace("http://localhost", "")


def test_tool_that_polls_misses_nothing_and_gets_nothing_twice() -> None:
    reports = [
        make_report(title=f"{number}", live=False, first_published_at=None) for number in range(12)
    ]
    old = [make_report(title=f"ancien {number}") for number in range(4)]
    tool = Tool()
    assert sorted(tool.received) == [each.title for each in old]
    tool.received.clear()

    def publish(some: list[Any]) -> None:
        for report in some:
            with one_change():
                report.save_revision().publish()
            with one_change():
                report.standfirst = "Corrigé."
                report.save_revision().publish()

    def withdraw() -> None:
        for report in old:
            with one_change():
                report.unpublish()

    threads = [beside(publish, reports[start::3]) for start in range(3)]
    threads.append(beside(withdraw))
    while any(thread.is_alive() for thread in threads):
        tool.look()
    for thread in threads:
        thread.join()
    tool.look()
    assert sorted(tool.received, key=int) == [report.title for report in reports]
    assert len(tool.withdrawn) == len(set(tool.withdrawn)) == len(old)
