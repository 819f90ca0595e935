"""The end of a run looks for secrets in all that was logged, and would find one."""

import json
import logging
import os
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.contrib.sessions.backends.db import SessionStore
from django.core.signing import Signer
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from cms.logs import access
from tests.logged import finding, noting
from tests.logged.finding import leaks_in
from tests.logged.plugin import FOLDER, Logged

SECRET = "k3y-of-a-session-1234"


def write(folder: Path, *lines: str) -> None:
    """What two processes left behind."""
    (folder / "1.used").write_text(json.dumps([["a session key", SECRET]]))
    (folder / "2.used").write_text(json.dumps([["a password", "court"]]))
    (folder / "2.log").write_text("\n".join(["{}", *lines]))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (f"GET /?session={SECRET}.", "a session key"),
        (SECRET, "a session key"),
        ("made wagtail_abc123def456ghi", "a token of a tool"),
        ("signed with whsec_AAAA+BBBB=", "a secret of a webhook"),
        ("Cookie: sessionid=abc", "a cookie"),
        ("Authorization: Bearer abc.def-ghi", "an authorization"),
        ("mail to jeanne@parc.example", "an e-mail address"),
        ("from 203.0.113.77", "an address of a machine"),
        ('{"path":"/feeds/all.rss?q=a"}', "a query string"),
    ],
)
def test_secret_of_another_process_is_found(tmp_path: Path, line: str, what: str) -> None:
    write(tmp_path, line)
    assert leaks_in(tmp_path) == [(what, line)]


@pytest.mark.parametrize(
    "line",
    [
        SECRET[:-1],
        "court",
        "wagtail_hooks and wagtail_localize_something",
        "GET /drafts/… 200",
        "Bearer …",
        "Listening at: http://127.0.0.1:8000",
        "…@…",
        '{"path":"/feeds/all.rss?…"}',
    ],
)
def test_what_is_no_secret_is_let_pass(tmp_path: Path, line: str) -> None:
    write(tmp_path, line)
    assert leaks_in(tmp_path) == []


@pytest.mark.django_db
def test_secrets_are_noted_where_they_are_used(client: Client, rf: RequestFactory) -> None:
    session = SessionStore()
    session.create()
    masked = get_token(rf.get("/"))
    authenticate(rf.get("/"), username="qui", password="un mot de passe à moi")
    signed = Signer().sign_object({"a": 1})
    client.get("/feeds/all.json?utm_campaign=juin+2025")
    query = "query ($q: String) { __typename @include(if: true) a: __typename }"
    asked = {"query": query, "variables": {"q": "ce que je cherche"}}
    client.post("/graphql/", asked, content_type="application/json")
    assert noting.used >= {
        ("a session key", session.session_key),
        ("a CSRF token", masked),
        ("a password", "un mot de passe à moi"),
        ("a signed token", signed),
        ("a query string", "utm_campaign=juin+2025"),
        ("a variable of GraphQL", "ce que je cherche"),
    }


def test_lines_of_this_process_stand_in_the_folder(pytestconfig: pytest.Config) -> None:
    plugin: Logged = pytestconfig.pluginmanager.getplugin("logged")
    logging.getLogger("cms").warning("A line that is looked for: %s", "hors-d-œuvre")
    access.put('{"a": "line about a request"}\n')
    plugin.file.file.flush()
    written = Path(plugin.file.file.name)
    assert os.environ[FOLDER] == str(plugin.folder)
    assert written.parent == plugin.folder
    assert written.match(finding.LINES)
    lines = written.read_text().splitlines()
    assert '{"a": "line about a request"}' in lines
    assert any('"message":"A line that is looked for: hors-d-œuvre"' in line for line in lines)
