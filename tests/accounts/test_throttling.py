"""How often a password can be tried, and whom it keeps out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from cms.accounts import throttling
from cms.accounts.models import Tries
from cms.publishing import background
from tests.accounts.conftest import HERE, PASSWORD, Visitor
from tests.processes import Server, serving
from tests.threads import own_connection

CSRF = "a" * 32


def statuses(visitor: Visitor, name: str, times: int) -> list[int]:
    return [visitor.try_password(name).status_code for _ in range(times)]


@pytest.mark.django_db
def test_ten_tries_from_one_address_then_one_waits(redactrice: Any, visitor: Visitor) -> None:
    assert statuses(visitor, "redactrice", 11) == [200] * 10 + [429]
    refused = visitor.try_password("redactrice", PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert "Trop de tentatives. Réessayez dans 10\u00a0minutes." in refused.content.decode()
    assert not visitor.is_in


@pytest.mark.django_db
def test_who_waited_may_try_again(redactrice: Any, visitor: Visitor, time_machine: Any) -> None:
    statuses(visitor, "redactrice", 11)
    time_machine.move_to(timezone.now() + timedelta(minutes=10, seconds=1))
    assert visitor.try_password("redactrice", PASSWORD).status_code == 302


@pytest.mark.django_db
def test_tries_elsewhere_and_with_other_names_go_on(redactrice: Any, visitor: Visitor) -> None:
    statuses(visitor, "redactrice", 11)
    assert visitor.try_password("autre").status_code == 200
    assert Visitor("192.0.2.2").try_password("redactrice", PASSWORD).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("again", ["REDACTRICE", " redactrice", "redactrice\u3000"])
def test_name_is_the_same_however_it_is_typed(
    redactrice: Any, visitor: Visitor, again: str
) -> None:
    statuses(visitor, "redactrice", 10)
    assert visitor.try_password(again).status_code == 429


@pytest.mark.django_db
def test_the_host_that_is_asked_for_changes_nothing(redactrice: Any, visitor: Visitor) -> None:
    for port in range(10):
        visitor.client.defaults["HTTP_HOST"] = f"localhost:{port + 1}"
        assert visitor.try_password("redactrice").status_code == 200
    visitor.client.defaults["HTTP_HOST"] = "testserver"
    assert visitor.try_password("redactrice").status_code == 429


@pytest.mark.django_db
def test_an_address_gets_a_hundred_tries_with_whatever_names(
    redactrice: Any, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttling, "ADDRESS", throttling.Limit(5, 600))
    assert [visitor.try_password(f"nom{each}").status_code for each in range(6)] == [200] * 5 + [
        429
    ]
    assert visitor.try_password("redactrice", PASSWORD).status_code == 429


@pytest.mark.django_db
def test_who_waits_writes_nothing(
    redactrice: Any, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    statuses(visitor, "redactrice", 10)
    before = set(Tries.objects.values_list("key", "count", "until"))
    assert statuses(visitor, "redactrice", 2) == [429] * 2
    assert set(Tries.objects.values_list("key", "count", "until")) == before
    monkeypatch.setattr(throttling, "ADDRESS", throttling.Limit(10, 600))
    assert [visitor.try_password(f"nom{each}").status_code for each in range(3)] == [429] * 3
    assert set(Tries.objects.values_list("key", "count", "until")) == before


@pytest.mark.django_db
def test_an_office_of_many_keeps_nobody_out(redactrice: Any) -> None:
    for _ in range(throttling.FROM_THERE.amount + 5):
        assert Visitor().try_password("redactrice", PASSWORD).status_code == 302
    assert set(Tries.objects.values_list("count", flat=True)) == {0}


@pytest.mark.django_db
def test_addresses_of_one_network_count_as_one(redactrice: Any) -> None:
    for each in range(10):
        Visitor(f"2001:db8::{each + 1}").try_password("redactrice")
    assert Visitor("2001:db8::ffff").try_password("redactrice").status_code == 429
    assert Visitor("2001:db8:0:1::1").try_password("redactrice").status_code == 200


@pytest.mark.django_db
def test_many_strangers_keep_the_owner_out_of_new_browsers_only(
    redactrice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttling, "NAME", throttling.Limit(20, 3600))
    owner = Visitor()
    owner.try_password("redactrice", PASSWORD)
    owner.client.post("/admin/logout/")
    for each in range(21):
        Visitor(f"198.51.100.{each + 1}").try_password("redactrice")
    assert Visitor("203.0.113.1").try_password("redactrice", PASSWORD).status_code == 429
    assert owner.try_password("redactrice", PASSWORD).status_code == 302


@pytest.mark.django_db
def test_one_stranger_uses_up_nobodys_tries(redactrice: Any) -> None:
    statuses(Visitor("198.51.100.1"), "redactrice", throttling.NAME.amount + 10)
    assert Visitor("203.0.113.1").try_password("redactrice", PASSWORD).status_code == 302


@pytest.mark.django_db
def test_old_password_is_asked_for_with_a_limit(
    redactrice: Any, visitor: Visitor, time_machine: Any
) -> None:
    visitor.try_password("redactrice", PASSWORD)
    new = "encore une phrase de passe"

    def change(old: str) -> Any:
        """The answer of the page of one's account to a new password."""
        sent = {f"password-new_password{each}": new for each in (1, 2)}
        sent |= {
            f"name_email-{each}": "redactrice@example.org"
            for each in ("first_name", "last_name", "email")
        }
        sent |= {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
        return visitor.client.post("/admin/account/", {**sent, "password-old_password": old})

    for _ in range(throttling.CONFIRMING.amount):
        assert "Trop de tentatives." not in change("faux").content.decode()
    assert "Trop de tentatives." in change(PASSWORD).content.decode()
    redactrice.refresh_from_db()
    assert redactrice.check_password(PASSWORD)
    time_machine.move_to(timezone.now() + timedelta(hours=1, seconds=1))
    changed = change(PASSWORD)
    assert changed.status_code == 302
    redactrice.refresh_from_db()
    assert redactrice.check_password(new)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "forwarded", "counts_as"),
    [
        (0, "203.0.113.9", HERE),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (1, None, HERE),
        (1, "nonsense", "unknown"),
    ],
)
def test_address_behind_a_proxy_is_the_one_it_wrote(
    rf: Any, settings: Any, proxies: int, forwarded: str | None, counts_as: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = rf.post("/admin/login/", headers=headers, REMOTE_ADDR=HERE)
    assert throttling.address(request) == counts_as


@pytest.mark.django_db
def test_neither_names_nor_addresses_are_kept(redactrice: Any, visitor: Visitor) -> None:
    visitor.try_password("redactrice")
    kept = str(list(Tries.objects.values()))
    assert Tries.objects.count() == 3
    assert "redactrice" not in kept
    assert HERE not in kept


@pytest.mark.django_db
def test_what_is_long_over_is_forgotten(
    redactrice: Any, visitor: Visitor, time_machine: Any
) -> None:
    statuses(visitor, "redactrice", 3)
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    visitor.try_password("autre")
    before = Tries.objects.count()
    assert background.DOOR.look() == 0
    time_machine.move_to(timezone.now() + timedelta(hours=24))
    assert background.DOOR.look() == 2
    assert Tries.objects.count() == before - 2
    assert background.DOOR in background.works


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "1\u00a0minute."),
        (60, "1\u00a0minute."),
        (61, "2\u00a0minutes."),
        (3600, "60\u00a0minutes."),
    ],
)
def test_wait_is_told_in_minutes(seconds: int, said: str) -> None:
    with override("fr"):
        assert throttling.sentence(seconds) == f"Trop de tentatives. Réessayez dans {said}"


