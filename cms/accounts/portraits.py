"""What users show of themselves."""

from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.admin.forms.account import AvatarPreferencesForm

from snippets.uploads.decoding import UndecodableError, decoded
from snippets.uploads.fields import PictureField, sentence

SIDE = 400
"""Pixels of the longer side of a portrait of a user."""


class AvatarForm(AvatarPreferencesForm):
    """Wagtail's, which keeps a small portrait as it was sent, with the place where it was taken; anybody may
    have it who knows its address. Ours draws it anew."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = self.fields["avatar"].label
        self.fields["avatar"] = PictureField(label=label, required=False)

    def clean_avatar(self) -> Any:
        """The portrait, drawn anew, the one there was, or none. Raises ValidationError, with a sentence."""
        sent = self.cleaned_data.get("avatar")
        if sent is False:
            # The box that takes it away, which Wagtail shows and does not read.
            return sent
        if not sent or "avatar" not in self.changed_data:
            return self._original_avatar
        try:
            picture = decoded(sent)
        except UndecodableError as error:
            # It was decoded a moment ago, but only to see whether it can be.
            raise ValidationError(sentence(error, sent), code=error.trouble.name) from error
        picture.thumbnail((SIDE, SIDE))
        file = BytesIO()
        picture.save(file, "WEBP", exif=b"", xmp=b"")
        return ContentFile(file.getvalue(), "portrait.webp")
