"""An e-mail address opens to one user."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.test import Client
from django.urls import reverse

from cms.accounts.models import User
from tests.accounts.conftest import PASSWORD, Visitor, make_editor

SHARED = "redaction@example.org"
TOLD = "Un autre compte a déjà cette adresse."
pytestmark = pytest.mark.django_db


def opened(name: str) -> str | None:
    """The user name of who is in after the right password with a name."""
    visitor = Visitor()
    visitor.try_password(name, PASSWORD)
    key = visitor.client.session.get("_auth_user_id")
    return key and User.objects.get(pk=key).username


@pytest.fixture
def two(db: None) -> None:
    """Users who share an address, however it is written."""
    User.objects.create_user("anne", SHARED, PASSWORD)
    User.objects.create_user("bea", SHARED.upper(), PASSWORD)


@pytest.mark.usefixtures("two")
def test_shared_address_opens_to_neither_and_user_names_to_each() -> None:
    assert [opened(name) for name in (SHARED, SHARED.upper())] == [None, None]
    assert [opened(name) for name in ("anne", "bea")] == ["anne", "bea"]
    User.objects.filter(username="bea").update(email="bea@example.org")
    assert [opened(name) for name in (SHARED, "bea@example.org")] == ["anne", "bea"]


def test_user_name_goes_before_the_address_of_another(redactrice: User) -> None:
    User.objects.create_user("redactrice@example.org", "elle@example.org", PASSWORD)
    assert opened("redactrice@example.org") == "redactrice@example.org"


def test_user_names_that_differ_by_case_alone_open_to_each() -> None:
    for name in ("anne", "Anne"):
        User.objects.create_user(name, password=PASSWORD)
    assert [opened(name) for name in ("anne", "Anne", "ANNE")] == ["anne", "Anne", None]


@pytest.mark.usefixtures("two")
def test_check_tells_who_shares_an_address(redactrice: User) -> None:
    for name in ("sans", "aussi-sans"):
        User.objects.create_user(name)
    told = [each for each in run_checks(databases=["default"]) if each.id == "accounts.W001"]
    assert [each.msg for each in told] == [
        "2 users share their e-mail address with another: anne, bea."
    ]
    User.objects.filter(username="bea").delete()
    assert "accounts.W001" not in {each.id for each in run_checks(databases=["default"])}


def test_check_asks_no_table_before_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", list)
    monkeypatch.setattr(User, "objects", None)
    assert "accounts.W001" not in {each.id for each in run_checks(databases=["default"])}


def form_of(user: User | None, **changes: str) -> dict[str, str]:
    """What the screen of a user, or of a new one, sends."""
    passwords = {"password1": "" if user else PASSWORD, "password2": "" if user else PASSWORD}
    return {
        "username": user.username if user else "nouvelle",
        "email": user.email if user else "",
        "first_name": "Camille",
        "last_name": "Exemple",
        "is_active": "on",
        **passwords,
        **changes,
    }


def test_administrators_give_no_address_twice(redactrice: User, admin_user: User) -> None:
    other = make_editor("autre")
    administrator = Client()
    administrator.force_login(admin_user)
    new, edit = (
        reverse("wagtailusers_users:add"),
        reverse("wagtailusers_users:edit", args=[other.pk]),
    )
    taken = {"email": "Redactrice@example.org"}
    for address, user in ((new, None), (edit, other)):
        answer = administrator.post(address, form_of(user, **taken))
        assert TOLD in answer.content.decode()
    assert User.objects.filter(email__iexact="redactrice@example.org").count() == 1
    answer = administrator.post(new, form_of(None, email="nouvelle@example.org"))
    assert answer.status_code == 302
    assert User.objects.filter(username="nouvelle").exists()


@pytest.mark.usefixtures("two")
def test_address_that_was_shared_before_may_stay(admin_user: User) -> None:
    anne = User.objects.get(username="anne")
    administrator = Client()
    administrator.force_login(admin_user)
    edit = reverse("wagtailusers_users:edit", args=[anne.pk])
    assert administrator.post(edit, form_of(anne)).status_code == 302
    anne.refresh_from_db()
    assert anne.first_name == "Camille"


def test_nobody_takes_the_address_of_another(redactrice: User, visitor: Visitor) -> None:
    make_editor("autre")
    visitor.try_password("redactrice", PASSWORD)
    sent: dict[str, Any] = {
        "name_email-first_name": "Camille",
        "name_email-last_name": "Exemple",
        "name_email-email": "autre@example.org",
    }
    answer = visitor.client.post(reverse("wagtailadmin_account"), sent)
    assert TOLD in answer.content.decode()
    assert opened("autre@example.org") == "autre"
