"""Where editors type rich text."""

from typing import Any

from django.core.exceptions import BadRequest
from django.utils.html import escape
from wagtail.admin.rich_text import DraftailRichTextArea

from snippets.rich_text import stored_words


class RichTextArea(DraftailRichTextArea):
    """Wagtail's, whose script writes what it sends: anything else is no text of an editor, and ends the request."""

    def format_value(self, value: Any) -> str:
        """What Draftail shows of a text. One that tools wrote may name what there cannot be, a page without a number
        or an item of no list for instance: such a text is shown as its words."""
        try:
            return super().format_value(value)
        except RecursionError:
            raise
        except Exception:  # noqa: BLE001 the converter takes everything for granted
            return super().format_value(f"<p>{escape(stored_words(value))}</p>")

    def value_from_datadict(self, *sent: Any) -> str | None:
        """The text as it is stored. Raises BadRequest for what Draftail does not write."""
        try:
            stored = super().value_from_datadict(*sent)
        except Exception as error:  # the converter takes everything for granted
            raise BadRequest("A rich text cannot be read.") from error
        # Half a character, which JSON can hold and no database keeps.
        return stored and stored.encode(errors="replace").decode()
