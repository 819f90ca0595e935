"""Which files are made of a picture: presets, formats and sizes, as data.

A picture has at most `MOST_FILES` files. None is larger than the picture; presets that come to the
same size share one file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from math import ceil

MOST_FILES = 24
GREY_PIXEL = (
    "data:image/webp;base64,UklGRigAAABXRUJQVlA4IBwAAABQAQCdASoBAAEAA4BaJZwABAAAAP7wkJ3qOAAA"
)
"""Stands for a picture that was not looked at yet."""


class ImagePreset(Enum):
    """How a picture is cropped, and how wide it is."""

    THUMBNAIL = "THUMBNAIL"
    CARD = "CARD"
    COVER = "COVER"
    FULL = "FULL"
    PORTRAIT = "PORTRAIT"
    LOGO = "LOGO"
    SOCIAL = "SOCIAL"


class ImageFormat(Enum):
    """How the file of a picture is encoded."""

    WEBP = "webp"
    JPEG = "jpeg"
    PNG = "png"
    AVIF = "avif"


WEBP, JPEG, PNG, AVIF = ImageFormat
FORMATS = {each.value: each for each in ImageFormat}
SUBSTITUTES = {
    WEBP: (WEBP, JPEG, PNG, AVIF),
    JPEG: (JPEG, PNG, WEBP, AVIF),
    PNG: (PNG, WEBP, JPEG, AVIF),
    AVIF: (AVIF, WEBP, JPEG, PNG),
}
"""Which format is taken where another was asked for and does not exist, the best first."""


@dataclass(frozen=True)
class Preset:
    """Widths in pixels, the smallest first, and the ratio the picture is cropped to around its focal
    point; without a ratio nothing is cropped, and a file fits into its width by `box` times that."""

    widths: tuple[int, ...]
    ratio: tuple[int, int] | None = None
    box: float = 1
    is_for_networks: bool = False
    """Social networks read JPEG and PNG alone."""


PRESETS = {
    ImagePreset.THUMBNAIL: Preset((192,), (1, 1)),
    ImagePreset.CARD: Preset((400, 800), (16, 9)),
    ImagePreset.COVER: Preset((800, 1280, 1920), (16, 9)),
    ImagePreset.FULL: Preset((600, 1200, 1600)),
    ImagePreset.PORTRAIT: Preset((320, 640), (4, 5)),
    ImagePreset.LOGO: Preset((320,), box=0.5),
    ImagePreset.SOCIAL: Preset((1200,), (40, 21), is_for_networks=True),
}
DESCRIPTIONS = {
    ImagePreset.THUMBNAIL: "1:1, 192 pixels wide.",
    ImagePreset.CARD: "16:9, 400 and 800 pixels wide.",
    ImagePreset.COVER: "16:9, 800, 1280 and 1920 pixels wide.",
    ImagePreset.FULL: "The picture's own ratio; its longer side is 600, 1200 or 1600 pixels.",
    ImagePreset.PORTRAIT: "4:5, 320 and 640 pixels wide.",
    ImagePreset.LOGO: "The picture's own ratio, within 320 by 160 pixels.",
    ImagePreset.SOCIAL: "40:21, 1200 pixels wide (1200 by 630): JPEG only, as social networks read it.",
    ImageFormat.WEBP: "Read by every browser; keeps transparency.",
    ImageFormat.JPEG: "For e-mails and old programs. A transparent picture has PNG in its place.",
    ImageFormat.PNG: "Made of transparent pictures only, in JPEG's place.",
    ImageFormat.AVIF: "The smallest; made only where it is switched on, else WEBP is given.",
}


@dataclass(frozen=True)
class Size:
    """What a file may measure at most, and whether it is cropped to that."""

    width: int
    height: int
    is_cropped: bool

    def spec(self, image_format: ImageFormat) -> str:
        """Wagtail's name for the file of this size."""
        operation = "fill" if self.is_cropped else "max"
        return f"{operation}-{self.width}x{self.height}|format-{image_format.value}"


@lru_cache(maxsize=4096)
def sizes(preset: ImagePreset, width: int, height: int) -> tuple[Size, ...]:
    """The sizes of a preset for a picture of `width` by `height`, the smallest first, each once."""
    kept = PRESETS[preset]
    size = cropped if kept.ratio else fitted
    return tuple(dict.fromkeys(size(kept, wide, width, height) for wide in kept.widths))


