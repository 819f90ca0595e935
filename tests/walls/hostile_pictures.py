"""Pictures that somebody made to harm: bombs, lies, wrecks, and other things under the name of one. All are
made here, by a chance that is seeded."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from random import Random
from zipfile import ZipFile

import pillow_heif
from PIL import Image, TiffImagePlugin

SCRIPT = b"<script>alert('technopole-alarm')</script>"
PNG_MARK = b"\x89PNG\r\n\x1a\n"
FORMATS = {"jpg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}
FOREIGN = ("TIFF", "BMP", "PPM", "PCX", "ICO", "TGA", "EPS", "PDF", "SGI", "MSP", "DDS")
PLACE = {1: "N", 2: (43.0, 17.0, 47.0), 3: "E", 4: (5.0, 22.0, 12.0)}


def drawn(ending: str, size: tuple[int, int] = (120, 80), **options: object) -> bytes:
    """A harmless picture with some detail."""
    picture = Image.effect_noise(size, 60).convert("RGB")
    file = BytesIO()
    if ending == "heic":
        pillow_heif.from_pillow(picture).save(file)
    else:
        picture.save(file, FORMATS[ending], **options)
    return file.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes = b"", *more: bytes, depth: int = 8) -> bytes:
    """A PNG in greys that says it is this large."""
    head = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    content = chunk(b"IDAT", zlib.compress(rows, 9))
    return PNG_MARK + chunk(b"IHDR", head) + b"".join(more) + content + chunk(b"IEND", b"")


def bombs() -> Iterator[tuple[str, bytes]]:
    """Little on disk, much in memory."""
    zeros = zlib.compress(bytes(64 * 1024 * 1024), 9)
    yield "million.png", png(60_000, 60_000, bytes(60_001 * 100))
    yield "tall.png", png(1, 2**31 - 1)
    yield "unpacks.png", png(100, 100, bytes(200_000_000))
    yield "profile.png", png(9, 9, bytes(90), chunk(b"iCCP", b"p\0\0" + zeros))
    yield "comments.png", png(9, 9, bytes(90), *[chunk(b"zTXt", b"c\0\0" + zeros)] * 30)
    many = zlib.compress(bytes(900_000), 9)
    yield "many.png", png(9, 9, bytes(90), *[chunk(b"zTXt", b"c\0\0" + many)] * 300)
    yield "texts.png", png(9, 9, bytes(90), chunk(b"iTXt", b"c\0\1\0\0\0" + zeros))
    yield "large.gif", lying("gif", 65_535, 65_535)
    yield "large.jpg", lying("jpg", 65_500, 65_500)
    yield "large.webp", lying("webp", 16_383, 16_383)
    yield "large.avif", lying("avif", 65_000, 65_000)
    yield "large.heic", lying("heic", 65_000, 65_000)
    plain = BytesIO()
    Image.new("RGB", (6000, 5000)).save(plain, "WEBP")
    yield "plain.webp", plain.getvalue()
    yield "little.avif", understated()
    yield "scans.jpg", many_scans(3000)
    yield "heads.jpg", many_heads()


def lying(ending: str, width: int, height: int) -> bytes:
    """A small picture that says it is this large."""
    data = bytearray(drawn(ending))
    if ending == "gif":
        struct.pack_into("<HH", data, 6, width, height)
    elif ending == "jpg":
        struct.pack_into(">HH", data, data.index(b"\xff\xc0") + 5, height, width)
    elif ending == "webp":
        struct.pack_into("<HH", data, data.index(b"\x9d\x01\x2a") + 3, width, height)
    elif ending == "png":
        struct.pack_into(">II", data, 16, width, height)
    else:
        struct.pack_into(">II", data, data.index(b"ispe") + 8, width, height)
    return bytes(data)


def understated() -> bytes:
    """An AVIF of many pixels that says it has few."""
    file = BytesIO()
    Image.new("L", (8000, 6000)).save(file, "AVIF", speed=10)
    data = bytearray(file.getvalue())
    struct.pack_into(">II", data, data.index(b"ispe") + 8, 64, 64)
    return bytes(data)


def many_scans(times: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again, each time over all of the picture."""
    data = drawn("jpg", (3000, 2000), progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2][:2000] * times + data[-2:]


def many_heads() -> bytes:
    """A JPEG with megabytes of what cameras tell."""
    data = drawn("jpg")
    told = b"\xff\xe1\xff\xffExif\0\0" + bytes(65_527)
    return data[:2] + told * 150 + data[2:]


def animations() -> Iterator[tuple[str, bytes]]:
    """Thousands of pictures in one."""
    first, *others = (Image.new("P", (300, 300), each % 250) for each in range(3000))
    file = BytesIO()
    first.save(file, "GIF", save_all=True, append_images=others, duration=20)
    yield "long.gif", file.getvalue()
    for ending in ("WEBP", "AVIF"):
        first, *others = (Image.new("RGB", (64, 64), (each, 0, 0)) for each in range(200))
        file = BytesIO()
        first.save(file, ending, save_all=True, append_images=others, duration=20)
        yield f"long.{ending.lower()}", file.getvalue()


