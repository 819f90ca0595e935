"""Choosers in the body of a story."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.forms import Widget
from django.utils.functional import cached_property
from wagtail.blocks import PageChooserBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from .references import Reference

only_references: ContextVar[bool] = ContextVar("only_references", default=False)


@contextmanager
def choices_as_references() -> Iterator[None]:
    """Bodies read inside hold references instead of objects: reading them costs no query."""
    token = only_references.set(True)
    try:
        yield
    finally:
        only_references.reset(token)


class ReferringChooser:
    """A chooser whose choices can be read as references, to be found all together later."""

    def bulk_to_python(self, values: Any) -> list[Any]:
        """What was chosen, in the order of the keys `values`; None where nothing was."""
        if not only_references.get():
            return super().bulk_to_python(values)
        return [None if key is None else Reference(self.model_class, key) for key in values]


class PictureChooserBlock(ReferringChooser, ImageChooserBlock):
    """Chooses a picture."""


class FileChooserBlock(ReferringChooser, DocumentChooserBlock):
    """Chooses a document."""


class StoryChooserBlock(ReferringChooser, PageChooserBlock):
    """Chooses a page."""


class RecordChooserBlock(ReferringChooser, SnippetChooserBlock):
    """Chooses a record, with the words of the record's own chooser on its buttons."""

    @cached_property
    def widget(self) -> Widget:
        """The widget that forms use for the same kind of record."""
        chooser = self.target_model.snippet_viewset.chooser_viewset
        if not self.has_explicit_icon:
            self.set_meta_options({"icon": chooser.icon})
        return chooser.widget_class()
