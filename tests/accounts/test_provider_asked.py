"""How often a provider is asked, and what is kept of who went there."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from typing import Any

import pytest
import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings as installed
from django.contrib.sessions.models import Session
from django.utils import timezone

from cms.accounts import discovery, throttling
from cms.accounts.models import Tries, User
from cms.publishing import background
from tests.accounts.conftest import Visitor
from tests.accounts.providing import TO, Provider, came_back, free_port, opens, providing

pytestmark = pytest.mark.django_db
DOCUMENT = "/.well-known/openid-configuration"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that this process asks."""
    addresses: list[str] = []
    request = requests.Session.request

    def noting(self: Any, method: str, url: str, *rest: Any, **how: Any) -> Any:
        addresses.append(url)
        return request(self, method, url, *rest, **how)

    monkeypatch.setattr(requests.Session, "request", noting)
    return addresses


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """What the kept answer takes for the time."""
    now = [1000.0]
    monkeypatch.setattr(discovery, "monotonic", lambda: now[0])
    return now


def test_document_is_asked_for_once_in_minutes(
    provider: Provider, settings: Any, visitor: Visitor, asked: list[str], clock: list[float]
) -> None:
    opens(provider, settings)
    document = provider.issuer + DOCUMENT
    for _ in range(5):
        assert visitor.client.get(TO).status_code == 302
        assert Visitor("192.0.2.7").client.get(TO).status_code == 302
    assert asked == [document]
    clock[0] += discovery.KEPT
    assert visitor.client.get(TO).status_code == 302
    assert asked == [document] * 2


def test_provider_that_fails_is_asked_again_in_seconds(
    provider: Provider, settings: Any, visitor: Visitor, asked: list[str], clock: list[float]
) -> None:
    opens(provider, settings)
    settings.OIDC_ISSUER = gone = f"http://127.0.0.1:{free_port()}"
    for _ in range(5):
        assert visitor.client.get(TO).status_code == 502
    assert asked == [gone + DOCUMENT]
    settings.OIDC_ISSUER = provider.issuer
    assert visitor.client.get(TO).status_code == 302
    settings.OIDC_ISSUER = gone
    assert visitor.client.get(TO).status_code == 502
    clock[0] += discovery.KEPT_FAILED
    assert visitor.client.get(TO).status_code == 502
    assert asked.count(gone + DOCUMENT) == 3
    assert asked.count(provider.issuer + DOCUMENT) == 1


def test_those_who_come_at_once_ask_once() -> None:
    kept, together, asked = discovery.Discovery(), Barrier(4), []

    def ask() -> dict[str, Any]:
        asked.append(1)
        return {"issuer": "x"}

    def come(_: int) -> dict[str, Any]:
        together.wait()
        return kept.of("x", ask)

    with ThreadPoolExecutor(4) as at_once:
        assert list(at_once.map(come, range(4))) == [{"issuer": "x"}] * 4
    assert asked == [1]


def test_provider_that_hangs_holds_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "LONGEST_WAIT", 0.01)
    kept, begun, answers = discovery.Discovery(), Event(), Event()

    def hang() -> dict[str, Any]:
        begun.set()
        assert answers.wait(30)
        return {"issuer": "x"}

    with ThreadPoolExecutor(1) as other:
        first = other.submit(kept.of, "x", hang)
        assert begun.wait(30)
        with pytest.raises(OAuth2Error):
            kept.of("x", hang)
        answers.set()
        assert first.result() == {"issuer": "x"}
    assert kept.of("x", hang) == {"issuer": "x"}


def test_what_one_issuer_told_is_never_told_of_another() -> None:
    kept = discovery.Discovery()
    kept.of("x", lambda: {"issuer": "x"})

    def fail() -> dict[str, Any]:
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        kept.of("y", fail)
    assert kept.of("y", lambda: {"issuer": "y"}) == {"issuer": "y"}


@pytest.mark.usefixtures("provider")
def test_provider_with_new_keys_opens_at_once(redactrice: User, settings: Any) -> None:
    """Another process has keys of its own."""
    port, keys = free_port(), []
    for sub in ("jeanne", "pierre"):
        with providing(port) as renewed:
            opens(renewed, settings)
            keys.append(requests.get(f"{renewed.issuer}/jwks", timeout=60).json())
            User.objects.create_user(sub, f"{sub}@example.org")
            renewed.knows(sub, f"{sub}@example.org")
            visitor = Visitor()
            came_back(renewed, visitor, sub)
            user = User.objects.get(username=sub)
            assert visitor.client.session["_auth_user_id"] == str(user.pk)
    assert keys[0] != keys[1]


def left() -> list[str]:
    """How long sessions have to live."""
    now = timezone.now()
    dates = Session.objects.order_by("expire_date").values_list("expire_date", flat=True)
    return [
        "ten minutes" if date - now <= timedelta(minutes=10) else str((date - now).days + 1)
        for date in dates
    ]


def test_session_that_waits_is_short_until_somebody_is_in(
    provider: Provider, redactrice: User, settings: Any, visitor: Visitor, time_machine: Any
) -> None:
    opens(provider, settings)
    provider.knows("jeanne", "redactrice@example.org")
    Visitor("192.0.2.7").client.get(TO)
    answer = visitor.client.get(TO)
    assert left() == ["ten minutes"] * 2
    assert answer.cookies["sessionid"]["max-age"] == 600
    answer = visitor.client.get(provider.agrees(answer.headers["Location"], "jeanne"))
    assert left() == ["ten minutes", "14"]
    assert answer.cookies["sessionid"]["max-age"] == installed.SESSION_COOKIE_AGE
    assert visitor.client.get(TO).status_code == 302
    assert left() == ["ten minutes", "14"]
    time_machine.move_to(timezone.now() + timedelta(minutes=11))
    background.DOOR.look()
    assert left() == ["14"]


def test_no_address_fills_the_table_of_sessions(
    provider: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(provider, settings)
    monkeypatch.setattr(throttling, "PROVIDER", throttling.Limit(5, 600))
    answers = [Visitor().client.get(TO) for _ in range(8)]
    assert [each.status_code for each in answers] == [302] * 5 + [429] * 3
    assert Session.objects.count() == 5
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 600
    page = answers[-1].content.decode()
    assert "Trop de tentatives. Réessayez dans 10\u00a0minutes." in page
    assert "n’a pas abouti" not in page
    assert Visitor("192.0.2.7").client.get(TO).status_code == 302


def test_provider_that_is_gone_leaves_no_session(
    provider: Provider, settings: Any, visitor: Visitor
) -> None:
    opens(provider, settings)
    settings.OIDC_ISSUER = f"http://127.0.0.1:{free_port()}"
    assert visitor.client.get(TO).status_code == 502
    assert Session.objects.count() == 0


def test_office_that_signs_in_uses_nothing_up(
    provider: Provider, redactrice: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(provider, settings)
    monkeypatch.setattr(throttling, "PROVIDER", throttling.Limit(2, 600))
    provider.knows("jeanne", "redactrice@example.org")
    for _ in range(4):
        visitor = Visitor()
        came_back(provider, visitor, "jeanne")
        assert visitor.is_in
    assert Tries.objects.get().count == 0
