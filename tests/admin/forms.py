"""What a browser sends when an editor saves a form."""

from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from snippets.models import Organisation, Person, Technopole


def report_form(**fields: Any) -> dict[str, Any]:
    """The form of an event report with a paragraph."""
    return nested_form_data(
        {
            "title": "Déjeuner de juin",
            "slug": "dejeuner-de-juin",
            "standfirst": "Une rencontre à midi.",
            "starts_at": "2025-06-12 12:00",
            "body": streamfield([("paragraph", rich_text("<p>Bonjour</p>"))]),
            "speakers": inline_formset([]),
            "gallery": inline_formset([]),
            "related_reports": inline_formset([]),
            "comments": inline_formset([]),
            **fields,
        }
    )


def record_form(model: type, **fields: Any) -> dict[str, Any]:
    """The form of a record that says its name only."""
    no_rows = {name: inline_formset([]) for name in ROWS.get(model, ())}
    texts = dict.fromkeys(TEXTS.get(model, ()), rich_text(""))
    required = {Organisation: {"kind": "company"}, Technopole: {"city": "Montclair"}}
    values = {"name": "Nouveau nom", "slug": "nouveau-nom", **required.get(model, {})}
    return nested_form_data({**values, **no_rows, **texts, **fields})


ROWS = {
    Organisation: ("links",),
    Person: ("links", "affiliations"),
    Technopole: ("key_figures",),
}
TEXTS = {
    Organisation: ("presentation",),
    Person: ("biography",),
    Technopole: ("presentation",),
}
