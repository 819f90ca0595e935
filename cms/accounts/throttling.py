"""How often a password or a code may be tried, for all processes and nodes together.

A try is counted before it is looked at, and given back when it was right: requests that come at once get no more
tries than one after the other. The counts stand in the database, without which nobody signs in anyway.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple
from unicodedata import normalize

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import truncate_ip
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from cms.accounts.models import Tries

CODE = "throttled"
"""The code of the error that tells how long to wait."""


class Limit(NamedTuple):
    """At most so many tries within so many seconds of the first one."""

    amount: int
    seconds: int


FROM_THERE = Limit(10, 600)
"""With one name from one address."""
ADDRESS = Limit(100, 600)
"""From one address, with whatever names: an office may have only one."""
NAME = Limit(100, 3600)
"""With one name, from wherever: a stranger who uses it up keeps its owner out of new browsers for an hour at most."""
CODE_FROM_THERE = Limit(5, 3600)
"""Codes of the app for one user from one address: a stranger who uses them up leaves as many to others."""
CODE_OF_USER = Limit(10, 3600)
"""Codes of the app for one user from wherever, each of whom gave the password. Three of a million are right at a time
(`MFA_TOTP_TOLERANCE`): who has many addresses and never pauses guesses one with 10 × 3 / 10⁶ in an hour, which is 1 in
33,000, and with 7,200 codes in a month of 720 hours, 1 in 46. Its owner is told of it, and a new password ends it; who waits
does so for an hour at most."""
RECOVERY_FROM_THERE = Limit(5, 3600)
RECOVERY_OF_USER = Limit(50, 3600)
"""Recovery codes, which others than those of the app use up. Ten of 10⁸ are right: 50 × 10 / 10⁸ in an hour, 1 in 200,000,
and 1 in 278 in a month."""
KNOWN = Limit(10, 3600)
"""Codes of either kind in browsers in which their owner signed in before, with this password and this second factor:
whatever others try, these are left."""
CONFIRMING = Limit(10, 3600)
"""The password, or a code, of somebody who is signed in."""
FIRST_CODE = Limit(10, 600)
"""Codes that show that an app has the secret. They open nothing."""
PROVIDER = Limit(100, 600)
"""Ways to the provider from one address, each of which leaves a session that waits."""
RESET_ADDRESS = Limit(20, 3600)
RESET_NAME = Limit(5, 3600)

Counted = tuple[str, Limit]


def sign_in(request: HttpRequest, name: str, *, knows_browser: bool) -> list[Counted]:
    """What a password typed with a name counts for. A browser in which its owner signed in before is kept out by
    nobody else's tries."""
    there, name = address(request), folded(name)
    counted = [(f"address {there}", ADDRESS), (f"there {there} {name}", FROM_THERE)]
    return counted if knows_browser else [*counted, (f"name {name}", NAME)]


def code(request: HttpRequest, user: int, *, knows_browser: bool) -> list[Counted]:
    """What a code of the app counts for when somebody signs in."""
    if knows_browser:
        return [(f"code known {user}", KNOWN)]
    there = f"code {user} there {address(request)}"
    return [(there, CODE_FROM_THERE), (f"code {user}", CODE_OF_USER)]


def recovery_code(request: HttpRequest, user: int, *, knows_browser: bool) -> list[Counted]:
    """What a recovery code counts for."""
    if knows_browser:
        return [(f"recovery known {user}", KNOWN)]
    there = f"recovery {user} there {address(request)}"
    return [(there, RECOVERY_FROM_THERE), (f"recovery {user}", RECOVERY_OF_USER)]


def first_code(user: int) -> list[Counted]:
    """What the code counts for by which a second factor is set up."""
    return [(f"first {user}", FIRST_CODE)]


def confirmation(user: int) -> list[Counted]:
    """What the password or a code counts for of somebody who is signed in and confirms that it is them."""
    return [(f"confirm {user}", CONFIRMING)]


def old_password(user: int) -> list[Counted]:
    """What the password counts for that somebody who is signed in wants to change."""
    return [(f"old {user}", CONFIRMING)]


def to_provider(request: HttpRequest) -> list[Counted]:
    """What it counts for to be sent to the provider; who comes back and is let in takes none."""
    return [(f"provider {address(request)}", PROVIDER)]


def reset(request: HttpRequest, email: str) -> list[Counted]:
    """What a mail to set a new password counts for."""
    return [
        (f"reset from {address(request)}", RESET_ADDRESS),
        (f"reset {folded(email)}", RESET_NAME),
    ]


def address(request: HttpRequest) -> str:
    """Where a request comes from; of IPv6 the network, which belongs to one customer."""
    try:
        return truncate_ip(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"


def folded(name: str) -> str:
    """A name as the database compares it."""
    return normalize("NFKC", name).casefold().strip()


def take(counted: Iterable[Counted]) -> None:
    """Count a try. Raises ValidationError when there were too many: then nothing is written, and who may try no more
    uses up nobody else's tries."""
    counted = list(counted)
    refuse(longest(counted))
    for what, limit in counted:
        refuse(seconds_until(what, limit))


def is_used_up(counted: Iterable[Counted]) -> bool:
    """Whether the next try will be refused."""
    return bool(longest(counted))


def longest(counted: Iterable[Counted]) -> int:
    """How many seconds nothing more may be tried."""
    return max(left(what, limit) for what, limit in counted)


def refuse(wait: int) -> None:
    if wait:
        raise ValidationError(sentence(wait), code=CODE, params={"seconds": wait})


def give_back(counted: Iterable[Counted]) -> None:
    """Take a try for none: it was right."""
    for what, _ in counted:  # one by one: nobody waits for a row who holds another
        Tries.objects.filter(key=digest(what), count__gt=0).update(count=F("count") - 1)


def left(what: str, limit: Limit) -> int:
    """How many seconds nothing more may be tried."""
    now = timezone.now()
    used_up = Tries.objects.filter(key=digest(what), count__gte=limit.amount, until__gt=now)
    found = used_up.values_list("until", flat=True).first()
    return rounded(found - now) if found else 0


def seconds_until(what: str, limit: Limit) -> int:
    """Count a try, or tell how long nothing more may be tried."""
    key, now = digest(what), timezone.now()
    end = now + timedelta(seconds=limit.seconds)
    with transaction.atomic():
        tries = locked(key, end)
        if tries.until <= now:
            tries.count, tries.until = 0, end
        if tries.count >= limit.amount:
            return rounded(tries.until - now)
        tries.count += 1
        tries.save()
    return 0


def locked(key: str, end: datetime) -> Tries:
    """The row of a count, which nobody else counts at meanwhile; made where there is none."""
    while True:  # twice at most: an old row may be forgotten in between, a new one is not
        Tries.objects.bulk_create([Tries(key=key, until=end)], ignore_conflicts=True)
        if tries := Tries.objects.select_for_update().filter(key=key).first():
            return tries


def is_first(what: str, seconds: int) -> bool:
    """Whether something happens for the first time within a span of time: a code is good once."""
    return not seconds_until(what, Limit(1, seconds))


def rounded(wait: timedelta) -> int:
    return ceil(wait.total_seconds())


def digest(what: str) -> str:
    return salted_hmac("cms.accounts.throttling", what, algorithm="sha256").hexdigest()


def sentence(wait: int) -> str:
    """What whoever must wait is told."""
    minutes = -(-wait // 60)
    return ngettext(
        "Too many attempts. Please try again in %(minutes)d minute.",
        "Too many attempts. Please try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
