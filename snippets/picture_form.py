"""The form every picture is uploaded and described with, one by one or many at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from snippets.kept_files import KeepsFile

THUMBNAIL = (16, 16)


class PictureField(WagtailImageField):
    """A file that renditions can be made of: the whole picture is decoded before it is kept."""

    def to_python(self, data: Any) -> Any:
        """The file; one that was cut off while it was sent would fail wherever it is shown."""
        try:
            file = super().to_python(data)
            if file is not None:
                file.image.auto_orient().resize(THUMBNAIL)
                file.seek(0)
        except ValidationError:
            raise
        except Exception as error:  # each decoder raises what it likes
            message = _("This picture is damaged or incomplete: send it again.")
            raise ValidationError(message, code="damaged") from error
        return file


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
