"""Form fields and forms of records that Wagtail's own do not serve."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from wagtail.admin.forms import WagtailAdminModelForm

from .checking.forms import CheckedForm
from .models import Sector


class SectorsField(forms.ModelMultipleChoiceField):
    """Sectors to tick: each main sector is followed by its sub-sectors."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset: QuerySet, **options: Any) -> None:
        family = Coalesce("parent__sort_name", "sort_name")
        eldest_first = F("parent__sort_name").asc(nulls_first=True)
        tree = queryset.select_related("parent", "locale")
        in_order = tree.order_by("locale__pk", family, eldest_first, "sort_name")
        super().__init__(in_order, **options)

    def label_from_instance(self, sector: Sector) -> str:
        """The sector after its parent; with its language unless it is the one of the site."""
        language = sector.locale
        is_usual = language.language_code == settings.LANGUAGE_CODE
        return str(sector) if is_usual else f"{sector} ({language.get_display_name()})"


class RecordForm(CheckedForm, WagtailAdminModelForm):
    """A record that is written as a draft."""


class SectorForm(WagtailAdminModelForm):
    """A sector, whose parent is chosen among the main sectors of its language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = Sector.objects.filter(parent=None).exclude(pk=self.instance.pk)
        if self.instance.locale_id:
            parents = parents.filter(locale=self.instance.locale_id)
        self.fields["parent"] = forms.ModelChoiceField(
            parents,
            required=False,
            label=self.fields["parent"].label,
            help_text=self.fields["parent"].help_text,
        )
