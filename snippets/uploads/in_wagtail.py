"""Has Wagtail, and Willow below it, decode pictures as the house does."""

from PIL import Image
from willow.image import (
    AvifImageFile,
    BMPImageFile,
    GIFImageFile,
    HeicImageFile,
    IcoImageFile,
    ImageFile,
    JPEGImageFile,
    PNGImageFile,
    TIFFImageFile,
    WebPImageFile,
)
from willow.plugins.pillow import PillowImage
from willow.registry import registry

from snippets.uploads.decoding import KINDS, decoded, head

FILES = (
    AvifImageFile,
    BMPImageFile,
    GIFImageFile,
    HeicImageFile,
    IcoImageFile,
    JPEGImageFile,
    PNGImageFile,
    TIFFImageFile,
    WebPImageFile,
)


def decode_as_the_house_does() -> None:
    """Put our decoding in the place of Willow's, which tries every decoder there is in this process."""
    # Ours are checked before a picture is decoded; this one is for whoever opens a file without.
    Image.MAX_IMAGE_PIXELS = max(kind.most_pixels for kind in KINDS.values())
    for file in FILES:
        registry.register_converter(file, PillowImage, opened)
        registry.register_operation(file, "get_size", size)


def opened(file: ImageFile) -> PillowImage:
    """The picture in a file."""
    return PillowImage(decoded(file.f))


def size(file: ImageFile) -> tuple[int, int]:
    """Its width and height: Willow would decode it for that."""
    return head(file.f).size
