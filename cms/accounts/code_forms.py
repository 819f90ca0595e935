"""Where codes are typed. A code is good once, and only so many are looked at."""

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts import throttling
from cms.accounts.known import is_known_to
from cms.accounts.mails import tell_of_tries

LIFE = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1)
"""Seconds in which a code of the app is right."""


A_DAY = 86_400


class Counting:
    """What forms of codes have in common."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        describe(self)

    def clean_code(self) -> str:
        """The code, if it is right and was not used."""
        counted = self.counted()
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


class CodeForm(Counting, AuthenticateForm):
    """For the second step of signing in."""

    def clean_code(self) -> str:
        """The code. Its owner is told of wrong ones once they are used up, once a day: whoever types them has the
        password."""
        try:
            return super().clean_code()
        except ValidationError as error:
            is_last = error.code != throttling.CODE and throttling.is_used_up(self.counted())
            if is_last and throttling.is_first(f"told {self.user.pk}", A_DAY):
                tell_of_tries(self.user)
            raise

    def counted(self) -> list[throttling.Counted]:
        """What the try counts for: what is as long as a code of the app is one, all else may be a recovery code."""
        length = len(normalize_user_code(self.cleaned_data["code"]))
        count = throttling.code if length == app_settings.TOTP_DIGITS else throttling.recovery_code
        knows_browser = is_known_to(context.request, self.user)
        return count(context.request, self.user.pk, knows_browser=knows_browser)


class ConfirmingCodeForm(Counting, ReauthenticateForm):
    """The same for somebody who is signed in and does something grave."""

    def counted(self) -> list[throttling.Counted]:
        """What the try counts for: it uses up none of who signs in."""
        return throttling.confirmation(self.user.pk)


class FirstCodeForm(ActivateTOTPForm):
    """Shows that the app has the secret."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        describe(self)
        self.fields["code"].label = gettext_lazy("Type the code that the app shows")

    def clean_code(self) -> str:
        """The code, if it is right. It opens nothing any more."""
        counted = throttling.first_code(self.user.pk)
        throttling.take(counted)
        code = super().clean_code()
        refuse_used(self.user.pk, code)
        throttling.give_back(counted)
        return code


def describe(form: Counting | FirstCodeForm) -> None:
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
