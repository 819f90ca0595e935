"""How often codes can be tried, and that whoever knows a password alone keeps its owner out for an hour at most."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse

from cms.accounts import throttling
from cms.accounts.known import COOKIE
from cms.accounts.models import Tries, User
from tests.accounts.codes import code_of, enter, give_password, half_way
from tests.accounts.conftest import PASSWORD, Visitor

REFUSED, WRONG = "Trop de tentatives.", "Code incorrect."
NEVER = "000000"
HOUR = 3600
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("protected")]


def tried(visitor: Visitor, code: str, times: int, step: str = "mfa_authenticate") -> list[str]:
    """What is said to a code each time."""
    pages = [enter(visitor, code, step).content.decode() for _ in range(times)]
    return [next(said for said in (REFUSED, WRONG) if said in page) for page in pages]


def use_up(code: str, *, addresses: int, each: int = 5) -> None:
    """Try as much as strangers can who know the password."""
    for address in range(addresses):
        tried(half_way(at=f"198.51.100.{address + 1}"), code, each)


def recovery_codes() -> list[str]:
    return Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()


def test_codes_cannot_be_tried_at_will(moment: Any) -> None:
    said = [
        tried(half_way(at=f"198.51.100.{each}"), NEVER, 6) for _ in range(2) for each in range(3)
    ]
    assert said[:2] == [[WRONG] * 5 + [REFUSED]] * 2
    assert said[2:] == [[REFUSED] * 6] * 4
    owner = half_way()
    assert "Réessayez dans 60\u00a0minutes." in enter(owner, code_of()).content.decode()
    assert not owner.is_in


def test_owner_waits_for_an_hour_at_most_however_long_others_tried(moment: Any) -> None:
    """Eleven times in a day, at which limits by day would be used up."""
    for _ in range(11):
        use_up(NEVER, addresses=2)
        moment.shift(2 * HOUR)
    use_up(NEVER, addresses=3)
    owner = half_way()
    assert REFUSED in enter(owner, code_of()).content.decode()
    moment.shift(HOUR + 1)
    owner = half_way()
    enter(owner, code_of())
    assert owner.is_in


def test_owner_is_told_by_mail_once_a_day(moment: Any, caplog: pytest.LogCaptureFixture) -> None:
    """In a known browser, nothing else would be noticed."""
    tried(half_way(at="198.51.100.1"), NEVER, 4)
    assert mail.outbox == []
    use_up(NEVER, addresses=3)
    [sent] = mail.outbox
    assert sent.to == ["redactrice@example.org"]
    assert sent.subject.startswith("Quelqu’un essaie d’entrer avec votre mot de passe")
    assert "puis plusieurs codes incorrects" in sent.body
    assert "/admin/account/" in sent.body
    assert "with the password of user" in caplog.text
    moment.shift(HOUR + 1)
    use_up("00000000", addresses=1)
    assert len(mail.outbox) == 1
    moment.shift(24 * HOUR)
    use_up("00000000", addresses=1)
    assert len(mail.outbox) == 2


def test_stranger_at_one_address_keeps_nobody_out(moment: Any) -> None:
    use_up(NEVER, addresses=1, each=20)
    owner = half_way()
    enter(owner, code_of())
    assert owner.is_in


def test_recovery_code_opens_at_once(moment: Any) -> None:
    use_up(NEVER, addresses=3)
    use_up("00000000", addresses=9)
    owner = half_way()
    assert REFUSED in enter(owner, code_of()).content.decode()
    enter(owner, recovery_codes()[0])
    assert owner.is_in


@pytest.mark.parametrize("typed", ["{} {}", "{}-{}", "{}.{}", "({}{})"])
def test_code_of_the_app_is_one_however_it_is_typed(moment: Any, typed: str) -> None:
    use_up(NEVER, addresses=2)
    stranger, code = half_way(), code_of()
    assert REFUSED in enter(stranger, typed.format(code[:3], code[3:])).content.decode()
    assert not stranger.is_in


def test_recovery_codes_cannot_be_tried_at_will(moment: Any) -> None:
    never = "00000000"
    assert never not in recovery_codes()
    assert tried(half_way(at="198.51.100.1"), never, 6) == [WRONG] * 5 + [REFUSED]
    use_up(never, addresses=10)
    owner = half_way()
    assert REFUSED in enter(owner, recovery_codes()[0]).content.decode()
    enter(owner, code_of())
    assert owner.is_in


def came_in(at: str = "192.0.2.1") -> Visitor:
    """A browser in which the owner signed in, and out again."""
    owner = half_way(at=at)
    enter(owner, code_of())
    assert owner.is_in
    owner.client.post("/admin/logout/")
    return owner


def test_known_browser_is_kept_out_by_nobody(moment: Any) -> None:
    owner = came_in()
    moment.shift(60)
    use_up(NEVER, addresses=3)
    use_up("00000000", addresses=11)
    for name in ("redactrice", "redactrice@example.org"):
        give_password(owner, name)
        enter(owner, code_of())
        assert owner.is_in
        owner.client.post("/admin/logout/")
        moment.shift(60)
    give_password(owner)
    assert tried(owner, NEVER, 11) == [WRONG] * 10 + [REFUSED]


def test_password_alone_makes_no_browser_known(moment: Any) -> None:
    stranger = half_way(at="198.51.100.1")
    enter(stranger, NEVER)
    assert COOKIE not in stranger.client.cookies
    assert COOKIE in came_in().client.cookies


def test_new_password_or_second_factor_makes_browsers_unknown(moment: Any) -> None:
    for change in ("password", "second factor"):
        Tries.objects.all().delete()
        owner = came_in()
        moment.shift(60)
        user = User.objects.get(username="redactrice")
        if change == "password":
            user.set_password(PASSWORD)
            user.save()
        else:
            user.end_sessions()
        use_up(NEVER, addresses=3)
        give_password(owner)
        assert REFUSED in enter(owner, code_of()).content.decode()
        moment.shift(60)


def signed_in() -> Visitor:
    """An open session, long after its beginning."""
    visitor = half_way()
    enter(visitor, code_of())
    assert visitor.is_in
    return visitor


def test_who_confirms_takes_no_tries_from_who_signs_in(moment: Any) -> None:
    visitor = signed_in()
    moment.shift(301)
    confirm = reverse("account_reauthenticate")
    following = {"next": reverse("mfa_index")}
    limit = throttling.CONFIRMING.amount
    for _ in range(limit):
        wrong = visitor.client.post(confirm, {"password": "faux", **following})
        assert wrong.status_code == 200
    refused = visitor.client.post(confirm, {"password": PASSWORD, **following})
    assert REFUSED in refused.content.decode()
    assert tried(visitor, NEVER, 1, "mfa_reauthenticate") == [REFUSED]
    other = half_way(at="192.0.2.2")
    enter(other, code_of())
    assert other.is_in
    use_up(NEVER, addresses=3)
    moment.shift(HOUR + 1)
    use_up(NEVER, addresses=3)
    assert enter(visitor, code_of(), "mfa_reauthenticate").status_code == 302


def test_password_is_asked_again_with_a_limit(moment: Any) -> None:
    visitor = signed_in()
    moment.shift(301)
    confirm = reverse("account_reauthenticate")
    following = {"next": reverse("mfa_view_recovery_codes")}
    for _ in range(throttling.CONFIRMING.amount):
        visitor.client.post(confirm, {"password": "faux", **following})
    assert (
        REFUSED
        in visitor.client.post(confirm, {"password": PASSWORD, **following}).content.decode()
    )
    moment.shift(HOUR + 1)
    right = visitor.client.post(confirm, {"password": PASSWORD, **following})
    assert right.headers["Location"] == following["next"]
    assert visitor.client.get(following["next"]).status_code == 200
