"""The files of the pictures of an answer: looked up for all of them at once, and only read after."""

from typing import Any

import graphene

from snippets.models import Photo
from snippets.pictures import DESCRIPTIONS, WEBP, ImageFormat, ImagePreset
from snippets.promises import promises
from snippets.renditions import GivenFile, given_file, given_set, srcset


class Rendition:
    """A file of a picture. Its address always gives the same bytes: it can be kept for ever."""

    graphql_fields = promises(
        """
        "Where the file is. A data URI, the placeholder, while no file of the picture exists."
        url: URL!
        "True width of the file, in pixels."
        width: Int!
        "True height of the file, in pixels."
        height: Int!
        "True format of the file."
        format: ImageFormat!
        """
    )


def note_pictures(photos: list[Photo], field: Any, info: Any) -> None:
    """The preparation of fields that give files: their addresses need the site's host too."""
    info.context.pictures.note(photos)
    _ = info.context.addresses


def rendition(photo: Photo, info: Any, **asked: Any) -> GivenFile:
    """The file given for a preset and format, with its whole address."""
    pictures, base_url = info.context.pictures, info.context.addresses.base_url
    preset, image_format = asked["preset"], asked["format"] or WEBP

    def give() -> GivenFile:
        return given_file(photo, pictures.files(photo), preset, image_format).on(base_url)

    return pictures.once((photo.pk, preset, image_format), give)


def source_set(photo: Photo, info: Any, **asked: Any) -> str:
    """The files of a preset in one format, with their whole addresses."""
    pictures, base_url = info.context.pictures, info.context.addresses.base_url
    preset, image_format = asked["preset"], asked["format"] or WEBP

    def write() -> str:
        files = given_set(photo, pictures.files(photo), preset, image_format)
        return srcset(file.on(base_url) for file in files)

    return pictures.once(("srcset", photo.pk, preset, image_format), write)


def picture_enums() -> dict[str, Any]:
    """The enums of presets and formats."""
    about = {
        ImagePreset: "Ratio and widths of the files of a picture; none is larger than the picture.",
        ImageFormat: "How the file of a picture is encoded.",
    }
    return {
        kind.__name__: graphene.Enum.from_enum(
            kind, description=lambda value, kind=kind: DESCRIPTIONS.get(value, about[kind])
        )
        for kind in about
    }
