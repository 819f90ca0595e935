"""Decodes one picture, in a process of its own: `python -I decoder.py FORMAT MOST_PIXELS PROCESSORS [pixels]`.

The bytes come on standard input. What is answered is a line of JSON and, where `pixels` are asked for, the
colour profile and the upright picture, made smaller if it is larger than any file of ours needs, without
what else the file told. A decoder that takes too much memory or time, or crashes, ends this process and no other.
"""

import json
import math
import os
import resource
import sys
from contextlib import suppress
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps, PngImagePlugin

MEGABYTE = 1024 * 1024
LIMITS = {
    resource.RLIMIT_DATA: 320 * MEGABYTE,
    resource.RLIMIT_CPU: 20,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
}
"""Bytes of memory, seconds of work; it writes no file."""
MOST_TEXT = 4 * MEGABYTE
"""Of the compressed comments of a PNG, unpacked."""
LONGEST_PROFILE = 64 * 1024
"""Bytes. A profile of a screen or a camera has some 3,000; one of a press goes with its colours."""
WIDE, HIGH = 2880, 1620
"""Half as much again as the largest file that is made of a picture, so that it comes out sharp."""
MOST_GIVEN = 16_000_000
"""Pixels."""
MOST_BEFORE_PIXELS = 180 * MEGABYTE
BAND = 256
"""Rows that are made smaller at once."""
TURNED = (5, 6, 7, 8)


class TooManyPixelsError(Exception):
    """More pixels than are decoded in this format; the message is their number."""


def main() -> None:
    """Answer about the picture on standard input."""
    for what, most_of_it in LIMITS.items():
        resource.setrlimit(what, (most_of_it, most_of_it))
    image_format, most, processors, *asked = sys.argv[1], int(sys.argv[2]), *sys.argv[3:]
    if processors:  # Who asks may be held on one.
        with suppress(OSError):
            os.sched_setaffinity(0, map(int, processors.split(",")))
    # Our own limit is lower.
    Image.MAX_IMAGE_PIXELS = None
    PngImagePlugin.MAX_TEXT_MEMORY = MOST_TEXT
    try:
        told, *parts = answer(sys.stdin.buffer.read(), image_format, most, with_pixels=bool(asked))
    except TooManyPixelsError as error:
        told, parts = {"error": "pixels", "pixels": int(str(error))}, []
    except MemoryError:
        told, parts = {"error": "effort"}, []
    except Exception as error:  # noqa: BLE001 each decoder raises what it likes
        told, parts = {"error": "damaged", "cause": f"{type(error).__name__}: {error}"[:200]}, []
    for part in (json.dumps(told).encode() + b"\n", *parts):
        sys.stdout.buffer.write(part)


def answer(data: bytes, image_format: str, most: int, *, with_pixels: bool) -> tuple[Any, ...]:
    """The measures of the upright picture, then its profile and its pixels where they are asked for."""
    picture = opened(data, image_format)
    width, height = picture.size
    if width * height > most:
        raise TooManyPixelsError(width * height)
    if bytes_before_pixels(picture) > MOST_BEFORE_PIXELS:
        raise MemoryError
    if picture.getexif().get(0x0112) in TURNED:
        width, height = height, width
    given = upright(picture, shrinking(width, height))
    told = {"width": width, "height": height}
    if not with_pixels:
        return (told,)
    profile = given.info.get("icc_profile") or b""
    told |= {"mode": given.mode, "size": given.size, "profile": len(profile)}
    return told, profile, given.tobytes()


def opened(data: bytes, image_format: str) -> Image.Image:
    """A picture whose head was read, by the decoder of this format alone."""
    if image_format == "HEIF":
        # Loading it takes as long as all the rest, which the other formats need not wait for.
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False, decode_threads=1)
    return Image.open(BytesIO(data), formats=[image_format])


def bytes_before_pixels(picture: Image.Image) -> int:
    """What a JPEG in several passes takes besides its pixels: two bytes for each sample. Its decoder would say
    that the file is damaged."""
    if not picture.info.get("progressive"):
        return 0
    parts = [(across, down) for _, across, down, _ in picture.layer]
    full = max(across for across, _ in parts) * max(down for _, down in parts)
    samples = sum(across * down for across, down in parts) / full
    return round(2 * samples * picture.width * picture.height)


def shrinking(width: int, height: int) -> int:
    """By what whole number both sides of a picture are divided."""
    enough = int(min(width / WIDE, height / HIGH))
    return max(1, enough, math.ceil(math.sqrt(width * height / MOST_GIVEN)))


def upright(picture: Image.Image, divided_by: int) -> Image.Image:
    """The picture in RGB, or in RGBA where something shines through, `divided_by` smaller."""
    width, height = picture.size
    # A JPEG is read smaller at once; the others do not know this.
    picture.draft(None, (max(1, width // divided_by), max(1, height // divided_by)))
    picture.load()
    exif, profile = picture.getexif(), picture.info.get("icc_profile")
    given = shrunk(picture, max(1, round(divided_by * picture.width / width)))
    if picture.mode == "CMYK":
        given, profile = in_screen_colours(given, profile), None
    given = without_idle_alpha(given)
    given.info = {"exif": exif.tobytes()} if exif.get(0x0112) in range(2, 9) else {}
    given = ImageOps.exif_transpose(given)
    given.info = {"icc_profile": profile} if profile and len(profile) <= LONGEST_PROFILE else {}
    return given


def shrunk(picture: Image.Image, divided_by: int) -> Image.Image:
    """A picture in a mode that can be worked with, made smaller band by band: its largest copy is small."""
    mode = mode_of(picture)
    width, height = (math.ceil(side / divided_by) for side in picture.size)
    given = Image.new(mode, (width, height))
    for top in range(0, height, BAND):
        box = (0, top * divided_by, picture.width, min(picture.height, (top + BAND) * divided_by))
        band = picture.crop(box)
        band = eight_bits(band) if band.mode.startswith(("I", "F")) else band
        given.paste(band.convert(mode).reduce(divided_by), (0, top))
    return given


def mode_of(picture: Image.Image) -> str:
    """The mode in which a picture is worked with."""
    if picture.mode == "CMYK":
        return "CMYK"
    return "RGBA" if picture.has_transparency_data else "RGB"


def eight_bits(picture: Image.Image) -> Image.Image:
    """A picture whose greys have more bits."""
    return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def in_screen_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """A picture in the colours of a press as a screen shows it."""
    if not profile:
        return picture.convert("RGB")
    try:
        of_press = ImageCms.ImageCmsProfile(BytesIO(profile))
        of_screen = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, of_press, of_screen, outputMode="RGB")
    except (OSError, ImageCms.PyCMSError):
        return picture.convert("RGB")


def without_idle_alpha(picture: Image.Image) -> Image.Image:
    """A picture that nothing shines through has no alpha channel."""
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema()[0] == 255:
        return picture.convert("RGB")
    return picture


if __name__ == "__main__":
    main()
