"""Addresses below `/admin/`, before Wagtail's own. Of allauth only what is needed is there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin.localization import get_localized_response
from wagtail.admin.views.account import LogoutView

from cms.accounts.views import PasswordReset, SignIn, enter_code, from_provider, to_provider

View = Callable[..., HttpResponse]


def own(view: View) -> View:
    """A view of allauth in the language of the user, which no cache keeps. Where a provider opens, there is none."""

    @wraps(view)
    def localized(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if settings.OIDC:
            raise Http404
        return get_localized_response(view, request, *args, **named)

    return never_cache(localized)


sign_in = SignIn.as_view()

urlpatterns = [
    path("login/", sign_in, name="wagtailadmin_login"),
    path("login/", sign_in, name="account_login"),
    path("login/provider/", to_provider, name="to_provider"),
    path("login/provider/back/", from_provider, name="provider_callback"),
    path("login/closed/", own(account.account_inactive), name="account_inactive"),
    path("login/code/", own(enter_code), name="mfa_authenticate"),
    path("login/confirm/", own(account.reauthenticate), name="account_reauthenticate"),
    path("login/confirm/code/", own(factors.reauthenticate), name="mfa_reauthenticate"),
    path("login/second-factor/", own(factors.index), name="mfa_index"),
    path("login/second-factor/new/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("login/second-factor/remove/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "login/second-factor/codes/",
        own(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "login/second-factor/codes/new/",
        own(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    # Wagtail's own drops the cookie of the session whatever the method.
    path("logout/", require_POST(LogoutView.as_view()), name="wagtailadmin_logout"),
    path("password_reset/", PasswordReset.as_view(), name="wagtailadmin_password_reset"),
]
