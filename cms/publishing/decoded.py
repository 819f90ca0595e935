"""A picture decoded once, whatever the number of files that are made of it."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import willow
from PIL import Image
from wagtail.images.models import Filter
from willow.plugins.pillow import PillowImage

from snippets.models import Photo
from snippets.renditions import placeholder_size

LONGEST_PLACEHOLDER = 600
QUALITIES = (50, 20, 1)
OPAQUE = 255


class DecodedFilter(Filter):
    """Wagtail's way of making a file, from a picture that is decoded already."""

    def __init__(self, spec: str, picture: Image.Image | None = None) -> None:
        super().__init__(spec)
        self.picture = picture

    @contextmanager
    def get_willow_image(self, image: Photo, source: Any = None) -> Iterator[PillowImage]:
        """The decoded picture, in place of a file to open."""
        opened = PillowImage(self.picture)
        opened.format_name = None
        yield opened


def decode(photo: Photo) -> Image.Image:
    """The upright picture of `photo`, with an alpha channel only where something shines through,
    and without what else the file told: where and by which camera it was taken."""
    with photo.open_file() as file:
        opened = willow.Image.open(file).auto_orient()
        if opened.image.mode == "CMYK" and opened.get_icc_profile():
            opened = opened.transform_colorspace_to_srgb()
        picture = opened.get_pillow_image()
        picture.load()
    profile = picture.info.get("icc_profile")
    if picture.mode != "RGB" or picture.has_transparency_data:
        picture = picture.convert("RGBA")
        if picture.getchannel("A").getextrema()[0] == OPAQUE:
            picture = picture.convert("RGB")
    picture.info = {"icc_profile": profile} if profile else {}
    return picture


def has_holes(picture: Image.Image) -> bool:
    """Whether something shines through a decoded picture."""
    return picture.mode == "RGBA"


def placeholder_of(picture: Image.Image) -> str:
    """The data URI that stands for a decoded picture while a file of it is on its way."""
    small = picture.resize(placeholder_size(*picture.size), reducing_gap=2)
    small.info = {}
    for quality in QUALITIES:
        file = BytesIO()
        small.save(file, "WEBP", quality=quality, alpha_quality=quality, method=6)
        address = f"data:image/webp;base64,{b64encode(file.getvalue()).decode()}"
        if len(address) <= LONGEST_PLACEHOLDER:
            break
    return address
