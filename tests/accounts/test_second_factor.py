"""A code of the phone, besides the password."""

import re
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageViewRestriction

from cms.accounts.models import User
from tests import factories
from tests.accounts.codes import code_of, enter, half_way
from tests.accounts.conftest import PASSWORD, SECRET, Visitor, make_editor

pytestmark = pytest.mark.django_db


def test_password_alone_opens_nothing(protected: User, moment: Any) -> None:
    visitor = half_way()
    assert not visitor.is_in
    answer = enter(visitor, code_of())
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/account/")
    assert visitor.is_in


def test_wrong_code_is_told_in_french(protected: User, moment: Any) -> None:
    visitor = half_way()
    answer = enter(visitor, "000000")
    assert "Code incorrect." in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert not visitor.is_in


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clock_may_be_half_a_minute_off(
    protected: User, moment: Any, steps: int, opens: bool
) -> None:
    visitor = half_way()
    enter(visitor, code_of(steps=steps))
    assert visitor.is_in is opens


def test_code_is_good_once_in_whatever_process(protected: User, moment: Any) -> None:
    code = code_of()
    enter(half_way(), code)
    # What another process knows nothing of.
    cache.clear()
    other = half_way(at="192.0.2.2")
    answer = enter(other, f"{code[:3]} {code[3:]}")
    assert "Ce code a déjà servi." in answer.content.decode()
    assert not other.is_in


def test_recovery_code_opens_once(protected: User, moment: Any) -> None:
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    visitor = half_way()
    enter(visitor, codes[0])
    assert visitor.is_in
    again = half_way(at="192.0.2.2")
    enter(again, codes[0])
    assert not again.is_in
    enter(again, codes[1])
    assert again.is_in


def test_secrets_are_not_kept_as_they_are(protected: User) -> None:
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in kept
    assert kept.count("gAAAA") == 2


def test_new_secret_key_asks_for_a_reset(protected: User, moment: Any, settings: Any) -> None:
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another key of the installation, long enough to be one"
    visitor = half_way()
    answer = enter(visitor, code_of())
    assert "ne peut plus être lu" in answer.content.decode()
    settings.SECRET_KEY_FALLBACKS = [old]
    enter(visitor, code_of())
    assert visitor.is_in


def set_up(visitor: Visitor) -> Any:
    """Follow the steps of the screen."""
    page = visitor.client.get(reverse("mfa_activate_totp")).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r'class="secret">(\w+)<', page)[1]
    return enter(visitor, code_of(secret), "mfa_activate_totp")


@pytest.mark.django_db(transaction=True)
def test_setting_one_up_ends_the_other_sessions(redactrice: User, moment: Any) -> None:
    here, there = Visitor(), Visitor("192.0.2.2")
    for each in (here, there):
        each.try_password("redactrice", PASSWORD)
    assert set_up(here).headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = here.client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10
    assert here.is_in
    assert not there.is_in
    here.client.post("/admin/logout/")
    again = half_way()
    enter(again, codes[0])
    assert again.is_in


def test_code_of_the_set_up_does_not_open(redactrice: User, moment: Any) -> None:
    visitor = Visitor()
    visitor.try_password("redactrice", PASSWORD)
    page = visitor.client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'class="secret">(\w+)<', page)[1]
    enter(visitor, code_of(secret), "mfa_activate_totp")
    other = half_way(at="192.0.2.2")
    enter(other, code_of(secret))
    assert not other.is_in


@pytest.mark.parametrize(
    "step",
    [
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
    ],
)
def test_old_session_shows_who_it_is_before_anything_grave(
    protected: User, moment: Any, step: str
) -> None:
    visitor = half_way()
    enter(visitor, code_of())
    moment.shift(301)
    if step == "mfa_activate_totp":
        Authenticator.objects.all().delete()
    answer = visitor.client.get(reverse(step))
    assert "/admin/login/confirm/" in answer.headers["Location"]
    assert visitor.client.get(answer.headers["Location"]).status_code == 200


def test_account_page_leads_there(redactrice: User, visitor: Visitor) -> None:
    visitor.try_password("redactrice", PASSWORD)
    page = visitor.client.get(reverse("wagtailadmin_account")).content.decode()
    assert f'href="{reverse("mfa_index")}"' in page
    assert "Second facteur" in page


def test_lost_phone(protected: User, moment: Any) -> None:
    here = half_way()
    enter(here, code_of())
    told = StringIO()
    call_command("reset_second_factor", "redactrice", stdout=told)
    assert told.getvalue() == "redactrice signs in with the password alone again.\n"
    assert not here.is_in
    assert Authenticator.objects.count() == 0
    again = Visitor("192.0.2.2")
    again.try_password("redactrice", PASSWORD)
    assert again.is_in
    entry = ModelLogEntry.objects.get(action="accounts.reset_second_factor")
    assert entry.object_id == str(protected.pk)
    call_command("reset_second_factor", "redactrice", stdout=told)
    assert "nothing was changed" in told.getvalue()
    with pytest.raises(CommandError, match=r"^There is no user nobody\.$"):
        call_command("reset_second_factor", "nobody")


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR = "required"


@pytest.mark.usefixtures("required")
def test_whoever_has_none_sets_one_up_before_anything_else(redactrice: User, moment: Any) -> None:
    visitor = Visitor()
    answer = visitor.try_password("redactrice", PASSWORD)
    assert answer.headers["Location"] == "/admin/"
    for closed in (
        "/admin/",
        "/admin/account/",
        "/admin/pages/",
        "/admin/people/",
        "/admin/api/main/pages/",
    ):
        answer = visitor.client.get(closed)
        assert (closed, answer.headers.get("Location")) == (closed, reverse("mfa_activate_totp"))
        answer = visitor.client.post(closed)
        assert (closed, answer.headers.get("Location")) == (closed, reverse("mfa_activate_totp"))
    for needed in ("wagtailadmin_sprite", "wagtailadmin_javascript_catalog"):
        assert visitor.client.get(reverse(needed)).status_code == 200
    set_up(visitor)
    assert visitor.is_in


@pytest.mark.usefixtures("required")
def test_until_then_private_pages_are_closed_too(redactrice: User, moment: Any) -> None:
    report = factories.make_report()
    PageViewRestriction.objects.create(page=report, restriction_type="login")
    visitor = Visitor()
    visitor.client.force_login(redactrice)
    assert visitor.client.get(report.url).status_code == 302
    TOTP.activate(redactrice, SECRET)
    assert visitor.client.get(report.url).status_code == 200


@pytest.mark.usefixtures("required")
def test_readers_without_the_admin_need_none() -> None:
    User.objects.create_user("lectrice", password=PASSWORD)
    visitor = Visitor()
    visitor.try_password("lectrice", PASSWORD)
    assert visitor.client.get("/").wsgi_request.user.is_authenticated


@pytest.mark.usefixtures("required")
def test_strangers_see_the_site_as_before(client: Any) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_where_it_is_optional_nobody_is_led_anywhere(redactrice: User, visitor: Visitor) -> None:
    make_editor("autre")
    visitor.try_password("autre", PASSWORD)
    assert visitor.is_in
