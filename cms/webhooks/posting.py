"""Posts one message, signed as Standard Webhooks 1.0 says (https://www.standardwebhooks.com)."""

import json
import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from threading import Timer
from time import monotonic
from typing import Any

import certifi
from django.conf import settings
from django.utils.translation import gettext as _
from standardwebhooks import Webhook
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from cms.webhooks.addresses import Destination, ForbiddenAddressError, destination

GONE = 410
LONGEST_WAIT = timedelta(days=1)
SECONDS_TO_CONNECT = 3


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt."""

    status: int | None = None
    """Of HTTP; None without an answer."""
    trouble: str = ""
    """Why it was not taken; empty if it was."""
    wait: timedelta = timedelta()
    """How long the receiver asked to be left alone."""
    milliseconds: int = 0
    is_final: bool = False
    """Whether trying again is in vain."""

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has it."""
        return not self.trouble

    @property
    def is_gone(self) -> bool:
        """Whether the receiver wants nothing any more, ever."""
        return self.status == GONE


def post(url: str, secrets: list[str], message_id: str, message: dict[str, Any]) -> Outcome:
    """Send a message. Redirects are not followed, and the answer's body is not read."""
    begun = monotonic()
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    try:
        place = destination(url)
        status, retry_after = answer(place, body, signed(secrets, message_id, body))
    except ForbiddenAddressError as error:
        return Outcome(trouble=str(error))
    except (HTTPError, HTTPException, OSError) as error:
        trouble = _(
            "No answer within %(seconds)s seconds, or none that can be read (%(kind)s)."
        ) % {
            "seconds": settings.WEBHOOK_SECONDS,
            "kind": type(error).__name__,
        }
        return Outcome(trouble=trouble, milliseconds=since(begun))
    return Outcome(status, trouble_with(status), waiting_time(retry_after), since(begun))


def signed(secrets: list[str], message_id: str, body: str) -> dict[str, str]:
    """The headers of a message: one signature for each secret."""
    now = datetime.now(UTC)
    return {
        "Content-Type": "application/json",
        "User-Agent": "technopole-cms-webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(
            Webhook(secret).sign(message_id, now, body) for secret in secrets
        ),
    }


def answer(place: Destination, body: str, headers: dict[str, str]) -> tuple[int, str]:
    """Status and `Retry-After` of the answer to a body that is posted. Once the connection stands, it ends with the
    time the answer may take, however slowly the receiver talks."""
    connection = connection_to(place)
    try:
        connection.connect()
        connection.timeout = settings.WEBHOOK_SECONDS
        connection.sock.settimeout(settings.WEBHOOK_SECONDS)
        end = Timer(settings.WEBHOOK_SECONDS, hang_up, [connection.sock])
        end.start()
        try:
            told = {"Host": place.host_header, **headers}
            connection.request(
                "POST", place.target, body=body.encode(), headers=told, preload_content=False
            )
            response = connection.getresponse()
            return response.status, response.headers.get("Retry-After", "")
        finally:
            end.cancel()
    finally:
        connection.close()


def connection_to(place: Destination) -> HTTPConnection:
    """A connection to the one address, which has to prove that it is the host; not made yet."""
    if place.scheme == "http":
        return HTTPConnection(place.address, place.port, timeout=SECONDS_TO_CONNECT)
    return HTTPSConnection(
        place.address,
        place.port,
        timeout=SECONDS_TO_CONNECT,
        server_hostname=place.host,
        cert_reqs="CERT_REQUIRED",
        ca_certs=certifi.where(),
    )


def hang_up(connected: socket.socket) -> None:
    """End a connection that takes too long, whatever it is at."""
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def trouble_with(status: int) -> str:
    """Why a message was not taken, by the status of the answer; empty if it was."""
    if 200 <= status < 300:
        return ""
    if status == GONE:
        return _("The receiver says that it is gone for good (410).")
    if 300 <= status < 400:
        return _("The receiver redirects (%(status)s): give the address it leads to.") % {
            "status": status
        }
    return _("The receiver answered with the status %(status)s.") % {"status": status}


def waiting_time(told: str) -> timedelta:
    """How long `Retry-After` asks to wait: seconds, or until a moment (RFC 9110, 10.2.3); a day at most."""
    if told.isascii() and told.isdigit():
        return min(timedelta(seconds=int(told[:9])), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(told)
    except (ValueError, OverflowError):
        return timedelta()
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(moment - datetime.now(UTC), timedelta()), LONGEST_WAIT)


def since(begun: float) -> int:
    """Milliseconds since a moment of the monotonic clock."""
    return round((monotonic() - begun) * 1000)
