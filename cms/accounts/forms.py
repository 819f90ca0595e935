"""What is typed to come in."""

from threading import Thread
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm as WagtailNameEmailForm
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.admin.forms.auth import PasswordChangeForm as WagtailPasswordChangeForm
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from cms.accounts import throttling
from cms.accounts.addresses import OwnAddress
from cms.accounts.known import is_known

REFUSED = "_refused_old_password"
"""Where the user of a request keeps why the old password was refused."""


class LoginForm(WagtailLoginForm):
    """Wagtail's, with a password whose label is in the language of the user, and a limit to what can be tried.
    An e-mail address does as well as a user name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name or e-mail address")
        self.fields["username"].widget.attrs["placeholder"] = ""
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs["placeholder"] = ""
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"

    def clean(self) -> dict[str, Any]:
        """The same sentence, after the same time, for a wrong password, a name that nobody has and an account
        that is closed."""
        name = self.cleaned_data.get("username")
        if not name or not self.cleaned_data.get("password"):
            return super().clean()
        counted = throttling.sign_in(self.request, name, knows_browser=is_known(self.request, name))
        throttling.take(counted)
        cleaned = super().clean()
        throttling.give_back(counted)
        return cleaned


class NameEmailForm(OwnAddress, WagtailNameEmailForm):
    """Wagtail's: nobody takes the address of another, who could sign in by it no more."""


class PasswordChangeForm(WagtailPasswordChangeForm):
    """Wagtail's, with a limit: the old password cannot be found out by whoever finds an open session."""

    def clean_old_password(self) -> str:
        """The old password, if it is right. Wagtail makes the form once more to show it: that is no other try."""
        refused = vars(self.user).get(REFUSED)
        if refused:
            raise refused
        counted = throttling.old_password(self.user.pk)
        try:
            throttling.take(counted)
            old = super().clean_old_password()
        except ValidationError as error:
            vars(self.user)[REFUSED] = error
            raise
        throttling.give_back(counted)
        return old


class PasswordResetForm(WagtailPasswordResetForm):
    """Wagtail's, whose answer does not wait for the mail: it would tell that there is an account."""

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send it meanwhile, in the language of who asks. Django logs what goes wrong."""
        send, language = super().send_mail, get_language()

        def send_meanwhile() -> None:
            try:
                with override(language):
                    send(*args, **kwargs)
            finally:
                connections.close_all()

        Thread(target=send_meanwhile).start()
