"""A record on one screen, for those who may look at it and not change it."""

from typing import Any

from django.db.models import Field
from django.utils.text import capfirst
from wagtail.fields import RichTextField
from wagtail.rich_text import RichText
from wagtail.snippets.views.snippets import InspectView


class RecordInspectView(InspectView):
    """The facts of a record in the order of its form; a dash where nothing is known."""

    def get_field_display_value(self, field_name: str, field: Field) -> Any:
        """Rich text as readers see it; the rest as Wagtail shows it."""
        value = getattr(self.object, field_name)
        if value in (None, ""):
            return "–"
        if isinstance(field, RichTextField):
            return RichText(value)
        return super().get_field_display_value(field_name, field)

    def get_field_label(self, field_name: str, field: Field) -> str:
        """The plural name of what a list holds."""
        if field.one_to_many:
            return capfirst(field.related_model._meta.verbose_name_plural)
        return super().get_field_label(field_name, field)
