"""The form of an endpoint."""

from importlib import import_module
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.webhooks.addresses import ForbiddenAddressError, destination
from cms.webhooks.models import Endpoint
from cms.webhooks.words import ACTIONS, KINDS

ANY = _("None is checked: any.")


def choice_of(label: Any, choices: Any) -> forms.MultipleChoiceField:
    """Some of these, or any."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        help_text=ANY,
        widget=forms.CheckboxSelectMultiple,
    )


class EndpointForm(WagtailAdminModelForm):
    """An endpoint that is made, or changed: then with its secret, and whether it is paused."""

    actions = choice_of(_("What happened"), list(ACTIONS.items()))
    kinds = choice_of(_("What it happened to"), [(kind.name, word) for kind, word in KINDS.items()])
    languages = choice_of(_("Languages"), settings.LANGUAGES)
    told_secret = forms.CharField(
        label=_("Secret"),
        required=False,
        disabled=True,
        help_text=_(
            "The receiver knows messages of yours by it: give it to whoever looks after the receiver, and nobody else."
        ),
    )
    renew_secret = forms.BooleanField(
        label=_("Make a new secret"),
        required=False,
        help_text=_("For a day messages are signed with the former one as well."),
    )
    is_paused = forms.BooleanField(
        label=_("Paused"),
        required=False,
        show_hidden_initial=True,
        help_text=_("Nothing is sent. What happens meanwhile is sent once this is unchecked."),
    )

    class Meta:
        model = Endpoint
        fields = ("name", "url", "actions", "kinds", "languages", "operation")
        widgets = {"operation": forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            for name in ("told_secret", "renew_secret", "is_paused"):
                del self.fields[name]
        else:
            self.initial["told_secret"] = self.instance.secret
            self.initial["is_paused"] = self.instance.paused_at is not None

    def clean_url(self) -> str:
        """Refuse what nothing may be sent to."""
        try:
            destination(self.cleaned_data["url"])
        except ForbiddenAddressError as error:
            raise forms.ValidationError(str(error)) from None
        return self.cleaned_data["url"]

    def clean_operation(self) -> str:
        """Refuse a query that the API would refuse."""
        text = self.cleaned_data["operation"].strip()
        trouble = text and import_module("cms.webhooks.messages").trouble_with(text)
        if trouble:
            raise forms.ValidationError(
                _("The API refuses this query: %(trouble)s"), params={"trouble": trouble}
            )
        return text

    def save(self, commit: bool = True) -> Endpoint:  # noqa: FBT001, FBT002
        """Keep what was typed; what sending notes meanwhile stays."""
        endpoint = self.instance
        if endpoint.pk is None:
            return super().save(commit)
        kept = list(self.Meta.fields)
        if self.cleaned_data.get("renew_secret"):
            endpoint.renew_secret()
            kept += ["secret", "former_secret", "former_until"]
        if "is_paused" in self.changed_data:
            self.turn()
            kept += ["paused_at", "pause_reason", "failing_since", "failures", "resting_until"]
        endpoint.save(update_fields=kept)
        return endpoint

    def turn(self) -> None:
        """Pause or resume."""
        if self.cleaned_data["is_paused"]:
            self.instance.pause(str(_("Paused in the admin.")))
        else:
            self.instance.resume()
