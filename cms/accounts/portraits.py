"""What users show of themselves."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from wagtail.admin.forms.account import AvatarPreferencesForm

from snippets.uploads.decoding import decoded
from snippets.uploads.fields import PictureField

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
        """The portrait, drawn anew, or the one there was."""
        sent = self.cleaned_data.get("avatar")
        if not sent or "avatar" not in self.changed_data:
            return self._original_avatar
        picture = decoded(sent)
        picture.thumbnail((SIDE, SIDE))
        file = BytesIO()
        picture.save(file, "WEBP")
        return ContentFile(file.getvalue(), "portrait.webp")
