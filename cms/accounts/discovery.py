"""What a provider tells of itself, asked once in a while: anybody can open the address that needs it."""

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from requests import RequestException

KEPT = 300
"""Seconds an answer is kept. Keys are not in it: what they sign is read when somebody comes back."""
KEPT_FAILED = 5
"""Seconds a provider is not asked that did not answer, or not as it should."""

LONGEST_WAIT = 1
"""Seconds for one who asks meanwhile: a provider that hangs holds one thread, not all."""

BROKEN = (OAuth2Error, RequestException, AttributeError, KeyError, TypeError, ValueError)
"""How a provider shows that it is gone, or answers with something else than it should."""


class Discovery:
    """The last answer, which all threads of the process share: one asks, the others wait for what it hears."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Ask the next time."""
        self.keep("", None, 0)

    def of(self, issuer: str, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What the issuer tells. Raises what `ask` does, and OAuth2Error for some seconds afterwards."""
        if not self.lock.acquire(timeout=LONGEST_WAIT):
            raise OAuth2Error("Somebody else waits for the provider.")
        try:
            if issuer == self.issuer and monotonic() < self.until:
                if self.told is None:
                    raise OAuth2Error("The provider did not answer a moment ago.")
                return self.told
            try:
                told = ask()
            except BROKEN:
                self.keep(issuer, None, KEPT_FAILED)
                raise
            self.keep(issuer, told, KEPT)
            return told
        finally:
            self.lock.release()

    def keep(self, issuer: str, told: dict[str, Any] | None, seconds: int) -> None:
        """Know what an issuer told, or that it told nothing."""
        self.issuer, self.told, self.until = issuer, told, monotonic() + seconds


discovery = Discovery()
