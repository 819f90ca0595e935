"""A provider of OpenID Connect opens, and no password does."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.core.context import request_context
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.urls import reverse

from cms.accounts.models import User
from cms.accounts.provider import Exchange, nonce_of, provider_id
from cms.settings.env import parse
from cms.settings.refusing import unfit, unready_for_production
from tests.accounts.conftest import PASSWORD, Visitor, make_editor
from tests.accounts.providing import TO, Provider, came_back, opens

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def provider_opens(provider: Provider, settings: Any) -> None:
    opens(provider, settings)


def test_user_is_found_by_verified_address_then_by_name_of_the_provider(
    provider: Provider, redactrice: User, visitor: Visitor
) -> None:
    provider.knows("jeanne", "Redactrice@example.org")
    answer = came_back(provider, visitor, "jeanne", "/admin/account/")
    assert answer.headers["Location"] == "/admin/account/"
    assert visitor.is_in
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.uid, kept.extra_data) == (redactrice, "jeanne", {})
    provider.knows("jeanne", "un-autre-nom@example.org")
    again = Visitor()
    came_back(provider, again, "jeanne")
    assert again.client.session["_auth_user_id"] == str(redactrice.pk)
    assert User.objects.count() == 1


def test_question_holds_state_nonce_and_proof_key(visitor: Visitor) -> None:
    answer = visitor.client.get(
        TO, {"scope": "admin", "auth_params": "prompt=none", "process": "x"}
    )
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert set(asked["scope"][0].split()) == {"openid", "email"}
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 32
    assert len(asked["nonce"][0]) >= 32
    assert "prompt" not in asked
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("email", "claims"),
    [
        ("inconnue@example.org", {}),
        ("redactrice@example.org", {"email_verified": False}),
        ("deux@example.org", {}),
        ("partie@example.org", {}),
        (None, {}),
    ],
)
def test_whoever_has_no_account_is_told_whom_to_ask(
    provider: Provider, redactrice: User, visitor: Visitor, email: str | None, claims: dict
) -> None:
    make_editor("partie", is_active=False)
    for name in ("un", "deux"):
        User.objects.create_user(name, email="deux@example.org")
    provider.knows("jeanne", email, **claims)
    answer = came_back(provider, visitor, "jeanne")
    assert answer.status_code == 403
    assert "Demandez à un administrateur du site" in answer.content.decode()
    assert not visitor.is_in
    assert User.objects.count() == 4


def test_address_of_somebody_else_takes_no_account_over(
    provider: Provider, redactrice: User, visitor: Visitor
) -> None:
    provider.knows("jeanne", "redactrice@example.org")
    came_back(provider, visitor, "jeanne")
    provider.knows("pierre", "redactrice@example.org")
    other = Visitor()
    assert came_back(provider, other, "pierre").status_code == 403
    assert not other.is_in


def test_addresses_count_unverified_only_where_the_settings_say_so(
    provider: Provider, redactrice: User, visitor: Visitor, settings: Any
) -> None:
    settings.OIDC_TRUST_EMAILS = True
    provider.knows("jeanne", "redactrice@example.org", email_verified=False)
    came_back(provider, visitor, "jeanne")
    assert visitor.is_in


def test_closed_account_stays_closed(
    provider: Provider, redactrice: User, visitor: Visitor
) -> None:
    provider.knows("jeanne", "redactrice@example.org")
    came_back(provider, visitor, "jeanne")
    User.objects.update(is_active=False)
    other = Visitor()
    assert came_back(provider, other, "jeanne").status_code == 403
    assert not other.is_in
    assert not visitor.is_in


def test_answer_is_good_in_the_browser_that_asked_only(
    provider: Provider, redactrice: User, visitor: Visitor
) -> None:
    provider.knows("jeanne", "redactrice@example.org")
    asked = visitor.client.get(TO)
    back = provider.agrees(asked.headers["Location"], "jeanne")
    other = Visitor()
    assert other.client.get(back).status_code == 502
    assert not other.is_in
    assert visitor.client.get(back).status_code == 302
    assert visitor.client.get(back).status_code == 502


def test_nonce_and_issuer_are_looked_at(
    provider: Provider, rf: Any, visitor: Visitor, settings: Any
) -> None:
    request = visitor.client.get(TO).wsgi_request
    request.GET = {"state": "asked"}
    claims = {"iss": provider.issuer, "aud": "cms", "sub": "x", "exp": 4_000_000_000}
    with request_context(request):
        exchange = Exchange(request, provider_id())
        exchange.did_fetch_access_token = True
        app = exchange.get_provider().app
        right = jwt.encode({**claims, "nonce": nonce_of("asked")}, "k" * 32)
        assert exchange._decode_id_token(app, right)["sub"] == "x"
        for nonce in ({}, {"nonce": nonce_of("another")}, {"nonce": 1}):
            with pytest.raises(OAuth2Error):
                exchange._decode_id_token(app, jwt.encode({**claims, **nonce}, "k" * 32))
        settings.OIDC_ISSUER = f"{provider.issuer}/.well-known/openid-configuration"
        with pytest.raises(OAuth2Error):
            _ = Exchange(request, provider_id()).openid_config


@pytest.mark.parametrize(
    ("claims", "holds"), [({}, True), ({"aud": "another"}, False), ({"iss": "another"}, False)]
)
def test_userinfo_may_be_signed_as_proconnect_has_it(
    provider: Provider, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, claims: dict, holds: bool
) -> None:
    request = visitor.client.get(TO).wsgi_request
    told = {"iss": provider.issuer, "aud": "cms", "sub": "x", "email": "x@example.org", **claims}
    answer = requests.Response()
    answer.status_code, answer._content = 200, jwt.encode(told, "k" * 32).encode()
    answer.headers["Content-Type"] = "application/jwt; charset=utf-8"
    with request_context(request):
        exchange = Exchange(request, provider_id())
        assert exchange.profile_url
        monkeypatch.setattr(requests.Session, "request", lambda *asked, **how: answer)
        if holds:
            assert exchange._fetch_user_info("token")["email"] == "x@example.org"
        else:
            with pytest.raises(OAuth2Error):
                exchange._fetch_user_info("token")


@pytest.mark.parametrize("refused", ["?error=access_denied&state=x", "?code=x&state=x", "?", ""])
def test_answers_that_nobody_asked_for_open_nothing(visitor: Visitor, refused: str) -> None:
    answer = visitor.client.get(f"/admin/login/provider/back/{refused}")
    assert answer.status_code == 502
    assert "La connexion avec ProConnect n’a pas abouti" in answer.content.decode()


def test_provider_that_is_gone_is_told_clearly(
    redactrice: User, visitor: Visitor, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    answer = visitor.client.get(TO)
    assert answer.status_code == 502
    page = answer.content.decode()
    assert "ProConnect ne répond pas" in page
    assert "127.0.0.1:9" not in page
    assert "ConnectionError" in caplog.text


@pytest.mark.parametrize("told", [[], {"issuer": None}, {"issuer": 5}, "provider", None])
def test_provider_that_tells_odd_things_is_told_clearly(
    redactrice: User, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, told: Any
) -> None:
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", told)
    answer = visitor.client.get(TO)
    assert answer.status_code == 502
    assert "ProConnect ne répond pas" in answer.content.decode()


def test_no_password_opens_any_more(redactrice: User, visitor: Visitor) -> None:
    asked = visitor.client.get("/admin/login/")
    assert 'type="password"' not in asked.content.decode()
    refused = visitor.try_password("redactrice", PASSWORD)
    assert refused.status_code == 403
    assert "Aucun mot de passe n’ouvre plus ce site" in refused.content.decode()
    assert not visitor.is_in
    for name in (
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "account_reauthenticate",
        "mfa_authenticate",
        "mfa_index",
    ):
        assert visitor.client.get(reverse(name)).status_code == 404


def test_account_page_changes_neither_password_nor_address(
    provider: Provider, redactrice: User, visitor: Visitor
) -> None:
    provider.knows("jeanne", "redactrice@example.org")
    came_back(provider, visitor, "jeanne")
    page = visitor.client.get("/admin/account/").content.decode()
    assert "password" not in page
    assert "name_email-email" not in page
    assert "second_factor" not in page


def test_sessions_of_passwords_end_when_a_provider_opens(
    redactrice: User, visitor: Visitor, provider: Provider, settings: Any
) -> None:
    settings.OIDC, settings.OIDC_ISSUER = False, ""
    visitor.try_password("redactrice", PASSWORD)
    assert visitor.is_in
    opens(provider, settings)
    assert not visitor.is_in


def test_without_a_provider_its_addresses_are_not_there(visitor: Visitor, settings: Any) -> None:
    settings.OIDC = False
    assert visitor.client.get(TO).status_code == 404
    assert visitor.client.get("/admin/login/provider/back/?code=x&state=x").status_code == 404


def test_half_a_provider_is_refused() -> None:
    some, _ = parse({"OIDC_ISSUER": "https://id.example.org"})
    assert unfit(some) == [
        "OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set together."
    ]
    plain, _ = parse({"OIDC_ISSUER": "http://id.example.org"})
    assert "OIDC_ISSUER must begin with https://." in unready_for_production(plain)
    assert unfit(parse({})[0]) == []
