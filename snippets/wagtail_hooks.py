"""What the directory adds to Wagtail's admin."""

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from modelcluster.fields import ParentalManyToManyField
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.staticfiles import versioned_static
from wagtail.snippets.models import register_snippet

from .forms import SectorsField
from .models import Sector
from .records import Record
from .several import SeveralRecords
from .viewsets import DirectoryViewSetGroup

register_snippet(DirectoryViewSetGroup)

SCRIPTS = ("make-instead", "keep-files", "keep-dates", "gauge")
ICONS = ("directory", "images", "organisation", "series", "technopole")


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    """The icons of records, and the one of several pictures."""
    return [*icons, *(f"snippets/icons/{name}.svg" for name in ICONS)]


def several(field: ParentalManyToManyField) -> dict[str, Any]:
    """How several records are chosen in a form: sectors are few, so they are ticked."""
    if field.related_model is Sector:
        return {"form_class": SectorsField}
    is_record = issubclass(field.related_model, Record)
    return {"widget": SeveralRecords(field.related_model)} if is_record else {}


register_form_field_override(ParentalManyToManyField, override=several)


@hooks.register("insert_global_admin_js")
def scripts_of_forms() -> str:
    """What leads from a search in a chooser to the form of something new, and keeps what is typed
    and chosen in forms."""
    addresses = ((versioned_static(f"snippets/{name}.js"),) for name in SCRIPTS)
    return format_html_join("\n", '<script src="{}"></script>', addresses)


@hooks.register("insert_global_admin_css")
def style_sheet() -> str:
    """The few rules that our own screens need."""
    return format_html('<link rel="stylesheet" href="{}">', static("snippets/admin.css"))
