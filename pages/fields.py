"""The body of a page as a model field."""

from typing import Any

from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from .blocks import StoryBlock
from .words import lasting_words


class StoryField(StreamField):
    """A body made of the story blocks.

    Migrations do not hold the blocks: a label that changes is no change of the database, and
    what is stored is changed by data migrations (`wagtail.blocks.migrations`).
    """

    def __init__(self, block_types: Any = None, **options: Any) -> None:
        super().__init__(block_types or StoryBlock(), **options)

    def deconstruct(self) -> tuple:
        """Without the blocks."""
        name, path, _, options = super().deconstruct()
        options.pop("block_lookup", None)
        return name, path, [], options

    def get_searchable_content(self, value: StreamValue) -> list[str]:
        """What a page is found by."""
        return lasting_words(value)
