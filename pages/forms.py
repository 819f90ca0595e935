"""The form of a page in the admin."""

from typing import Any

from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from snippets.checking.forms import CheckedForm


class PageForm(CheckedForm, WagtailAdminPageForm):
    """Says beside the title, too, that its address is taken: the address is made of the title, in a
    tab that nobody has open who gives two pages the same."""

    def clean(self) -> dict[str, Any]:
        slug = self.cleaned_data.get("slug")
        cleaned = super().clean()
        if slug and self.has_error("slug"):
            said = _(
                "Another page has the address “%(slug)s”. Give this one another address in the tab "
                "Promote; another title is enough as long as it is not published."
            )
            self.add_error("title", said % {"slug": slug})
        return cleaned


class IssueForm(PageForm):
    """The form of a newsletter issue: proposes the next number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].validators.append(MinValueValidator(1))
        if not self.instance.number:
            self.initial["number"] = self.instance.next_number()

    def clean(self) -> dict[str, Any]:
        """Refuse whatever would make of an issue another one than was sent."""
        if self.instance.is_frozen:
            self.add_error(
                None,
                _("This issue was sent, and is kept as it was: write what is new in the next one."),
            )
        return super().clean()
