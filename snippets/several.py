"""Several records in one field: chosen in Wagtail's window, where a missing one is made."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.db.models import Model
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.staticfiles import versioned_static


class SeveralRecords(forms.Widget):
    """The chosen records, each with a button that removes it, and a button that adds some."""

    template_name = "snippets/widgets/several_records.html"
    allow_multiple_selected = True
    """As Django's own say: Wagtail's REST API then gives it a list."""

    def __init__(self, model: type[Model], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.model = model

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the records of `value`, by name, and the address of their chooser."""
        context = super().get_context(name, value, attrs)
        choosers = self.model.snippet_viewset.chooser_viewset
        edit = self.model.snippet_viewset.get_url_name("edit")
        chosen = [
            {"key": record.pk, "name": str(record), "url": reverse(edit, args=[quote(record.pk)])}
            for record in self.model.objects.filter(pk__in=value or [])
        ]
        context["widget"] |= {
            "chosen": chosen,
            "icon": choosers.icon,
            "choose_text": _("Add from the directory"),
            "chooser_url": reverse(choosers.get_url_name("choose")),
        }
        return context

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> str:
        """With a template of the house, which Django's renderer of forms does not look for."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: QueryDict, files: Any, name: str) -> Sequence[str]:
        """The keys of the chosen records."""
        return data.getlist(name)

    def value_omitted_from_data(self, data: QueryDict, files: Any, name: str) -> bool:
        """No key at all means that none is chosen."""
        return False

    @property
    def media(self) -> forms.Media:
        """Wagtail's window and the script that keeps the list."""
        scripts = ("wagtailadmin/js/modal-workflow.js", "wagtailadmin/js/chooser-modal.js")
        return forms.Media(
            js=[*map(versioned_static, scripts), versioned_static("snippets/several-records.js")]
        )
