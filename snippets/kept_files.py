"""A file that is sent with a form can be kept, or the form comes back with all that was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from snippets.deleted_files import let_go

NOT_KEPT = _(
    "The storage of the files does not answer. Nothing was saved: try again in a few minutes."
)


class KeepsFile(forms.ModelForm):
    """Sees that a new file can be kept before anything is, and keeps the one it replaces until it is."""

    def clean(self) -> Any:
        """Ask a storage that can be asked. A disk is always there."""
        cleaned = super().clean()
        is_sent = "file" in self.fields and "file" in self.changed_data and cleaned.get("file")
        # A file that was sent before among others is copied when it is described.
        if is_sent or ("file" not in self.fields and self.instance.pk is None):
            storage = self._meta.model._meta.get_field("file").storage
            try:
                getattr(storage, "try_to_write", int)()
            except OSError:
                self.add_error("file" if is_sent else None, NOT_KEPT)
        return cleaned

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 Django's own signature
        """Delete the file that is replaced once nothing can be taken back. Wagtail's own forms delete it at
        once, and a transaction that is rolled back would leave a row whose file is gone."""
        replaced, self.original_file = self.original_file, None
        kept = super().save(commit=commit)
        if commit and replaced and "file" in self.changed_data:
            self.was_replaced()
            let_go(replaced)
        return kept

    def was_replaced(self) -> None:
        """Another file is kept now: what was made of the old one goes with it."""
