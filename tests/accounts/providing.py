"""A provider of OpenID Connect on this machine."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.processes import ended, free_port, started, wait_for

SECONDS = 60
TO = "/admin/login/provider/"


@dataclass(frozen=True)
class Provider:
    """Where it is, and its process."""

    issuer: str
    process: subprocess.Popen[bytes]

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
    port, nowhere = port or free_port(), Path(os.devnull)
    command = ["-m", "oidc_provider_mock", "-p", str(port), "-n", "true"]
    process = started(command, os.environ, nowhere)
    issuer = f"http://127.0.0.1:{port}"
    with ended(process):
        wait_for(process, f"{issuer}/.well-known/openid-configuration", nowhere)
        yield Provider(issuer, process)


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
