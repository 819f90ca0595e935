"""Offers the box for a pasted text above the blocks of a story, in the admin."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter

from pages.blocks import StoryBlock


class StoryBlockAdapter(StreamBlockAdapter):
    """The stream of a story, as `admin/pasted-text.js` shows it."""

    js_constructor = "pages.blocks.StoryBlock"

    def js_args(self, block: StoryBlock) -> list[Any]:
        """Those of a stream, and what the box says."""
        *arguments, meta = super().js_args(block)
        meta["pasting"] = {
            "address": reverse("blocks_of_text"),
            "open": _("Paste a text"),
            "label": _("A text from Word, a mail or elsewhere"),
            "help": _(
                "Its headings, paragraphs, lists and quotes become blocks, after those that are there. "
                "Links, bold and italic are kept."
            ),
            "split": _("Split into blocks"),
            "undo": _("Take these blocks out again"),
            "undone": _("The blocks are out again; the text is still here."),
            "changed": _(
                "The text was changed after it was pasted: its formatting is not taken over."
            ),
            "failed": _("The text could not be split. It is still here: try again."),
        }
        return [*arguments, meta]

    @property
    def media(self) -> forms.Media:
        """Its script, after those of all streams."""
        return super().media + forms.Media(js=["admin/pasted-text.js"])


register(StoryBlockAdapter(), StoryBlock)
