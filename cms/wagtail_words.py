"""Words of Wagtail that we say otherwise, or that it says in English only."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers

# To stand here puts them into our catalogue, which is asked before Wagtail's.
SAID_OTHERWISE = (
    _("Awaiting"),
    _("Your pages and snippets in a workflow"),
    _("Locale"),
    _("The page title as you'd like it to be seen by the public"),
    _("The name of the page as it will appear in URLs e.g http://domain.com/blog/[my-slug]/"),
    _("The slug '%(page_slug)s' is already in use within the parent page."),
    _('Multi-word tags with spaces will automatically be enclosed in double quotes (").'),
    _("Page '%(page_title)s' has been submitted for moderation."),
    _("Page '%(page_title)s' created and submitted for moderation."),
    _("The page '%(page_title)s' is not currently awaiting moderation."),
    _("%(model_name)s '%(object)s' has been submitted for moderation."),
    _("%(model_name)s '%(object)s' created and submitted for moderation."),
    _(
        "Upload successful. Please update this image with a more appropriate title, if necessary. "
        "You may also delete the image completely if the upload wasn't required."
    ),
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
