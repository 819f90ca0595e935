"""Sign-in by OpenID Connect, as allauth has it, and what it leaves out: a nonce, an `issuer` that is the one expected, a
`userinfo` that is signed (ProConnect) and of the same person. allauth finds this module by its name.

Users are those whom an administrator made: found by a verified address at first, by the provider's name for them (`sub`)
from then on.
"""

import logging
import secrets
from hashlib import sha256
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from cms.accounts.discovery import discovery
from cms.accounts.models import User

logger = logging.getLogger(__name__)

SIGNED = "application/jwt"
UNKNOWN, FAILED = 403, 502


class Client(OAuth2Client):
    """Asks with a nonce, which ties the answer to this question."""

    def get_redirect_url(
        self, authorization_url: str, scope: list[str], extra_params: dict[str, str]
    ) -> str:
        """The address at the provider."""
        nonce = nonce_of(self.state)
        return super().get_redirect_url(authorization_url, scope, {**extra_params, "nonce": nonce})


class Exchange(OpenIDConnectOAuth2Adapter):
    """What is asked of the provider, and whether its answers hold. Raises OAuth2Error where they do not."""

    client_class = Client

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider tells of itself, or told some minutes ago."""
        return discovery.of(settings.OIDC_ISSUER, self.ask)

    def ask(self) -> dict[str, Any]:
        """What it tells of itself now."""
        config = super().openid_config
        if config.get("issuer", "").rstrip("/") != settings.OIDC_ISSUER:
            raise OAuth2Error("The issuer is not the one of the settings.")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Where the provider sends people back to."""
        return build_absolute_uri(request, reverse("provider_callback"))

    def complete_login(self, request: HttpRequest, *args: Any, **kwargs: Any) -> SocialLogin:
        """Who it is. Of what the provider tells nothing but its name for the person is kept."""
        if "id_token" not in kwargs["response"]:
            raise OAuth2Error("There is no id_token.")
        login = super().complete_login(request, *args, **kwargs)
        told = login.account.extra_data
        if told["userinfo"].get("sub") != told["id_token"]["sub"]:
            raise OAuth2Error("userinfo is of somebody else.")
        login.account.extra_data = {}
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        data = super()._decode_id_token(app, id_token)
        asked = nonce_of(self.request.GET.get("state", ""))
        if not constant_time_compare(str(data.get("nonce", "")), asked):
            raise OAuth2Error("The nonce is not the one that was sent.")
        return data

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(
                self.profile_url, headers={"Authorization": f"Bearer {access_token}"}
            )
            response.raise_for_status()
        if response.headers.get("Content-Type", "").partition(";")[0].strip() != SIGNED:
            return response.json()
        return jwtkit.verify_and_decode(
            credential=response.text,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=settings.OIDC_CLIENT_ID,
            lookup_kid=jwtkit.lookup_kid_jwk,
            # It comes straight from the provider, over TLS.
            verify_signature=False,
        )


class Provider(OpenIDConnectProvider):
    """The one of the settings."""

    oauth2_adapter_class = Exchange


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Who may come in."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The provider of the settings; what stands in the database opens nothing."""
        if not settings.OIDC:
            return []
        return [
            SocialApp(
                provider=Provider.id,
                provider_id=provider_id(),
                name=settings.OIDC_NAME,
                client_id=settings.OIDC_CLIENT_ID,
                secret=settings.OIDC_CLIENT_SECRET,
                settings={"server_url": settings.OIDC_ISSUER, "scope": settings.OIDC_SCOPES},
            )
        ]

    def generate_state_param(self, state: dict[str, Any]) -> str:
        """As long as the strictest provider wants it."""
        return secrets.token_urlsafe(32)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: administrators make accounts."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the user, or end with a page that says whom to ask."""
        if not sociallogin.is_existing and (user := found(sociallogin)):
            sociallogin.connect(request, user)
        if not sociallogin.is_existing or not sociallogin.user.is_active:
            address = next((each.email for each in sociallogin.email_addresses), "")
            raise ImmediateHttpResponse(
                page(request, "accounts/unknown.html", UNKNOWN, address=address)
            )

    def on_authentication_error(
        self, request: HttpRequest, provider: Provider, exception: Any = None, **about: Any
    ) -> None:
        """End with a page that tells nothing of what went wrong; the log has its kind."""
        raise ImmediateHttpResponse(failed(request, exception))


def found(login: SocialLogin) -> User | None:
    """The one user with an address that the provider has verified, who never came by it before."""
    verified = [
        each.email for each in login.email_addresses if each.verified or settings.OIDC_TRUST_EMAILS
    ]
    users = list(User.objects.filter(email__iexact=verified[0])[:2]) if verified else []
    if len(users) != 1 or SocialAccount.objects.filter(
        provider=login.account.provider, user=users[0]
    ):
        return None
    return users[0]


def failed(request: HttpRequest, error: Exception | None) -> HttpResponse:
    """The page of a sign-in that came to nothing."""
    logger.warning("Sign-in by the provider failed: %s", type(error).__name__)
    return page(request, "accounts/failed.html", FAILED)


def page(request: HttpRequest, template: str, status: int, **told: str) -> HttpResponse:
    """A page with the name of the provider."""
    return render(request, template, {"provider": settings.OIDC_NAME, **told}, status=status)


def provider_id() -> str:
    """Another one for each issuer: they may have the same name for different people."""
    return sha256(settings.OIDC_ISSUER.encode()).hexdigest()[:16]


def nonce_of(state: str) -> str:
    """The nonce that goes with a state, which is kept with the session."""
    return salted_hmac("cms.accounts.provider", state, algorithm="sha256").hexdigest()


provider_classes = [Provider]