@pytest.mark.django_db(transaction=True)
def test_tries_that_come_at_once_are_no_more() -> None:
    @own_connection
    def take(_: int) -> int:
        return throttling.seconds_until("name x", throttling.Limit(10, 600))

    with ThreadPoolExecutor(8) as at_once:
        waits = list(at_once.map(take, range(40)))
    assert sum(not wait for wait in waits) == 10


@pytest.mark.django_db(transaction=True)
def test_tries_that_meet_counts_that_are_over_go_on() -> None:
    """While what is old is forgotten, too: none fails, none is lost."""
    names = [f"name {each}" for each in range(8)]
    limit = throttling.Limit(100, 600)

    @own_connection
    def take(each: int) -> int:
        if each % 9 == 8:
            return background.DOOR.look() * 0
        return throttling.seconds_until(names[each % 9], limit)

    with ThreadPoolExecutor(9) as at_once:
        for days in (0.01, 2) * 4:
            Tries.objects.all().delete()
            over = timezone.now() - timedelta(days=days)
            Tries.objects.bulk_create(
                Tries(key=throttling.digest(name), count=100, until=over) for name in names
            )
            assert set(at_once.map(take, range(27))) == {0}
            assert list(Tries.objects.values_list("count", flat=True)) == [3] * 8


def post(server: Server, name: str, password: str) -> int:
    """The status of a try at a process."""
    asked = HTTPConnection("127.0.0.1", server.port, timeout=60)
    body = urlencode({"username": name, "password": password, "csrfmiddlewaretoken": CSRF})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={CSRF}",
    }
    asked.request("POST", "/admin/login/", body, headers)
    answer = asked.getresponse()
    answer.read()
    asked.close()
    return answer.status


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_processes_count_together(redactrice: Any) -> None:
    """Two of them, with a cache that is gone: nothing of it is needed."""
    connection.close()
    nowhere = {"CACHE_URL": "redis://127.0.0.1:9/0"}
    with serving(**nowhere) as one, serving(**nowhere) as other, ThreadPoolExecutor(8) as at_once:
        sent = at_once.map(
            lambda each: post((one, other)[each % 2], "redactrice", "faux"), range(24)
        )
        assert sorted(sent) == [200] * 10 + [429] * 14
        assert post(one, "redactrice", PASSWORD) == 429
        assert post(other, "autre", "faux") == 200
