"""Who comes in, where to, and that there is no other way."""

import re
import time
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import PageViewRestriction

from tests import factories
from tests.accounts.conftest import PASSWORD, WRONG, Visitor, make_editor

DOOR = "/admin/login/"
HOME = "/admin/"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["redactrice", "redactrice@example.org", " redactrice "])
def test_user_name_and_address_open(redactrice: Any, visitor: Visitor, name: str) -> None:
    answer = visitor.try_password(name, PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (302, HOME)
    assert visitor.is_in


def test_session_is_another_one_after_signing_in(redactrice: Any, visitor: Visitor) -> None:
    visitor.client.cookies["sessionid"] = "a" * 32
    visitor.try_password("redactrice", PASSWORD)
    assert visitor.client.cookies["sessionid"].value != "a" * 32
    assert visitor.client.cookies["sessionid"]["httponly"]
    assert visitor.client.cookies["sessionid"]["samesite"] == "Lax"


@pytest.mark.parametrize(
    ("following", "leads_to"),
    [
        ("/admin/account/", "/admin/account/"),
        ("https://evil.example/", HOME),
        ("//evil.example/", HOME),
        ("/\\evil.example", HOME),
        ("javascript:alert(1)", HOME),
    ],
)
def test_next_leads_on_but_to_no_other_host(
    redactrice: Any, visitor: Visitor, following: str, leads_to: str
) -> None:
    asked = visitor.client.get(DOOR, {"next": following})
    [kept] = re.findall(r'name="next" value="([^"]*)"', asked.content.decode())
    assert kept == leads_to
    for form in ({"next": following}, {"next": kept}):
        answer = Visitor().try_password("redactrice", PASSWORD, **form)
        assert answer.headers["Location"] == leads_to


def test_nobody_keeps_the_door(visitor: Visitor) -> None:
    for answer in (visitor.client.get(DOOR), visitor.try_password("x")):
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "name", ["nobody", "nobody@example.org", "redactrice", "redactrice@example.org", "partie"]
)
def test_wrong_unknown_and_closed_look_the_same(
    redactrice: Any, visitor: Visitor, name: str
) -> None:
    make_editor("partie", is_active=False)
    answer = visitor.try_password(name, PASSWORD if name == "partie" else WRONG)
    assert answer.status_code == 200
    assert (
        answer.context["form"].non_field_errors()
        == visitor.try_password("nobody at all").context["form"].non_field_errors()
    )
    assert not visitor.is_in


def hashes(visitor: Visitor, monkeypatch: pytest.MonkeyPatch, name: str) -> int:
    """How many passwords are hashed for a try, which is what takes the time."""
    made = []
    encode = MD5PasswordHasher.encode
    with monkeypatch.context() as counting:
        counting.setattr(
            MD5PasswordHasher,
            "encode",
            lambda self, *rest: made.append(1) or encode(self, *rest),
        )
        visitor.try_password(name)
    return len(made)


@pytest.mark.parametrize(
    "name",
    [
        "nobody",
        "n@example.org",
        "redactrice@example.org",
        "partie",
        "partie@example.org",
        "par-fournisseur",
        "b@example.org",
        "c@example.org",
        "deux@example.org",
        "DEUX@example.org",
        "Anne",
        "ANNE",
    ],
)
def test_time_tells_nothing_either(
    redactrice: Any, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    make_editor("partie", is_active=False)
    users = get_user_model().objects
    users.create_user("par-fournisseur")
    users.create_user("b@example.org", "b@example.org", PASSWORD)
    users.create_user("c@example.org", "un@example.org", PASSWORD)
    users.create_user("c", "c@example.org", PASSWORD)
    for each in ("anne", "Anne", "bea", "chloe"):
        users.create_user(each, "deux@example.org", PASSWORD)
    assert hashes(visitor, monkeypatch, name) == hashes(visitor, monkeypatch, "redactrice") == 1


def test_reader_without_the_admin_is_told_so_and_does_not_turn_in_circles(
    visitor: Visitor,
) -> None:
    get_user_model().objects.create_user("lectrice", password=PASSWORD)
    visitor.try_password("lectrice", PASSWORD)
    answer = visitor.client.get(HOME, follow=True)
    assert answer.status_code == 200
    assert "lectrice" in strip_tags(answer.content.decode())
    assert "id_password" in answer.content.decode()


def test_somebody_else_can_sign_in_in_the_same_browser(redactrice: Any, visitor: Visitor) -> None:
    other = make_editor("autre")
    visitor.try_password("redactrice", PASSWORD)
    visitor.try_password("autre", PASSWORD)
    assert visitor.client.session["_auth_user_id"] == str(other.pk)


def test_signing_out_needs_a_form(redactrice: Any, visitor: Visitor) -> None:
    visitor.try_password("redactrice", PASSWORD)
    assert visitor.client.get("/admin/logout/").status_code == 405
    assert visitor.is_in
    visitor.client.post("/admin/logout/")
    assert not visitor.is_in


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_readers_of_private_pages_pass_the_same_door(visitor: Visitor, prefix: str) -> None:
    get_user_model().objects.create_user("lectrice", password=PASSWORD)
    report = factories.make_report()
    PageViewRestriction.objects.create(page=report, restriction_type="login")
    asked = visitor.client.get(f"{prefix}/_util/login/", {"next": report.url})
    assert asked.headers["Location"].startswith(f"{DOOR}?next=/")
    form = {"username": "lectrice", "password": PASSWORD, "next": report.url}
    sent = Client(enforce_csrf_checks=True).post(f"{prefix}/_util/login/", form)
    assert (sent.status_code, sent.cookies.keys()) == (302, set())
    answer = visitor.try_password("lectrice", PASSWORD, next=report.url)
    assert answer.headers["Location"] == report.url
    assert report.title in visitor.client.get(report.url).content.decode()


def test_a_new_password_ends_other_sessions(redactrice: Any) -> None:
    here, there = Visitor(), Visitor("192.0.2.2")
    for each in (here, there):
        each.try_password("redactrice", PASSWORD)
    redactrice.set_password("encore une phrase de passe")
    redactrice.save()
    assert not here.is_in
    assert not there.is_in


def test_asking_for_a_new_password_tells_nothing(
    redactrice: Any, visitor: Visitor, settings: Any
) -> None:
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True
    reset = reverse("wagtailadmin_password_reset")
    known = visitor.client.post(reset, {"email": "redactrice@example.org"})
    unknown = visitor.client.post(reset, {"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 302
    assert known.headers["Location"] == unknown.headers["Location"]
    wait_for(lambda: len(mail.outbox) == 1)
    assert mail.outbox[0].to == ["redactrice@example.org"]


def test_nobody_asks_for_passwords_again_and_again(visitor: Visitor, settings: Any) -> None:
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True
    reset = reverse("wagtailadmin_password_reset")
    asked = [
        visitor.client.post(reset, {"email": "nobody@example.org"}).status_code for _ in range(6)
    ]
    assert asked == [302] * 5 + [429]


def test_without_mail_there_is_no_new_password(visitor: Visitor) -> None:
    assert visitor.client.get(reverse("wagtailadmin_password_reset")).status_code == 404


def wait_for(happened: Any) -> None:
    until = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.01)
