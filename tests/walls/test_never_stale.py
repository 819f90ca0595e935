"""Two serving processes, one database, eight clients: nobody sees what was there before a commit."""

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from http.client import HTTPConnection
from threading import Event, Thread

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.publishing.journal import one_change
from pages.models import EventReport
from tests.factories import make_photo, make_report, make_standard_page
from tests.processes import serving
from tests.valkey import valkey

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
QUERY = """{
  eventReports { totalCount nodes { title path cover { alt } } }
  pages(kinds: [STANDARD_PAGE]) { nodes { path } }
}"""
BODY = json.dumps({"query": QUERY})
JSON = {"Content-Type": "application/json"}


@pytest.fixture(params=["each keeps its own", "answers are shared"])
def sharing(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """What processes are told that keep their answers for themselves, or share them as well."""
    if request.param == "each keeps its own":
        yield {}
        return
    with valkey() as server:
        yield {"CACHE_URL": server.connection_url, "SECRET_KEY": secrets.token_urlsafe(50)}
        with closing(server.client()) as client:
            assert client.info("stats")["keyspace_hits"] > 0


def answer_of(server: HTTPConnection) -> str:
    server.request("POST", "/graphql/", BODY, JSON)
    return json.dumps(json.loads(server.getresponse().read())["data"])


def ask_one_after_the_other(*ports: int) -> None:
    """Ask what nobody asked yet: whoever is asked later may find what the first made."""
    question = json.dumps({"query": f"query Later {QUERY}"})
    for port in ports:
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as server:
            server.request("POST", "/graphql/", question, JSON)
            assert server.getresponse().status == 200


class Story:
    """What readers may see, state after state; and what clients saw, between which of them."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.seen: list[tuple[int, str, int]] = []
        self.over = Event()

    def goes_on(self) -> None:
        """A commit is through: from now on nobody may see what was there before."""
        answer = Client().post("/graphql/", BODY, content_type="application/json").json()
        self.states.append(json.dumps(answer["data"]))
        time.sleep(0.3)

    def follow(self, port: int) -> None:
        """Ask again and again."""
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as server:
            while not self.over.is_set():
                begun = len(self.states)
                answer = answer_of(server)
                self.seen.append((begun, answer, len(self.states)))

    def stale(self) -> list[tuple[int, str, int]]:
        """What was seen and was not the truth at any time between question and answer. The state
        after the last one known then may have been committed already."""
        return [
            (begun, answer, ended)
            for begun, answer, ended in self.seen
            if answer not in self.states[max(begun - 1, 0) : ended + 1]
        ]


def acts() -> Iterator[None]:
    """What editors do, each in a transaction of its own."""
    with one_change():
        report = make_report(title="Avant", cover=(photo := make_photo()))
    yield
    with one_change():
        edited = EventReport.objects.get(pk=report.pk)
        edited.title = "Après"
        edited.save_revision().publish()
    yield
    with one_change():
        photo.description = "Une autre image"
        photo.save()
    yield
    with one_change():
        EventReport.objects.get(pk=report.pk).unpublish()
    yield
    with one_change():
        EventReport.objects.get(pk=report.pk).get_latest_revision().publish()
    yield
    with one_change():
        hidden = PageViewRestriction.objects.create(
            page=Page.objects.get(pk=report.pk), restriction_type="login"
        )
    yield
    with one_change():
        hidden.delete()
    yield
    with one_change():
        above, below = make_standard_page(title="Ici"), make_standard_page(title="Là")
    yield
    with one_change():
        below.move(above, pos="last-child")
    yield
    with one_change():
        ending = EventReport.objects.get(pk=report.pk)
        ending.expire_at = timezone.now() + timedelta(seconds=6)
        ending.save_revision().publish()
    yield
    time.sleep(max(0, (ending.expire_at - timezone.now()).total_seconds()) + 0.01)
    yield
    with one_change():
        EventReport.objects.get(pk=report.pk).delete()
    yield


@pytest.mark.usefixtures("uncached")
def test_no_client_sees_what_was_there_before_a_commit(sharing: dict[str, str]) -> None:
    story = Story()
    with serving(**sharing) as one, serving(**sharing) as other:
        story.goes_on()
        clients = [Thread(target=story.follow, args=[port]) for port in (one.port, other.port) * 4]
        for client in clients:
            client.start()
        try:
            for _ in acts():
                story.goes_on()
        finally:
            story.over.set()
            for client in clients:
                client.join()
        ask_one_after_the_other(one.port, other.port)
    assert len(story.seen) > 8 * len(story.states)
    assert {answer for _, answer, _ in story.seen} >= set(story.states)
    assert story.stale() == []
