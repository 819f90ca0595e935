"""The form every picture is uploaded and described with, one by one or many at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from snippets.kept_files import KeepsFile
from snippets.uploads.fields import PictureField


class PictureForm(KeepsFile, BaseImageForm):
    """Asks what a picture shows."""

    class Meta(BaseImageForm.Meta):
        labels = {"description": _("Alternative text")}
        help_texts = {
            "title": _("To find it again in the library; readers never see it."),
            "description": _(
                "What the picture shows, in one sentence, for those who cannot see it. "
                "For example: two entrepreneurs talk to engineering students around a buffet."
            ),
        }
        widgets = {
            **BaseImageForm.Meta.widgets,
            "description": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            options = {"label": file.label, "required": file.required, "widget": file.widget}
            self.fields["file"] = PictureField(max_length=file.max_length, **options)

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 Django's own signature
        """Close the file that Wagtail leaves open after it was uploaded among others."""
        photo = super().save(commit=commit)
        if "file" not in self.fields:
            photo.file.close()
        return photo

    def was_replaced(self) -> None:
        """Have the files made of the old picture go too."""
        self.instance.renditions.all().delete()
