"""The customer's frontend stands beside the form from the first words on."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest
from django.contrib.auth.models import Group

from cms.accounts.models import User
from pages.models import EventReport
from tests import factories
from tests.browser import editing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "une phrase de passe pour essayer"
QUERY = "{ preview { ... on EventReport { title standfirst venue } } }"


@pytest.fixture
def frontend(live_server: Any, settings: Any, visited_hosts: list[str]) -> Iterator[None]:
    """A site on another origin, which shows what a token opens as the API tells it."""

    class Frontend(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            token = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
            headers = {"Content-Type": "application/json", "Preview-Token": token}
            question = Request(  # noqa: S310
                live_server.url + "/graphql/", json.dumps({"query": QUERY}).encode(), headers
            )
            with urlopen(question) as answer:  # noqa: S310
                told = json.load(answer)["data"]["preview"]
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            page = f"<h1>{told['title']}</h1><p>{told['standfirst']}</p><p>{told['venue']}</p>"
            self.wfile.write(page.encode())

        def log_message(self, *about: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Frontend) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        visited_hosts.append(address)
        settings.PREVIEW_URLS = {"fr": address + "?token={token}"}
        yield
        server.shutdown()


def test_new_report_is_shown_by_the_frontend_while_it_is_written(
    browser_page: Any, frontend: None
) -> None:
    user = User.objects.create_user("redacteur", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Rédacteurs"))
    factories.make_report(slug="un-autre")
    browser_page.add_init_script(editing.WATCHING)
    editing.log_in(browser_page, "redacteur", PASSWORD)
    editing.begin_report(browser_page)
    editing.until(browser_page, "window.isWatched")
    preview = editing.open_preview(browser_page)

    editing.fill(browser_page, {"id_title": "Un titre", "id_starts_at": "04/06/2025 12:00"})
    preview.get_by_role("heading", name="Un titre", exact=True).wait_for()
    assert EventReport.objects.get(slug="un-titre").live is False

    for field, text in (("standfirst", "Deux phrases."), ("venue", "Une grande salle")):
        browser_page.locator(f"#id_{field}").fill(text)
        preview.get_by_text(text).wait_for()
