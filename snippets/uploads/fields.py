"""The fields of forms by which files come in."""

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import FileField
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.images.fields import WagtailImageField

from snippets.uploads.decoding import KINDS, Trouble, UndecodableError, kind_of, measure
from snippets.uploads.documents import KINDS as DOCUMENT_KINDS
from snippets.uploads.documents import ending_of, is_what_it_is_called

MILLION = 1_000_000
ENOUGH = 16
"""Million pixels that every decoder manages."""


class PictureField(WagtailImageField):
    """A picture that files can be made of: all of it is decoded before it is kept. What it is its content
    tells; its name gets the ending of that."""

    def to_python(self, data: Any) -> Any:
        """The file. Raises ValidationError, with a sentence that says what to do."""
        file = FileField.to_python(self, data)
        if file is None:
            return None
        check_weight(file, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
        try:
            ending = kind_of(file).ending
            measure(file)
        except UndecodableError as error:
            raise ValidationError(sentence(error, file), code=error.trouble.name) from error
        if PurePath(file.name).suffix.lower() not in endings(ending):
            file.name = f"{PurePath(file.name).stem}.{ending}"
        return file


def endings(ending: str) -> tuple[str, ...]:
    """The suffixes of names that go with a format."""
    return (".jpg", ".jpeg") if ending == "jpg" else (f".{ending}",)


def check_weight(file: Any, most: int) -> None:
    """Raise ValidationError where a file has more bytes than are taken."""
    if file.size > most:
        words = {"size": filesizeformat(file.size), "most": filesizeformat(most)}
        message = _("This file weighs %(size)s; at most %(most)s are taken. Make it smaller.")
        raise ValidationError(message % words, code="too_heavy")


def sentence(error: UndecodableError, file: Any) -> str:
    """What is wrong with a picture, and what to do."""
    if error.trouble is Trouble.NOT_TAKEN:
        taken = ", ".join(kind.label for kind in KINDS.values())
        return _("This is no picture of a kind that is taken. Send one of these: %(kinds)s.") % {
            "kinds": taken
        }
    if error.trouble is Trouble.PIXELS:
        kind = kind_of(file)
        return _(
            "This picture has %(pixels)s million pixels; of a %(kind)s file at most %(most)s million "
            "are taken. Make it smaller."
        ) % {
            "pixels": -(-error.pixels // MILLION),
            "kind": kind.label,
            "most": kind.most_pixels // MILLION,
        }
    if error.trouble is Trouble.EFFORT:
        return _(
            "Opening this picture takes too much memory or time. Make it smaller, %(enough)s million "
            "pixels for instance, and save it as JPEG."
        ) % {"enough": ENOUGH}
    if error.trouble is Trouble.BUSY:
        return _("Too many pictures are sent at this moment. Send it again in a minute.")
    return _("This picture is damaged or incomplete: send it again.")


class DocumentField(WagtailDocumentField):
    """A document that is what its name says."""

    def to_python(self, data: Any) -> Any:
        """The file. Raises ValidationError, with a sentence that says what to do."""
        file = FileField.to_python(self, data)
        if file is None:
            return None
        check_weight(file, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
        ending = ending_of(file.name)
        if ending not in DOCUMENT_KINDS:
            taken = ", ".join(DOCUMENT_KINDS)
            message = _("Documents of this kind are not taken. Send one of these: %(kinds)s.")
            raise ValidationError(message % {"kinds": taken}, code="not_taken")
        if not is_what_it_is_called(file.name, file):
            message = _(
                "This file is called .%(ending)s, but it is none, or it is damaged: save it as one again."
            )
            raise ValidationError(message % {"ending": ending}, code="misnamed")
        return file
