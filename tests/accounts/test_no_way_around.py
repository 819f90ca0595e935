"""Whatever address there is, none but the door opens to a password."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern, URLResolver

from cms.accounts.models import User
from tests.accounts.conftest import PASSWORD, Visitor

DOOR = "/admin/login/"
pytestmark = pytest.mark.django_db


def addresses(patterns: Any = None, before: str = "/") -> Iterator[str]:
    """Every address without a value in it, from every room of the product and of Wagtail."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        pattern = each.pattern
        if isinstance(pattern, LocalePrefixPattern):
            for prefix in ("", "en/"):
                yield from addresses(each.url_patterns, before + prefix)
            continue
        part = str(pattern)
        if not isinstance(pattern, RoutePattern):
            part = part.strip("^$")
        if any(sign in part for sign in "<([\\"):
            continue
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, before + part)
        elif isinstance(each, URLPattern):
            yield before + part


def opened_by_a_password() -> set[str]:
    """Where somebody is signed in who sends name and password under all the names that fields have."""
    found = set()
    names = {"username": "redactrice", "login": "redactrice", "email": "redactrice@example.org"}
    sent = {**names, "password": PASSWORD, "next": "/admin/"}
    for address in sorted(set(addresses())):
        visitor = Visitor()
        visitor.client.raise_request_exception = False
        visitor.client.post(address, sent)
        if "_auth_user_id" in visitor.client.session:
            found.add(address)
    return found


def test_the_door_is_the_only_one(redactrice: User) -> None:
    known = set(addresses())
    assert {DOOR, "/_util/login/", "/en/_util/login/", "/admin/password_reset/"} <= known
    assert len(known) > 100
    assert opened_by_a_password() == {DOOR}


def test_a_provider_leaves_none(redactrice: User, settings: Any) -> None:
    settings.OIDC = True
    settings.OIDC_ISSUER = "https://id.example.org"
    assert opened_by_a_password() == set()
