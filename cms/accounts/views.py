"""The one door: whoever signs in, passes here."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.base import views as factors
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.statekit import STATE_TTL
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET
from wagtail.admin.views.account import LoginView, PasswordResetView

from cms.accounts import known, throttling
from cms.accounts.discovery import BROKEN
from cms.accounts.forms import LoginForm
from cms.accounts.provider import Exchange, Provider, failed, page, provider_id

REFUSED, TOO_MANY = 403, 429


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class SignIn(LoginView):
    """Wagtail's screen; what follows the right password is allauth's, a second factor for instance."""

    def get_template_names(self) -> list[str]:
        """Where a provider opens, there is no form."""
        return ["accounts/by_provider.html" if settings.OIDC else self.template_name]

    def get_context_data(self, **told: Any) -> dict[str, Any]:
        """What the screen shows."""
        return super().get_context_data(
            provider=settings.OIDC_NAME, following=self.get_success_url(), **told
        )

    def post(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        """Look at a password; where a provider opens, at none."""
        if settings.OIDC:
            told = self.get_context_data(form=None, is_refused=True)
            return self.render_to_response(told, status=REFUSED)
        return super().post(request, *args, **named)

    def form_valid(self, form: LoginForm) -> HttpResponse:
        """Sign in, or go on to what else is asked for."""
        user = form.get_user()
        if self.request.user.is_authenticated:
            logout(self.request)
        login = Login(user=user, redirect_url=self.get_success_url())
        name = {"username": user.get_username()}
        response = perform_password_login(self.request, name, login)
        # None lasts as long as the settings say, 0 until the browser is closed.
        self.request.session.set_expiry(None if form.cleaned_data["remember"] else 0)
        return remembered(self.request, response)

    def form_invalid(self, form: Form) -> HttpResponse:
        """The form again, with what to do."""
        return told_to_wait(super().form_invalid(form), form)


def enter_code(request: HttpRequest) -> HttpResponse:
    """allauth's second step, whose browser is known from then on."""
    return remembered(request, factors.authenticate(request))


def remembered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response, by which a browser is known that is in: a password alone makes none known."""
    if request.user.is_authenticated:
        known.remember(response, request.user)
    return response


class PasswordReset(PasswordResetView):
    """Wagtail's, with a limit."""

    def form_valid(self, form: Form) -> HttpResponse:
        """The same answer whether or not there is an account."""
        try:
            throttling.take(throttling.reset(self.request, form.cleaned_data["email"]))
        except throttling.ValidationError as error:
            form.add_error(None, error)
            return told_to_wait(self.form_invalid(form), form)
        return super().form_valid(form)


def told_to_wait(response: HttpResponse, form: Form) -> HttpResponse:
    """The response, which tells programs too when to come again."""
    for error in form.non_field_errors().as_data():
        if error.code == throttling.CODE:
            response.status_code = TOO_MANY
            response.headers["Retry-After"] = str(error.params["seconds"])
    return response


@csrf_exempt
def to_the_door(request: HttpRequest) -> HttpResponse:
    """Where Wagtail would ask readers of private pages for a password: never without what the door asks for."""
    following: Any = request.POST.get("next") or request.GET.get("next") or ""
    return redirect_to_login(following, "wagtailadmin_login")


@never_cache
@require_GET
def to_provider(request: HttpRequest) -> HttpResponse:
    """Send somebody to the provider, which sends them back. The session that waits for it is a short one."""
    refuse_without_provider()
    following = SignIn(request=request).get_success_url()
    try:
        throttling.take(throttling.to_provider(request))
        provider = get_adapter().get_provider(request, Provider.id)
        response = provider.redirect(request, process=AuthProcess.LOGIN, next_url=following)
    except throttling.ValidationError as error:
        return to_wait(request, error)
    except BROKEN as error:
        return failed(request, error)
    if request.user.is_anonymous:
        request.session.set_expiry(STATE_TTL)
    return response


@never_cache
@require_GET
def from_provider(request: HttpRequest) -> HttpResponse:
    """Let in whom the provider sends back, for as long as the settings say."""
    refuse_without_provider()
    try:
        response = OAuth2CallbackView.adapter_view(Exchange(request, provider_id()))(request)
    except BROKEN as error:
        return failed(request, error)
    if request.user.is_authenticated:
        request.session.set_expiry(None)
        throttling.give_back(throttling.to_provider(request))
    return response


def to_wait(request: HttpRequest, error: throttling.ValidationError) -> HttpResponse:
    """The page of whoever went to the provider too often."""
    response = page(request, "accounts/failed.html", TOO_MANY, wait=error.message)
    response.headers["Retry-After"] = str(error.params["seconds"])
    return response


def refuse_without_provider() -> None:
    if not settings.OIDC:
        raise Http404
