"""The second factor in Wagtail's admin."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel

from cms.accounts.second_factor import RESET


class SecondFactorPanel(BaseSettingsPanel):
    """On the page of one's account: whether there is a second factor, and where it is changed."""

    name = "second_factor"
    title = _("Second factor")
    order = 600
    template_name = "accounts/panel.html"

    def is_active(self) -> bool:
        """Not where a provider opens."""
        return not settings.OIDC

    def get_form(self) -> Form:
        """None: the link leads to a page of its own."""
        return Form()

    def get_context_data(self) -> dict[str, Any]:
        """Whether there is one."""
        return {"is_on": is_mfa_enabled(self.user, [Authenticator.Type.TOTP])}


@hooks.register("register_account_settings_panel")
def show_second_factor(request: HttpRequest, user: Any, profile: Any) -> BaseSettingsPanel:
    """Below the password."""
    return SecondFactorPanel(request, user, profile)


@hooks.register("register_log_actions")
def name_reset(actions: Any) -> None:
    """How the history of the site calls it."""
    actions.register_action(RESET, _("Reset second factor"), _("Reset the second factor"))
