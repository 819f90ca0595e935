"""Links that a person or an organisation keeps elsewhere on the web."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from snippets.parts import Part
from snippets.writable import writable


class WebLink(Part):
    """An address on another site, under the words a reader clicks on."""

    label = models.CharField(_("label"), max_length=60, help_text=_("For example: LinkedIn"))
    url = models.URLField(
        _("address"),
        help_text=_("For example: https://www.linkedin.com/company/example"),
    )

    api_fields = writable("label", "url")

    class Meta(Part.Meta):
        abstract = True
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.label

    @property
    def target(self) -> None:
        """Content of this site that the link leads to: none."""
        return
