"""A token opens one object, for one user and a time; whatever ends it looks the same."""

import logging
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission

from cms.previews.tokens import NotPreviewableError, issue, revoke
from pages.models import EventReport
from snippets.models import Person
from tests.factories import make_organisation, make_person, make_report, make_sector

QUERY = "{ preview { __typename } eventReports { totalCount } }"
REFUSED = {
    "errors": [
        {
            "message": "Preview-Token: this token opens nothing, or no more. "
            "Ask for a new preview in the admin.",
            "extensions": {"code": "PREVIEW_REFUSED"},
        }
    ]
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Any:
    user = get_user_model().objects.create_user(username="redactrice")
    user.groups.add(Group.objects.get(name="Rédacteurs"))
    return user


@pytest.fixture
def send(client: Client) -> Any:
    def sent(token: str, query: str = QUERY, **headers: str) -> Any:
        given = {"Preview-Token": token, **headers}
        return client.get("/graphql/", {"query": query}, headers=given)

    return sent


def is_refused(response: Any) -> bool:
    return response.status_code == 403 and response.json() == REFUSED


def test_editor_previews_pages_and_records(send: Any, editor: Any) -> None:
    for thing, name in ((make_report(live=False), "EventReport"), (make_person(), "Person")):
        response = send(issue(thing, editor))
        assert response.json()["data"]["preview"] == {"__typename": name}


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "é",
        "a:b",
        "." + "A" * 40 + ":x",
        "x" * 5000,
        "null",
    ],
)
def test_what_is_no_token_is_refused(send: Any, token: str) -> None:
    assert is_refused(send(token))


def test_what_was_signed_for_something_else_is_refused(send: Any, admin_user: Any) -> None:
    ours, others = Signer(salt="cms.previews"), Signer(salt="other")
    report = make_report()
    published = report.last_published_at.isoformat()
    name = ["pages.eventreport", report.pk, admin_user.pk, 9_999_999_999, published, 0]
    assert not is_refused(send(ours.sign_object(name)))
    assert is_refused(send(others.sign_object(name)))
    assert is_refused(send(ours.sign_object(name[:-1])))
    assert is_refused(send(ours.sign_object(["auth.user", *name[1:]])))


def test_tampered_token_is_refused(send: Any, editor: Any) -> None:
    token = issue(make_report(live=False), editor)
    said, signature = token.split(":")
    other = issue(make_report(live=False), editor)
    assert is_refused(send(f"{other.split(':')[0]}:{signature}"))
    assert is_refused(send(f"{said}:{signature[:-1]}"))
    assert not is_refused(send(token))


def test_blank_header_is_none(send: Any) -> None:
    assert send(" ").json()["data"] == {"preview": None, "eventReports": {"totalCount": 0}}


def test_token_expires(send: Any, editor: Any, settings: Any) -> None:
    settings.PREVIEW_HOURS = 2
    token = issue(make_report(live=False), editor)
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=59)):
        assert not is_refused(send(token))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert is_refused(send(token))


def test_no_hours_turn_previews_off(send: Any, editor: Any, settings: Any) -> None:
    settings.PREVIEW_HOURS = 0
    assert is_refused(send(issue(make_report(live=False), editor)))


def test_token_dies_with_the_draft(send: Any, editor: Any) -> None:
    report, person = make_report(), make_person()
    report.title, person.name = "Draft", "Draft"
    for thing in (report, person):
        revision = thing.save_revision()
        token = issue(thing, editor)
        assert not is_refused(send(token))
        revision.publish()
        assert is_refused(send(token))
        assert not is_refused(send(issue(thing, editor)))


def test_token_follows_the_draft(send: Any, editor: Any) -> None:
    report = make_report(live=False)
    token = issue(report, editor)
    report.title = "Written on"
    report.save_revision()
    answer = send(token, "{ preview { ... on Page { title } } }").json()
    assert answer["data"] == {"preview": {"title": "Written on"}}


def test_token_dies_with_the_object(send: Any, editor: Any) -> None:
    report = make_report(live=False)
    token = issue(report, editor)
    EventReport.objects.get().delete()
    assert is_refused(send(token))


def test_revoked_token_is_refused_and_a_new_one_is_not(send: Any, editor: Any) -> None:
    report, other = make_report(live=False), make_report(live=False)
    token, of_other = issue(report, editor), issue(other, editor)
    for _ in range(2):
        revoke(report)
        assert is_refused(send(token))
        token = issue(report, editor)
        assert not is_refused(send(token))
    assert not is_refused(send(of_other))


def test_token_dies_with_the_right_of_its_user(send: Any, editor: Any, admin_user: Any) -> None:
    report, person = make_report(live=False), make_person(live=False)
    tokens = [issue(thing, editor) for thing in (report, person)]
    of_others = [issue(thing, admin_user) for thing in (report, person)]
    GroupPagePermission.objects.filter(group__name="Rédacteurs").delete()
    assert [is_refused(send(token)) for token in tokens] == [True, False]
    editor.groups.clear()
    assert [is_refused(send(token)) for token in tokens] == [True, True]
    assert [is_refused(send(token)) for token in of_others] == [False, False]


