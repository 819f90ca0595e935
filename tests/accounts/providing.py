"""A provider of OpenID Connect on this machine."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from tests.processes import ended

SECONDS = 60
TO = "/admin/login/provider/"


@dataclass(frozen=True)
class Provider:
    """Where it is, and its process."""

    issuer: str
    process: "subprocess.Popen[bytes]"

    def knows(self, sub: str, email: str | None, **claims: Any) -> None:
        """A person who can sign in there; without the address of somebody it tells none."""
        told = {"email": email, "email_verified": True, **claims} if email else claims
        requests.put(f"{self.issuer}/users/{sub}", json=told, timeout=SECONDS).raise_for_status()

    def agrees(self, asked: str, sub: str) -> str:
        """Where the browser of a person is sent who was sent there and agreed."""
        answer = requests.post(asked, data={"sub": sub}, allow_redirects=False, timeout=SECONDS)
        return answer.headers["Location"]


@contextmanager
def providing(port: int = 0) -> Iterator[Provider]:
    """A provider that wants a nonce, with keys of its own. It is a process: its warnings are its own."""
    port = port or free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "-p", str(port), "-n", "true"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    issuer = f"http://127.0.0.1:{port}"
    with ended(process):
        until = time.monotonic() + SECONDS
        while not answers(f"{issuer}/.well-known/openid-configuration"):
            assert time.monotonic() < until
            time.sleep(0.1)
        yield Provider(issuer, process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=SECONDS).ok
    except requests.RequestException:
        return False


def opens(provider: Provider, settings: Any) -> None:
    """Let the provider open, as the settings do when the variables are there."""
    settings.OIDC = True
    settings.OIDC_ISSUER = provider.issuer
    settings.OIDC_CLIENT_ID = "cms"
    settings.OIDC_CLIENT_SECRET = "secret"
    settings.OIDC_NAME = "ProConnect"
    settings.OIDC_SCOPES = ["openid", "email"]
    settings.WAGTAILUSERS_PASSWORD_ENABLED = False
    settings.WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = False
    settings.WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False


def came_back(provider: Provider, visitor: Any, sub: str, following: str = "") -> Any:
    """The answer to somebody who was sent to the provider and back."""
    asked = visitor.client.get(TO, {"next": following})
    return visitor.client.get(provider.agrees(asked.headers["Location"], sub))
