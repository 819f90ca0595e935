"""The way in, walked through in Chromium: a second factor from its set-up to a lost phone."""

from collections.abc import Callable
from time import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.urls import reverse

from cms.accounts.models import Tries, User
from tests.accounts.conftest import PASSWORD, make_editor
from tests.accounts.providing import Provider, opens
from tests.browser.conftest import is_too_wide
from tests.browser.editing import in_french, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ELSEWHERE = "https://cdn.jsdelivr.net/"
"""Where the provider of the tests has its style from."""
NARROW, WIDE = {"width": 400, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture
def editor() -> User:
    return make_editor()


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=in_french(name)).click()


def follow(page: Any, name: str) -> None:
    page.get_by_role("link", name=in_french(name)).first.click()


@pytest.fixture
def looked_at(browser_page: Any, grave_violations: Callable[[], list[str]]) -> Callable[[], None]:
    """Judges the screen that is open: nothing grave for axe, and it fits a phone."""

    def look() -> None:
        for size in (NARROW, WIDE):
            browser_page.set_viewport_size(size)
            assert not is_too_wide(browser_page)
            assert grave_violations() == []

    return look


def code_of(secret: str) -> str:
    """A code that no process has seen: the time for the next one is not waited for."""
    Tries.objects.all().delete()
    cache.clear()
    return format_hotp_value(hotp_value(secret, int(time()) // 30))


def sign_out(page: Any) -> None:
    page.context.clear_cookies()


def give_password(page: Any) -> None:
    page.goto("/admin/login/?next=/admin/account/")
    page.locator("#id_username").fill("redactrice")
    page.locator("#id_password").fill(PASSWORD)
    press(page, "Sign in")


def test_second_factor_from_set_up_to_lost_phone(
    browser_page: Any, editor: User, looked_at: Callable[[], None]
) -> None:
    page = browser_page
    page.goto("/admin/")
    looked_at()
    log_in(page, "redactrice", PASSWORD)
    page.goto(reverse("wagtailadmin_account"))
    follow(page, "Set up a second factor")
    page.get_by_role("heading", name=in_french("Second factor")).wait_for()
    looked_at()
    follow(page, "Set up a second factor")
    page.locator(".qr").wait_for()
    looked_at()
    secret = page.locator(".secret").text_content()
    page.locator("#id_code").fill(code_of(secret))
    press(page, "Set up")
    page.get_by_role("heading", name=in_french("Keep your recovery codes")).wait_for()
    looked_at()
    codes = page.locator(".codes li").all_text_contents()
    assert len(codes) == 10
    follow(page, "I have kept them")
    page.wait_for_url("**/admin/")

    sign_out(page)
    give_password(page)
    page.locator("#id_code").wait_for()
    looked_at()
    page.locator("#id_code").fill("000000")
    press(page, "Log in")
    page.get_by_text("Code incorrect.").wait_for()
    looked_at()
    page.locator("#id_code").fill(code_of(secret))
    press(page, "Log in")
    page.wait_for_url("**/admin/account/")

    sign_out(page)
    give_password(page)
    page.locator("#id_code").fill(codes[3])
    press(page, "Log in")
    page.wait_for_url("**/admin/account/")
    page.goto(reverse("mfa_index"))
    looked_at()
    follow(page, "Remove my second factor, for a new phone for instance")
    page.get_by_role("heading", name=in_french("Remove the second factor")).wait_for()
    looked_at()
    press(page, "Remove")
    page.get_by_role("link", name=in_french("Set up a second factor")).wait_for()
    assert not Authenticator.objects.exists()


def test_whoever_has_none_is_led_to_where_it_is_set_up(
    browser_page: Any, editor: User, settings: Any
) -> None:
    settings.SECOND_FACTOR = "required"
    page = browser_page
    give_password(page)
    page.get_by_role("heading", name=in_french("Set up a second factor")).wait_for()
    page.goto("/admin/pages/")
    page.locator("#id_code").fill(code_of(page.locator(".secret").text_content()))
    press(page, "Set up")
    follow(page, "I have kept them")
    page.wait_for_url("**/admin/")
    page.get_by_role("link", name=in_french("Write an event report")).wait_for()


@pytest.fixture
def visited_hosts(provider: Provider) -> list[str]:
    return [provider.issuer, ELSEWHERE]


def test_provider_opens_and_nothing_else_does(
    provider: Provider, browser_page: Any, editor: User, settings: Any, looked_at: Callable
) -> None:
    opens(provider, settings)
    provider.knows("jeanne", "redactrice@example.org")
    provider.knows("inconnue", "inconnue@example.org")
    page = browser_page
    page.context.route(f"{ELSEWHERE}**", lambda route: route.abort())
    page.goto("/admin/account/")
    assert page.locator("input[type=password], #id_username").count() == 0
    looked_at()
    follow_to_provider(page)
    page.get_by_placeholder("sub").fill("inconnue")
    page.get_by_role("button", name="Authorize").click()
    page.get_by_role("heading", name=in_french("There is no account for you here")).wait_for()
    assert "inconnue@example.org" in page.locator("main").text_content()
    looked_at()
    follow_back(page)
    follow_to_provider(page)
    page.get_by_role("button", name="Deny").click()
    page.get_by_role("heading", name=in_french("You are not logged in")).wait_for()
    looked_at()
    page.goto("/admin/account/")
    follow_to_provider(page)
    page.get_by_placeholder("sub").fill("jeanne")
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url("**/admin/account/")
    assert page.get_by_text(in_french("Set up a second factor")).count() == 0


def follow_to_provider(page: Any) -> None:
    page.get_by_role("link", name="ProConnect").click()
    page.get_by_placeholder("sub").wait_for()


def follow_back(page: Any) -> None:
    page.get_by_role("link", name=in_french("Try again")).click()
