"""How records are chosen while a story is written, and made there when they are missing."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin, SearchFilterMixin
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, LocaleColumn
from wagtail.admin.utils import set_query_params
from wagtail.models import DraftStateMixin, Locale
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetCreateView,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from . import creation
from .models import Organisation, Person, Sector
from .records import Record


class RecordChooser(AdminSnippetChooser):
    """Wagtail's widget with whole sentences on its buttons: they keep their articles."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for text in ("choose_one_text", "choose_another_text", "link_to_chosen_text"):
            self.__dict__.pop(text)


class CreationFormMixin:
    """The form of the tab “New …”: it knows its user and the language of the story."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        """With the user and the language the record is made in."""
        kwargs = super().get_creation_form_kwargs()
        return {**kwargs, "user": self.request.user, "locale": language_of_story(self.request)}

    def get_create_url(self) -> str:
        """With the language of the story, which the page's form gave when it opened the chooser."""
        language = self.request.GET.get("locale")
        return set_query_params(super().get_create_url(), {"locale": language})


def language_of_story(request: HttpRequest) -> Locale:
    """The language of the form that opened the chooser; else the language of the site."""
    language = request.GET.get("locale", "")
    return Locale.objects.filter(language_code=language).first() or Locale.get_default()


class LanguageFilter(LocaleFilterMixin):
    """What a story of a language can name: the records in it, and those of the site's language that have
    no translation into it, which its readers get as they are."""

    def filter(self, records: QuerySet) -> QuerySet:
        """Those of the language one chose."""
        language = self.cleaned_data.pop("locale", "")
        return super().filter(named_in(language, records) if language else records)


def named_in(language: str, records: QuerySet) -> QuerySet:
    """The records that a story of a language can name."""
    model = records.model._default_manager
    own = model.filter(locale__language_code=language)
    usual = model.filter(locale__language_code=settings.LANGUAGE_CODE)
    untranslated = usual.exclude(translation_key__in=own.values("translation_key"))
    # By key, because what a search looks through is narrowed by its own columns only.
    return records.filter(
        Q(pk__in=own.order_by().values("pk")) | Q(pk__in=untranslated.order_by().values("pk"))
    )


class ListingMixin:
    """The list of the chooser: what a record is stands beside its name."""

    page_subtitle = None
    results_template_name = "snippets/admin/chooser_results.html"
    described_by: tuple[Column, ...] = ()
    making_text = ""

    @property
    def columns(self) -> list[Column]:
        """Name, description, language; status where a record may be a draft."""
        name = self.title_column
        name.label = _("Name")
        columns = [name, *self.described_by, LocaleColumn(label=_("Language"), sort_key=None)]
        if issubclass(self.model, DraftStateMixin):
            columns.append(LiveStatusTagColumn(label=_("Status"), sort_key=None))
        return columns

    def get_filter_form(self) -> Form:
        """Wagtail calls the language of content otherwise."""
        form = super().get_filter_form()
        form.fields["locale"].label = _("Language")
        return form

    def get_filter_form_class(self) -> type[Form]:
        """Wagtail's, where a language stands for what its stories can name."""
        return type("FilterForm", (LanguageFilter, SearchFilterMixin, BaseFilterForm), {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what to call the making of one that is missing."""
        return {**super().get_context_data(**kwargs), "making_text": self.making_text}


class ChooseRecordView(CreationFormMixin, ListingMixin, ChooseView):
    """The whole window."""


class ChooseRecordResultsView(CreationFormMixin, ListingMixin, ChooseResultsView):
    """Its list, after a search."""


class CreateRecordView(CreationFormMixin, SnippetCreateView):
    """What answers the tab “New …”."""

    def save_form(self, form: creation.RecordCreationForm) -> Record:
        """The new record: a draft, which goes public with the story that introduces it."""
        return form.save_new()


class RecordChooserViewSet(SnippetChooserViewSet):
    """The chooser of one kind of record."""

    choose_view_class = ChooseRecordView
    choose_results_view_class = ChooseRecordResultsView
    create_view_class = CreateRecordView
    base_widget_class = RecordChooser
    search_tab_label = _("Search")
    create_action_label = _("Create")
    described_by: tuple[Column, ...] = ()
    creation_form_template_name = "snippets/admin/creation_form.html"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """With what describes a record in the list, and what making one is called."""
        return super().get_common_view_kwargs(
            described_by=self.described_by,
            making_text=self.creation_tab_label,
            creation_form_template_name=self.creation_form_template_name,
            **kwargs,
        )


class TechnopoleChooserViewSet(RecordChooserViewSet):
    choose_one_text = _("Choose a technopole")
    choose_another_text = _("Choose another technopole")
    edit_item_text = _("Edit this technopole")
    creation_tab_label = _("New technopole")
    creation_form_class = creation.TechnopoleCreationForm
    described_by = (Column("city", label=_("City")),)


class OrganisationChooserViewSet(RecordChooserViewSet):
    choose_one_text = _("Choose an organisation")
    choose_another_text = _("Choose another organisation")
    edit_item_text = _("Edit this organisation")
    creation_tab_label = _("New organisation")
    creation_form_class = creation.OrganisationCreationForm
    described_by = (
        Column("get_kind_display", label=_("Kind")),
        Column("technopole", label=_("Technopole")),
    )

    def get_object_list(self) -> QuerySet:
        """All organisations, with their technopole."""
        return Organisation.objects.select_related("technopole")


class PersonChooserViewSet(RecordChooserViewSet):
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    edit_item_text = _("Edit this person")
    creation_tab_label = _("New person")
    creation_form_class = creation.PersonCreationForm
    creation_form_template_name = "snippets/admin/person_creation_form.html"
    described_by = (Column("current_roles", label=_("Current roles")),)

    def get_object_list(self) -> QuerySet:
        """All people, with their roles."""
        return Person.objects.prefetch_related("affiliations__organisation")


class SectorChooserViewSet(RecordChooserViewSet):
    choose_one_text = _("Choose a sector")
    choose_another_text = _("Choose another sector")
    edit_item_text = _("Edit this sector")
    creation_tab_label = _("New sector")
    creation_form_class = creation.SectorCreationForm

    def get_object_list(self) -> QuerySet:
        """All sectors, with their parent."""
        return Sector.objects.select_related("parent")


class EventSeriesChooserViewSet(RecordChooserViewSet):
    choose_one_text = _("Choose an event series")
    choose_another_text = _("Choose another event series")
    edit_item_text = _("Edit this event series")
    creation_tab_label = _("New event series")
    creation_form_class = creation.EventSeriesCreationForm
