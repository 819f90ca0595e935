"""GraphiQL: our own files, a strict policy, examples that run, and a setting that turns it off."""

import importlib
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import clear_url_caches

from cms import urls
from cms.api.ide import POLICY

VENDORED = django_settings.BASE_DIR / "cms" / "static" / "vendor" / "graphiql"

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_ide(settings: Any) -> Iterator[None]:
    settings.GRAPHIQL = False
    importlib.reload(urls)
    clear_url_caches()
    yield
    settings.GRAPHIQL = True
    importlib.reload(urls)
    clear_url_caches()


def is_served(client: Client, address: str) -> bool:
    response = client.get(address)
    response.close()
    return response.status_code == 200


def test_vendored_files_are_those_that_were_released() -> None:
    told = re.findall(
        r"^\| `(.+?)` \| ([0-9a-f]{64}) \|$", (VENDORED / "VENDOR.md").read_text(), re.M
    )
    hashes = {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in VENDORED.iterdir()
        if path.name != "VENDOR.md"
    }
    assert dict(told) == hashes


def test_page_loads_nothing_from_elsewhere(client: Client) -> None:
    response = client.get("/graphiql/")
    page = response.content.decode()
    assert response["Content-Security-Policy"] == POLICY
    assert not response.cookies
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert [each for each in addresses if not each.startswith("/static/")] == []
    assert [each for each in addresses if not is_served(client, each)] == []
    assert (
        re.findall(r"<script(?![^>]* src=)(?![^>]*application/json)|<style| style=| on\w+=", page)
        == []
    )


def test_setting_turns_it_off(client: Client, without_ide: None) -> None:
    assert client.get("/graphiql/").status_code == 404
    assert client.get("/graphql/?query={__typename}").status_code == 200


def test_page_is_only_read(client: Client) -> None:
    assert client.post("/graphiql/").status_code == 405