def cropped(preset: Preset, wide: int, width: int, height: int) -> Size:
    """The largest part of the picture in the ratio, no more than `wide`."""
    across, down = preset.ratio or (1, 1)
    wide = max(1, min(wide, width, height * across // down))
    return Size(wide, max(1, round(wide * down / across)), is_cropped=True)


def fitted(preset: Preset, wide: int, width: int, height: int) -> Size:
    """The whole picture, no more than `wide` by `wide` times the preset's box."""
    scale = min(1, wide / width, wide * preset.box / height)
    return Size(ceil(round(width * scale, 6)), ceil(round(height * scale, 6)), is_cropped=False)


def wanted_specs(
    width: int, height: int, *, is_transparent: bool, with_avif: bool
) -> tuple[str, ...]:
    """The files that a picture should have, each once."""
    plain = PNG if is_transparent else JPEG
    return tuple(
        dict.fromkeys(
            size.spec(plain if image_format is JPEG else image_format)
            for preset in ImagePreset
            for size in sizes(preset, width, height)
            for image_format in formats(
                preset, size, sizes(preset, width, height), with_avif=with_avif
            )
        )
    )


def formats(
    preset: ImagePreset, size: Size, of_preset: Sequence[Size], *, with_avif: bool
) -> Iterator[ImageFormat]:
    """The formats of one size. With AVIF, JPEG is made of the largest size alone, and AVIF of all
    but the smallest, where it saves most: so they stay few."""
    if not with_avif or size == of_preset[-1]:
        yield JPEG
    if PRESETS[preset].is_for_networks:
        return
    yield WEBP
    if with_avif and size != of_preset[0]:
        yield AVIF


@lru_cache(maxsize=4096)
def urgent_specs(width: int, height: int) -> frozenset[str]:
    """What lists and mails show, made while the editor waits: THUMBNAIL, CARD, and the whole
    picture in the format that everything reads."""
    small = (
        *sizes(ImagePreset.THUMBNAIL, width, height),
        *sizes(ImagePreset.CARD, width, height),
    )
    whole = sizes(ImagePreset.FULL, width, height)[-1]
    specs = {size.spec(image_format) for size in small for image_format in (WEBP, JPEG, PNG)}
    return frozenset(specs | {whole.spec(JPEG), whole.spec(PNG)})


@lru_cache(maxsize=4096)
def known_specs(width: int, height: int) -> frozenset[str]:
    """Every file that a picture of this size could have, whatever its formats."""
    return frozenset(
        size.spec(image_format)
        for preset in ImagePreset
        for size in sizes(preset, width, height)
        for image_format in ImageFormat
    )


@lru_cache(maxsize=4096)
def specs_in_order(
    preset: ImagePreset, image_format: ImageFormat, width: int, height: int
) -> tuple[str, ...]:
    """What is given for the largest size of a preset, the best first: the same ratio in the nearest
    width, then in other formats, then the whole picture."""
    ratio, target = PRESETS[preset].ratio, sizes(preset, width, height)[-1]
    alike = [
        size
        for each in ImagePreset
        if PRESETS[each].ratio == ratio
        for size in sizes(each, width, height)
    ]
    alike.sort(key=lambda size: abs(size.width - target.width))
    whole = reversed(sizes(ImagePreset.FULL, width, height))
    substitutes = SUBSTITUTES[image_format]
    return tuple(
        dict.fromkeys(
            [size.spec(each) for each in substitutes for size in alike]
            + [size.spec(each) for size in whole for each in substitutes]
        )
    )


@lru_cache(maxsize=4096)
def specs_of_set(
    preset: ImagePreset, image_format: ImageFormat, width: int, height: int
) -> tuple[str, ...]:
    """The sizes of a preset in one format, the smallest first; PNG stands in for JPEG."""
    accepted = (JPEG, PNG) if image_format is JPEG else (image_format,)
    return tuple(size.spec(each) for size in sizes(preset, width, height) for each in accepted)


def format_of(spec: str) -> ImageFormat | None:
    """The format of a file, by its spec; None when it is none of ours."""
    return FORMATS.get(spec.rpartition("|format-")[2])
