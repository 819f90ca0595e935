"""A picture decoded once, whatever the number of files that are made of it."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from io import BytesIO
from typing import Any

from PIL import Image
from wagtail.images.models import Filter
from willow.plugins.pillow import PillowImage

from snippets.models import Photo
from snippets.renditions import placeholder_size
from snippets.uploads.decoding import decoded

LONGEST_PLACEHOLDER = 600
QUALITIES = (50, 20, 1)


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

    def run(self, image: Photo, output: Any, source: Any = None) -> Any:
        """Make the file, cropped around the focal point where that lies in the decoded picture."""
        return super().run(in_scale(image, self.picture), output, source)


def decode(photo: Photo) -> Image.Image:
    """The upright picture of `photo`, with an alpha channel only where something shines through, and no
    larger than its files need."""
    with photo.open_file() as file:
        return decoded(file)


def in_scale(photo: Photo, picture: Image.Image) -> Photo:
    """What `photo` tells of itself, measured in the decoded picture."""
    scaled = copy(photo)
    across, down = picture.width / photo.width, picture.height / photo.height
    scaled.width, scaled.height = picture.size
    for name, scale in {"x": across, "width": across, "y": down, "height": down}.items():
        value = getattr(photo, f"focal_point_{name}")
        if value is not None:
            setattr(scaled, f"focal_point_{name}", round(value * scale))
    return scaled


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
