"""Words of Wagtail that we say otherwise, or that it says in English only."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers

# To stand here puts them into our catalogue, which is asked before Wagtail's.
SAID_OTHERWISE = (
    _("Awaiting"),
    _("Your pages and snippets in a workflow"),
)
LINK_FORMS = (
    choosers.ExternalLinkChooserForm,
    choosers.AnchorLinkChooserForm,
    choosers.EmailLinkChooserForm,
    choosers.PhoneLinkChooserForm,
)
LABELS = {
    "body": _("Text of the message"),
    "email_address": _("Email address"),
    "link_text": _("Words of the link"),
    "phone_number": _("Phone number"),
    "subject": _("Subject of the message"),
}


def label_link_forms() -> None:
    """Give the fields of the link window labels that can be translated: Wagtail gives none."""
    for form in LINK_FORMS:
        for name, field in form.base_fields.items():
            field.label = LABELS.get(name, field.label)
