"""Forms that make a record inside a chooser, while a story is written."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.actions.create import CreateAction
from wagtail.models import DraftStateMixin, Locale

from .models import Affiliation, EventSeries, Organisation, Person, Sector, Technopole
from .records import Record, sortable
from .typesetting import typeset

ROWS = 3


class RecordCreationForm(forms.ModelForm):
    """A new record: a draft where its kind has drafts. It asks before it makes a homonym."""

    is_another = forms.BooleanField(
        required=False,
        label=_("It is another one of the same name"),
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, user: Any, locale: Locale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.instance.locale = locale
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = field.queryset.filter(locale=locale)

    @property
    def makes_a_draft(self) -> bool:
        """Whether the record waits to be published."""
        return isinstance(self.instance, DraftStateMixin)

    def clean(self) -> dict[str, Any]:
        """Refuse a name that exists already, until the editor says that it is another one."""
        cleaned = super().clean()
        homonym = find_by_name(self._meta.model, cleaned.get("name", ""), self.instance.locale)
        if homonym.exists():
            self.fields["is_another"].widget = forms.CheckboxInput()
            if not cleaned.get("is_another"):
                self.add_error("name", self.homonym_message(homonym[0]))
        return cleaned

    def homonym_message(self, homonym: Record) -> str:
        """Says which record has the name and where to choose it."""
        known = " – ".join(filter(None, (homonym.name, getattr(homonym, "current_roles", ""))))
        message = _("“%(known)s” exists already: choose it under “Search”, or tick the box below.")
        return message % {"known": known}

    @transaction.atomic
    def save_new(self) -> Record:
        """The record as its editor's draft, with its first revision and a line in its history."""
        return save_new(self.instance, user=self.user, form=self)


def find_by_name(model: type[Record], name: str, locale: Locale) -> models.QuerySet:
    """The records called `name`, whatever its case, accents and apostrophes."""
    typed = " ".join(name.split())
    spellings = {sortable(typed), sortable(typeset(typed))}
    return model.objects.filter(sort_name__in=spellings, locale=locale)


def alike(name: str, other: str) -> bool:
    """Whether two names differ by case and accents only."""
    return sortable(name) == sortable(other)


def save_new(record: Record, *, user: Any, form: forms.ModelForm | None = None) -> Record:
    """Save `record` for the first time, as a draft where its kind has drafts."""
    return CreateAction(record, user=user, form=form).execute()


class TechnopoleCreationForm(RecordCreationForm):
    class Meta:
        model = Technopole
        fields = ("name", "city", "tagline")


class OrganisationCreationForm(RecordCreationForm):
    class Meta:
        model = Organisation
        fields = ("name", "kind", "technopole", "website")


class SectorCreationForm(RecordCreationForm):
    class Meta:
        model = Sector
        fields = ("name", "parent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = self.fields["parent"].queryset.filter(parent=None)


class EventSeriesCreationForm(RecordCreationForm):
    class Meta:
        model = EventSeries
        fields = ("name", "promise")


class PersonCreationForm(RecordCreationForm):
    """A person with what they are where; an organisation that is new becomes a draft too."""

    class Meta:
        model = Person
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, ROWS + 1):
            self.add_row(number)
        self.fields["role_1"].help_text = Affiliation._meta.get_field("role").help_text
        self.fields["organisation_1"].help_text = _(
            "An organisation that is not in the directory yet is created with the person, as a draft."
        )
        self.organisations: dict[str, Organisation] = {}

    def add_row(self, number: int) -> None:
        """The two fields of one role."""
        labels = {"number": number}
        self.fields[f"role_{number}"] = forms.CharField(
            required=False, max_length=160, label=_("Role %(number)s") % labels
        )
        self.fields[f"organisation_{number}"] = forms.CharField(
            required=False,
            max_length=160,
            label=_("Organisation %(number)s") % labels,
            widget=forms.TextInput(attrs={"list": "known-organisations", "autocomplete": "off"}),
        )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each role, side by side."""
        return [
            (self[f"role_{number}"], self[f"organisation_{number}"])
            for number in range(1, ROWS + 1)
        ]

    @property
    def known_organisations(self) -> models.QuerySet:
        """Names that may be picked instead of typed."""
        known = Organisation.objects.filter(locale=self.instance.locale)
        return known.values_list("name", flat=True)

    def clean(self) -> dict[str, Any]:
        """Ask for the missing half of a row and find its organisation."""
        cleaned = super().clean()
        for number in range(1, ROWS + 1):
            role, name = cleaned.get(f"role_{number}"), cleaned.get(f"organisation_{number}")
            if role and not name:
                self.add_error(f"organisation_{number}", _("In which organisation?"))
            elif name and not role:
                self.add_error(f"role_{number}", _("What do they do there?"))
            elif name:
                self.find_organisation(f"organisation_{number}", name)
        return cleaned

    def find_organisation(self, field: str, name: str) -> None:
        """The organisation called `name`, or a new one; refuse a name that several have."""
        found = list(find_by_name(Organisation, name, self.instance.locale)[:2])
        if len(found) > 1:
            message = _("Several organisations have this name: add this role in the directory.")
            self.add_error(field, message)
        elif found:
            self.organisations[field] = found[0]
        else:
            self.introduce_organisation(field, " ".join(name.split()))

    def introduce_organisation(self, field: str, name: str) -> None:
        """A new organisation, the same for all rows that name it."""
        if not self.user.has_perm("snippets.add_organisation"):
            self.add_error(field, _("Choose an organisation of the directory."))
            return
        named = (each for each in self.organisations.values() if alike(each.name, name))
        organisation = next(named, None) or Organisation(name=name, locale=self.instance.locale)
        try:
            organisation.full_clean()
        except ValidationError as error:
            self.add_error(field, error.messages)
        else:
            self.organisations[field] = organisation

    @transaction.atomic
    def save_new(self) -> Person:
        """The person and the organisations they introduce, all drafts."""
        for number in range(1, ROWS + 1):
            if organisation := self.organisations.get(f"organisation_{number}"):
                if organisation.pk is None:
                    save_new(organisation, user=self.user)
                role = self.cleaned_data[f"role_{number}"]
                self.instance.affiliations.add(Affiliation(role=role, organisation=organisation))
        return super().save_new()
