"""The directory in the admin: one menu with a list for each kind of record."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, LocaleColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, SnippetViewSetGroup

from . import choosers, panels
from .inspection import RecordInspectView
from .listings import RecordIndexView, UsedInColumn
from .models import EventSeries, Organisation, Person, Sector, Technopole

LANGUAGE = LocaleColumn(label=_("Language"))
STATUS = LiveStatusTagColumn(label=_("Status"))
UPDATED = UpdatedAtColumn(label=_("Updated"))
USED_IN = UsedInColumn()


class TableIndexView(RecordIndexView):
    """The list of a kind of which a table can be brought in."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """With the way to that screen, for those who may add such records."""
        buttons = super().header_more_buttons
        if not self.user_has_permission("add"):
            return buttons
        address = reverse("import_table", args=[self.model._meta.model_name])
        button = Button(_("Import a table…"), url=address, icon_name="upload", priority=60)
        return [*buttons, button]


class RecordViewSet(SnippetViewSet):
    """The admin of one kind of record."""

    index_view_class = RecordIndexView
    inspect_view_enabled = True
    inspect_view_class = RecordInspectView
    copy_view_enabled = False
    list_per_page = 25
    chooser_per_page = 15

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """With a button that agrees in gender."""
        label = self.chooser_viewset_class.creation_tab_label
        return super().get_index_view_kwargs(add_item_label=label, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """All of them, with what the columns show."""
        return self.model.objects.select_related("locale")


class TechnopoleViewSet(RecordViewSet):
    model = Technopole
    icon = "technopole"
    edit_handler = panels.TECHNOPOLE
    chooser_viewset_class = choosers.TechnopoleChooserViewSet
    inspect_view_fields = [
        "name",
        "tagline",
        "presentation",
        "city",
        "address",
        "website",
        "sectors",
        "key_figures",
        "photo",
    ]
    list_display = ["name", "city", STATUS, LANGUAGE, USED_IN, UPDATED]
    list_filter = ["live"]
    list_export = ["name", "city", "address", "website", "live"]


class QuotableEditView(EditView):
    """The form of a person or of an organisation, with the way to what they said."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """With the list of their quotes; for those who may delete, with another record to merge with."""
        names = [self.model._meta.model_name, self.object.pk]
        address = reverse("quotes_of", args=names)
        buttons = [Button(_("Quotes"), url=address, icon_name="openquote", priority=22)]
        if self.can_delete:
            address = reverse("merge_with", args=names)
            words = _("Merge with another record…")
            buttons.append(Button(words, url=address, icon_name="copy", priority=24))
        return [*super().header_more_buttons, *buttons]


class OrganisationViewSet(RecordViewSet):
    model = Organisation
    index_view_class = TableIndexView
    edit_view_class = QuotableEditView
    icon = "organisation"
    edit_handler = panels.ORGANISATION
    chooser_viewset_class = choosers.OrganisationChooserViewSet
    inspect_view_fields = [
        "name",
        "kind",
        "technopole",
        "presentation",
        "website",
        "founded_in",
        "sectors",
        "links",
        "logo",
    ]
    list_display = ["name", "kind", "technopole", STATUS, LANGUAGE, USED_IN, UPDATED]
    list_filter = ["kind", "technopole", "live"]
    list_export = ["name", "get_kind_display", "technopole", "website", "founded_in", "live"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the technopole."""
        return super().get_queryset(request).select_related("technopole")


class PersonEditView(QuotableEditView):
    """The form of a person, with the way to remove all traces of them beside the one to delete them."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """For those who may delete."""
        buttons = super().header_more_buttons
        if not self.can_delete:
            return buttons
        address = reverse("forget_person", args=[self.object.pk])
        return [
            *buttons,
            Button(_("Remove all traces…"), url=address, icon_name="bin", priority=25),
        ]


class PersonViewSet(RecordViewSet):
    model = Person
    index_view_class = TableIndexView
    edit_view_class = PersonEditView
    icon = "user"
    edit_handler = panels.PERSON
    chooser_viewset_class = choosers.PersonChooserViewSet
    inspect_view_fields = ["name", "affiliations", "biography", "links", "photo"]
    list_display = [
        "name",
        Column("current_roles", label=_("Current roles")),
        STATUS,
        LANGUAGE,
        USED_IN,
        UPDATED,
    ]
    list_filter = ["live"]
    list_export = ["name", "current_roles", "live"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the roles."""
        return super().get_queryset(request).prefetch_related("affiliations__organisation")


class SectorViewSet(RecordViewSet):
    model = Sector
    icon = "tag"
    edit_handler = panels.SECTOR
    chooser_viewset_class = choosers.SectorChooserViewSet
    inspect_view_fields = ["name", "parent", "children"]
    list_display = ["name", "parent", LANGUAGE, USED_IN, UPDATED]
    list_filter = ["parent"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the parent."""
        return super().get_queryset(request).select_related("parent")


class EventSeriesViewSet(RecordViewSet):
    model = EventSeries
    icon = "series"
    edit_handler = panels.EVENT_SERIES
    chooser_viewset_class = choosers.EventSeriesChooserViewSet
    inspect_view_fields = ["name", "promise", "organiser", "photo"]
    list_display = ["name", "organiser", LANGUAGE, USED_IN, UPDATED]
    list_filter = ["organiser"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the organiser."""
        return super().get_queryset(request).select_related("organiser")


class DirectoryViewSetGroup(SnippetViewSetGroup):
    """What stories point to, in one menu right below the pages."""

    menu_label = _("Directory")
    menu_icon = "directory"
    menu_name = "directory"
    menu_order = 150
    items = (
        OrganisationViewSet,
        PersonViewSet,
        TechnopoleViewSet,
        EventSeriesViewSet,
        SectorViewSet,
    )
