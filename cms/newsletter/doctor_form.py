"""Which feed is to be examined, with which parameters."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.newsletter.parameters import KINDS, RECORDS, WIDTHS, BadParametersError, asked_in

WRITTEN = ("rss", "atom", "json")


def feeds() -> list[tuple[str, str]]:
    """The paths of the feeds; what is said of each is the path."""
    paths = [
        reverse("feed", kwargs={"kind": kind, "written": written})
        for written in WRITTEN
        for kind in reversed(KINDS)
    ]
    return [(path, path) for path in (*paths, reverse("newsletter_items"))]


class RecordField(forms.ModelChoiceField):
    """A record of the default language that is readable when the form is made, by its slug."""

    def __init__(self, name: str) -> None:
        self.model = RECORDS[name]
        super().__init__(
            self.model._default_manager.none(),
            label=capfirst(self.model._meta.verbose_name),
            required=False,
            empty_label=_("all"),
            to_field_name="slug",
        )

    def offer(self) -> None:
        """Let choose among what is readable now."""
        readable = self.model._default_manager.readable()
        own = readable.filter(locale__language_code=settings.LANGUAGE_CODE)
        self.queryset = own.order_by("name")

    def clean(self, value: Any) -> str:
        """The slug."""
        record = super().clean(value)
        return record.slug if record else ""


class DoctorForm(forms.Form):
    """A feed and its parameters. What the feed would refuse is said beside the field, in its words."""

    feed = forms.ChoiceField(label=_("Feed"), choices=feeds)
    limit = forms.CharField(label=_("How many items"), required=False, initial="5")
    technopole = RecordField("technopole")
    sector = RecordField("sector")
    organisation = RecordField("organisation")
    series = RecordField("series")
    lang = forms.ChoiceField(
        label=_("Language"), required=False, choices=settings.WAGTAIL_CONTENT_LANGUAGES
    )
    since = forms.CharField(
        label=_("Published after"),
        required=False,
        help_text=_("A moment with its offset, as shown."),
        widget=forms.TextInput(attrs={"placeholder": "2025-07-08T12:00:00+02:00"}),
    )
    image = forms.ChoiceField(
        label=_("Width of pictures"),
        required=False,
        choices=[(width, f"{width} px") for width in WIDTHS],
    )
    utm_source = forms.CharField(
        label=_("Mark in links"),
        required=False,
        help_text=_("What utm_source is to say. For example: mailchimp"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in RECORDS:
            self.fields[name].offer()

    def clean(self) -> dict[str, Any]:
        """Ask of each parameter what the feed would say of it."""
        for name, value in list(self.parameters.items()):
            try:
                asked_in(QueryDict(urlencode({name: value})), "all")
            except BadParametersError as refusal:
                self.add_error(name, refusal.sentences)
        return self.cleaned_data

    @property
    def parameters(self) -> dict[str, str]:
        """Those that were filled in."""
        filled = {name: value for name, value in self.cleaned_data.items() if value}
        filled.pop("feed", None)
        return filled

    @property
    def address(self) -> str:
        """The path of the feed with its parameters."""
        path, query = self.cleaned_data["feed"], urlencode(self.parameters)
        return f"{path}?{query}" if query else path
