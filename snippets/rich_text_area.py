"""Where editors type rich text."""

from typing import Any

from django.core.exceptions import BadRequest
from wagtail.admin.rich_text import DraftailRichTextArea


class RichTextArea(DraftailRichTextArea):
    """Wagtail's, whose script writes what it sends: anything else is no text of an editor, and ends the request."""

    def value_from_datadict(self, *sent: Any) -> str | None:
        """The text as it is stored. Raises BadRequest for what Draftail does not write."""
        try:
            stored = super().value_from_datadict(*sent)
        except Exception as error:  # the converter takes everything for granted
            raise BadRequest("A rich text cannot be read.") from error
        # Half a character, which JSON can hold and no database keeps.
        return stored and stored.encode(errors="replace").decode()
