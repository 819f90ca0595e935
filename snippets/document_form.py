"""The form every document is uploaded with, one by one or many at once."""

from typing import Any

from wagtail.documents.forms import BaseDocumentForm

from snippets.kept_files import KeepsFile
from snippets.uploads.fields import DocumentField


class DocumentForm(KeepsFile, BaseDocumentForm):
    """Takes documents that are what their names say."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            options = {"label": file.label, "required": file.required, "widget": file.widget}
            self.fields["file"] = DocumentField(max_length=file.max_length, **options)
