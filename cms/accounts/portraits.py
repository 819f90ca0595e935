"""What users show of themselves."""

from io import BytesIO
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.admin.forms.account import AvatarPreferencesForm

from snippets.deleted_files import let_go
from snippets.uploads.decoding import UndecodableError, decoded
from snippets.uploads.fields import PictureField, sentence

SIDE = 400
"""Pixels of the longer side of a portrait of a user."""
DRAWN = "drawn_portrait"
"""The attribute of a file that was sent and drawn anew."""


def draw(file: IO[bytes]) -> bytes | UndecodableError:
    """The portrait that is made of a picture, or why none is. It is remembered, so that whoever has to hold nobody up
    can draw before."""
    try:
        picture = decoded(file)
        picture.thumbnail((SIDE, SIDE))
        kept = BytesIO()
        picture.save(kept, "WEBP", exif=b"", xmp=b"")
        outcome: bytes | UndecodableError = kept.getvalue()
    except UndecodableError as error:
        outcome = error
    setattr(file, DRAWN, outcome)
    return outcome


class AvatarForm(AvatarPreferencesForm):
    """Wagtail's, which keeps a small portrait as it was sent, with the place where it was taken; anybody may
    have it who knows its address, and deletes the one before while the new one may not be kept. Ours draws it anew, and
    keeps the other until nothing can be taken back."""

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
        drawn = getattr(sent, DRAWN, None) or draw(sent)
        if isinstance(drawn, UndecodableError):
            # It was decoded a moment ago, but only to see whether it can be.
            raise ValidationError(sentence(drawn, sent), code=drawn.trouble.name) from drawn
        return ContentFile(drawn, "portrait.webp")

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 Django's own signature
        """Let the portrait go that there was, if there is another one now, or none."""
        before, self._original_avatar = self._original_avatar, None
        profile = super().save(commit=commit)
        if commit and before and before != profile.avatar:
            let_go(before)
        return profile