def foreign() -> Iterator[tuple[str, bytes]]:
    """Other things, under the names of pictures."""
    picture = Image.effect_noise((64, 64), 60).convert("RGB")
    for kind in FOREIGN:
        file = BytesIO()
        picture.convert({"MSP": "1"}.get(kind, "RGB")).save(file, kind)
        yield f"{kind.lower()}.jpg", file.getvalue()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
    entities = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + each, b"&%c;" % (97 + each) * 10) for each in range(9)
    )
    for ending in ("jpg", "png", "svg", "webp"):
        yield f"drawing.{ending}", svg
        yield f"entities.{ending}", entities + b"]><svg>&j;</svg>"
        yield f"page.{ending}", b"<!doctype html><html>" + SCRIPT
        yield f"empty.{ending}", b""
        yield f"photoshop.{ending}", b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 9, 9, 8, 3)
        yield f"program.{ending}", b"\x7fELF" + bytes(500)
        yield f"letters.{ending}", b"a" * 2000


def polyglots() -> Iterator[tuple[str, bytes]]:
    """Pictures that are something else as well."""
    archive = BytesIO()
    with ZipFile(archive, "w") as packed:
        packed.writestr("index.html", SCRIPT)
    for ending in (*FORMATS, "heic"):
        data = drawn(ending)
        for name in (ending, "html", "svg", "js", "php"):
            yield f"page-behind.{name}", data + SCRIPT
        yield f"archive-behind.{ending}", data + archive.getvalue()
        yield f"also.{ending}.zip", data + archive.getvalue()
    script = b"GIF89a/*" + drawn("gif")[8:] + b"*/=1;alert('technopole-alarm')"
    yield "script.gif", script
    yield "script.js", script
    data = drawn("jpg")
    comment = b"\xff\xfe" + struct.pack(">H", len(SCRIPT) + 2) + SCRIPT
    yield "comment.jpg", data[:2] + comment + data[2:]
    yield "comment.png", png(9, 9, bytes(90), chunk(b"tEXt", b"Comment\0" + SCRIPT))
    yield "place.jpg", drawn("jpg", exif=with_place())


def with_place() -> bytes:
    """What a telephone tells of a picture: where it was taken, and what a villain adds."""
    exif = Image.Exif()
    exif[0x010E] = SCRIPT.decode()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update(PLACE)
    return exif.tobytes()


def oddities() -> Iterator[tuple[str, bytes]]:
    """What is allowed, and rare."""
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        file = BytesIO()
        Image.new(mode, (70, 50)).save(file, "PNG")
        yield f"{mode.replace(';', '')}.png", file.getvalue()
    file = BytesIO()
    Image.new("CMYK", (70, 50)).save(file, "JPEG", icc_profile=b"no profile at all")
    yield "press.jpg", file.getvalue()
    yield "pixel.gif", drawn("gif", (1, 1))
    yield "line.png", png(9000, 1, bytes(9001))
    wrong = TiffImagePlugin.ImageFileDirectory_v2()
    wrong[0x0112] = 60_000
    yield "turned.jpg", drawn("jpg", exif=b"Exif\0\0" + wrong.tobytes())


def wrecked(chance: Random, count: int) -> Iterator[tuple[str, bytes]]:
    """Harmless pictures, cut off or changed somewhere."""
    whole = [(ending, drawn(ending)) for ending in (*FORMATS, "heic")]
    for number in range(count):
        ending, data = whole[number % len(whole)]
        yield f"wreck-{number}.{ending}", wreck(chance, data)


def wreck(chance: Random, data: bytes) -> bytes:
    """Cut off, flipped, doubled or filled with noise."""
    changed = bytearray(data)
    place = chance.randrange(len(data))
    how = chance.randrange(5)
    if how == 0:
        return data[: max(13, place)]
    if how == 1:
        for _ in range(chance.randrange(1, 30)):
            changed[chance.randrange(12, len(data))] ^= 1 << chance.randrange(8)
    elif how == 2:
        changed[place:place] = chance.randbytes(chance.randrange(1, 400))
    elif how == 3:
        changed[place : place + 40] = b"\xff" * 40
    else:
        changed[place:place] = data[: chance.randrange(len(data))]
    return bytes(changed)


def hostile_pictures(chance: Random, count: int) -> Iterator[tuple[str, bytes]]:
    """Names of files and their content: each kind, then wrecks until there are `count`."""
    told = 0
    for make in (bombs, animations, foreign, polyglots, oddities):
        for each in make():
            told += 1
            yield each
    yield from wrecked(chance, count - told)