@pytest.mark.parametrize("end", ["deactivate", "delete"])
def test_token_dies_with_its_user(send: Any, editor: Any, end: str) -> None:
    token = issue(make_report(live=False), editor)
    if end == "delete":
        editor.delete()
    else:
        get_user_model().objects.filter(pk=editor.pk).update(is_active=False)
    assert is_refused(send(token))


def test_refusal_costs_the_same_whatever_its_cause(send: Any, editor: Any) -> None:
    report = make_report(live=False)
    revoked = issue(report, editor)
    revoke(report)
    expired = issue(report, editor)
    wrong = expired[:-1]
    costs = set()
    for token in (revoked, expired, wrong):
        with (
            time_machine.travel(timezone.now() + timedelta(days=3)),
            CaptureQueriesContext(connection) as captured,
        ):
            assert is_refused(send(token))
        costs.add(len(captured))
    assert costs == {3}


@pytest.mark.usefixtures("uncached")
def test_no_token_costs_nothing(client: Client, send: Any) -> None:
    with CaptureQueriesContext(connection) as captured:
        client.get("/graphql/", {"query": "{ __typename preview { id } }"})
    assert len(captured) == 0


def test_no_token_for_what_has_no_drafts_or_may_not_be_edited(editor: Any) -> None:
    with pytest.raises(NotPreviewableError, match="has no drafts"):
        issue(make_sector(), editor)
    with pytest.raises(NotPreviewableError, match="may not edit"):
        issue(make_report(), get_user_model().objects.create_user(username="visitor"))


def test_answers_with_a_token_are_for_nobody_else(send: Any, editor: Any, client: Client) -> None:
    for token in (issue(make_report(live=False), editor), "wrong"):
        response = send(token)
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "no-referrer"
        assert {"Accept", "Preview-Token"} <= set(response["Vary"].split(", "))
    of_readers = client.get("/graphql/", {"query": QUERY})
    assert "Preview-Token" in of_readers["Vary"].split(", ")
    assert "X-Robots-Tag" not in of_readers
    assert "no-store" not in of_readers.get("Cache-Control", "")


def test_previews_tell_how_long_they_took(send: Any, editor: Any, client: Client) -> None:
    response = send(issue(make_report(live=False), editor))
    assert response["Server-Timing"].startswith("preview;dur=")
    assert "Server-Timing" not in client.get("/graphql/", {"query": QUERY})


def test_refused_token_is_told_before_the_operation(send: Any) -> None:
    assert is_refused(send("wrong", "{ nothing }"))
    assert is_refused(send("wrong", Accept="application/graphql-response+json"))


def test_browsers_of_other_origins_may_send_tokens(client: Client) -> None:
    asked = {
        "Origin": "https://www.example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,preview-token",
    }
    response = client.options("/graphql/", headers=asked)
    assert "preview-token" in response["Access-Control-Allow-Headers"]


def test_limits_hold_for_previews(send: Any, editor: Any) -> None:
    token = issue(make_report(live=False), editor)
    response = send(token, "{ " + "a { " * 20 + "b" + " }" * 21)
    assert response.json()["errors"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"


def test_token_is_in_no_log(
    send: Any, editor: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    report = make_report(live=False)
    token = issue(report, editor)
    monkeypatch.setattr("pages.models.EventReport.reading_minutes", property(lambda page: 1 / 0))
    response = send(token, "{ preview { ... on EventReport { readingMinutes } } }")
    assert response.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    revoke(report)
    send(token)
    assert "ZeroDivisionError" in caplog.text
    assert token not in caplog.text
    assert token.split(":")[0] not in caplog.text


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command("previews", *map(str, arguments), stdout=out)
    return out.getvalue().strip()


def test_command_issues_and_revokes(send: Any, editor: Any) -> None:
    report, company = make_report(live=False, title="Midi"), make_organisation(live=False)
    token = run("issue", "eventreport", report.pk, "--user", "redactrice")
    of_company = run("issue", "organisation", company.pk, "--user", "redactrice")
    assert not is_refused(send(token))
    told = run("revoke", "eventreport", report.pk)
    assert told == "Every token of Midi is worthless from now on."
    assert is_refused(send(token))
    assert not is_refused(send(of_company))


def test_command_says_what_is_wrong(editor: Any) -> None:
    person = make_person()
    editor.groups.clear()
    for arguments, sentence in (
        (("issue", "person", person.pk, "--user", "nobody"), "There is no user nobody."),
        (("issue", "person", 0, "--user", "redactrice"), "There is no person 0."),
        (
            ("issue", "person", person.pk, "--user", "redactrice"),
            f"redactrice may not edit {person.name}.",
        ),
        (("revoke", "person", 0), "There is no person 0."),
    ):
        with pytest.raises(CommandError, match=sentence):
            run(*arguments)
    assert Person.objects.count() == 1
