"""Where codes are typed. A code is good once, and only so many are looked at."""

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts import throttling

LIFE = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1)
"""Seconds in which a code of the app is right."""


class CodeForm(AuthenticateForm):
    """For the second step of signing in."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        describe(self)

    def clean_code(self) -> str:
        """The code, if it is right and was not used."""
        counted = throttling.code(self.user.pk)
        throttling.take(counted)
        try:
            code = super().clean_code()
        except InvalidToken as error:
            raise ValidationError(
                _("Your second factor can no longer be read. Ask an administrator to reset it.")
            ) from error
        if self.authenticator.type == Authenticator.Type.TOTP:
            refuse_used(self.user.pk, code)
        throttling.give_back(counted)
        return code


class ConfirmingCodeForm(CodeForm, ReauthenticateForm):
    """The same for somebody who is signed in and does something grave."""


class FirstCodeForm(ActivateTOTPForm):
    """Shows that the app has the secret."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        describe(self)
        self.fields["code"].label = gettext_lazy("Type the code that the app shows")

    def clean_code(self) -> str:
        """The code, if it is right. It opens nothing any more."""
        counted = throttling.code(self.user.pk)
        throttling.take(counted)
        code = super().clean_code()
        refuse_used(self.user.pk, code)
        throttling.give_back(counted)
        return code


def describe(form: CodeForm | FirstCodeForm) -> None:
    """Say what is to be typed; phones show digits."""
    field = form.fields["code"]
    field.label = gettext_lazy("Code")
    field.widget.attrs = {
        "autocomplete": "one-time-code",
        "autofocus": "",
        "inputmode": "numeric",
        "maxlength": 12,
    }


def refuse_used(user: int, code: str) -> None:
    """Raises ValidationError when a code was used before, in whatever process."""
    digits = "".join(filter(str.isdigit, code))
    if not throttling.is_first(f"used {user} {digits}", LIFE):
        raise ValidationError(_("This code was used already. Wait for the next one."))
