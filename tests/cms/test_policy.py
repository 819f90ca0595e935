"""Each answer says what a browser may do with it, whoever gives it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils.regex_helper import normalize
from wagtail.admin.widgets import AdminPageChooser

from cms.door import Door
from cms.policy import policies
from cms.policy.policies import DATA, FRAMED_MAIL, GRAPHIQL, HEADER, MAIL, PREVIEW, SITE, policy
from cms.previews.tokens import SHARING, issue
from cms.tracing import request_id
from tests.factories import make_report

pytestmark = pytest.mark.django_db

ADMIN = "/admin/"
SCRIPTLESS = {policy(SITE), policy(MAIL), policy(FRAMED_MAIL)}
SCRIPTED = {policy(PREVIEW), policy(GRAPHIQL)}
NOT_ASKED = ("/admin/logout/",)


@pytest.fixture
def client() -> Client:
    """One that gets the answer to an exception, as a browser does."""
    return Client(raise_request_exception=False)


def directives(response: Any) -> dict[str, list[str]]:
    """What a policy says."""
    parts = [each.split() for each in response[HEADER].split("; ")]
    return {name: values for name, *values in parts}


def addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """One for each pattern, with a value in the place of each argument."""
    for pattern in resolver.url_patterns:
        for form, names in normalize(pattern.pattern.regex.pattern):
            for value in ("1", "all"):
                path = before + form % dict.fromkeys(names, value)
                if isinstance(pattern, URLResolver):
                    yield from addresses(pattern, path)
                else:
                    yield path
                if not names:
                    break


def assert_held(path: str, response: Any) -> None:
    """A page has a policy that lets no text in it run; anything else has the one of data."""
    told = directives(response)
    assert response["X-Content-Type-Options"] == "nosniff", path
    if not response.get("Content-Type", "").startswith("text/html"):
        assert response[HEADER] == DATA, path
        return
    assert told["default-src"] == told["object-src"] == told["base-uri"] == ["'none'"], path
    assert set(told.get("script-src", ())) <= {"'self'"}, path
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(told.get("script-src-attr", ())), path
    assert "form-action" in told, path
    assert "frame-ancestors" in told, path
    assert "camera=()" in response["Permissions-Policy"], path
    if not path.startswith(ADMIN):
        assert response[HEADER] in SCRIPTLESS | SCRIPTED, path


def test_every_address(client: Client, admin_client: Client) -> None:
    """Whatever it answers."""
    make_report()
    admin_client.raise_request_exception = False
    asked = {each for each in addresses(get_resolver()) if not each.startswith(NOT_ASKED)}
    statuses = set()
    for path in sorted(asked):
        response = (admin_client if path.startswith(ADMIN) else client).get(path)
        b"".join(response)
        assert_held(path, response)
        statuses.add(response.status_code)
    assert {200, 302, 404, 405} <= statuses
    assert len(asked) > 250


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", SITE),
        ("/nulle-part/", SITE),
        ("/_util/login/", SITE),
        ("/graphiql/", GRAPHIQL),
        ("/newsletter/reports/un.html", MAIL),
        ("/drafts/forged/", SITE),
    ],
)
def test_pages_outside_of_the_admin(client: Client, path: str, expected: Any) -> None:
    make_report(slug="un")
    response = client.get(path)
    assert response[HEADER] == policy(expected)
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/healthz",
        "/readyz",
        "/robots.txt",
        "/sitemap.xml",
        "/feeds/all.rss",
        "/feeds/all.json",
        "/feeds/events.ics",
        "/newsletter/items.json",
        "/newsletter/reports/un.txt",
        "/graphql/?query={__typename}",
        "/graphql/?query={nothing}",
        "/static/site/site.css",
    ],
)
def test_what_is_no_page_does_nothing_and_may_be_used_by_others(client: Client, path: str) -> None:
    make_report(slug="un")
    response = client.get(path)
    b"".join(response)
    assert response[HEADER] == DATA
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def fail(*_: Any, **__: Any) -> None:
    raise ValueError


def test_error_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    answers = {
        400: client.get("/", headers={"host": "evil.example"}),
        403: strict.post("/_util/authenticate_with_password/1/1/", {"password": "x"}),
        404: client.get("/nulle-part/"),
    }
    monkeypatch.setattr("cms.sitemap.files", fail)
    answers[500] = client.get("/sitemap.xml")
    monkeypatch.setattr("cms.outage.outage.lasts", lambda: True)
    answers[503] = client.get("/")
    for status, response in answers.items():
        assert (response.status_code, response[HEADER]) == (status, policy(SITE))
        assert b"<style" not in response.content
        assert b'<link rel="stylesheet"' in response.content


def test_what_nobody_caught_is_answered_under_a_policy() -> None:
    door = Door(fail)
    told: list[Any] = []
    environment = {"PATH_INFO": "/", "REQUEST_METHOD": "GET"}
    token = request_id.set("-")
    door(environment, lambda status, headers, *_: told.extend([status, dict(headers)]))
    request_id.reset(token)
    assert told[0].startswith("500")
    assert told[1][HEADER] == DATA
    assert told[1]["X-Content-Type-Options"] == "nosniff"


def test_the_admin_frames_previews_and_the_customers_frontend(
    admin_client: Client, settings: Any
) -> None:
    settings.PREVIEW_URLS = {"fr": "https://www.example.org:8443/apercu?token={token}"}
    screen = directives(admin_client.get("/admin/"))
    assert screen["frame-src"] == ["'self'", "https://www.example.org:8443"]
    assert screen["frame-ancestors"] == ["'none'"]
    assert screen["connect-src"] == ["'self'"]
    assert screen["img-src"] == ["'self'", *settings.MEDIA_ORIGINS, "data:", "blob:"]


@pytest.mark.parametrize("name", ["SITE", "PREVIEW", "ADMIN", "MAIL", "FRAMED_MAIL", "GRAPHIQL"])
def test_no_policy_lets_anything_inline_run(name: str) -> None:
    made = policy(getattr(policies, name))
    told = {each.split()[0]: each.split()[1:] for each in made.split("; ")}
    assert told["default-src"] == told["object-src"] == told["base-uri"] == ["'none'"]
    assert told.get("script-src", ["'self'"]) == ["'self'"]
    assert told.get("connect-src", ["'self'"]) == ["'self'"]
    assert set(told["form-action"]) <= {"'self'", "'none'"}
    assert "unsafe-eval" not in made
    assert ("style-src 'unsafe-inline'" in made) == name.endswith("MAIL")


def test_a_preview_is_framed_by_the_admin_alone(admin_client: Client) -> None:
    report = make_report()
    shown = admin_client.get(f"/admin/pages/{report.pk}/view_draft/")
    assert shown[HEADER] == policy(PREVIEW)
    assert directives(shown)["frame-ancestors"] == ["'self'"]


def test_a_shared_draft_runs_no_script(client: Client, admin_user: Any) -> None:
    token = issue(make_report(), admin_user, signer=SHARING)
    client.force_login(admin_user)
    shown = client.get(f"/drafts/{token}/")
    assert shown.status_code == 200
    assert shown[HEADER] == policy(SITE)
    assert b"<script src" not in shown.content


def test_pictures_and_sign_in_elsewhere_are_told_in_the_settings(settings: Any) -> None:
    """Where the origins of both end up."""
    made = policy({"img-src": ("'self'", "https://files.example.org")})
    assert made.startswith("default-src 'none'; img-src 'self' https://files.example.org; ")
    assert ("'self'", *settings.MEDIA_ORIGINS) == policies.PICTURES


def test_admin_writes_no_inline_script(admin_client: Client) -> None:
    report = make_report()
    shown = admin_client.get(f"/admin/pages/{report.pk}/edit/").content.decode()
    assert "<script>" not in shown
    assert 'data-start="initDateTimeChooser"' in shown
    assert 'data-start="InlinePanel"' in shown


def test_a_chooser_that_is_started_otherwise_is_refused() -> None:
    """Rather than left without what it does."""

    class Other(AdminPageChooser):
        def render_js_init(self, *about: Any) -> str:
            return "let a = 1; new PageChooser(a);"

    with pytest.raises(ValueError, match="Other is started by more than a call"):
        Other().render("page", None, {"id": "id_page"})
