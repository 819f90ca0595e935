"""The form of a page in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
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
