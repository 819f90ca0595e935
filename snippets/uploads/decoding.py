"""Pictures are decoded by a process of their own, one at a time: `decoder.py` says within which limits."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Semaphore
from typing import IO, Any

from filetype import guess_extension
from PIL import Image

DECODER = Path(__file__).with_name("decoder.py")
PROCESSORS = ",".join(map(str, os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else ""
"""Those of this process, before any of its threads keeps to one."""
LONGEST_WAIT, LONGEST_WORK = 10, 30
"""Seconds, for the pictures before it and for its own decoding: proxies wait for an answer for 60."""
one_at_a_time = Semaphore(1)
MODES = {"RGB": 3, "RGBA": 4}
"""Of what is decoded, and the bytes of a pixel."""
OUTCOME = "decoding_outcome"
"""The attribute of a file that was sent and looked at."""


@dataclass(frozen=True)
class PictureKind:
    """A format in which pictures are taken."""

    label: str
    decoder: str
    """What Pillow calls it."""
    ending: str
    """Of the names of its files."""
    most_pixels: int
    """How many are decoded within the limits, whatever the picture. A JPEG is decoded smaller."""


KINDS = {
    "jpg": PictureKind("JPEG", "JPEG", "jpg", 100_000_000),
    "png": PictureKind("PNG", "PNG", "png", 60_000_000),
    "gif": PictureKind("GIF", "GIF", "gif", 60_000_000),
    "webp": PictureKind("WebP", "WEBP", "webp", 16_000_000),
    "avif": PictureKind("AVIF", "AVIF", "avif", 30_000_000),
    "heic": PictureKind("HEIC", "HEIF", "heic", 36_000_000),
}
"""By what the first bytes of a file tell, whatever its name."""


class Trouble(StrEnum):
    """Why a picture cannot be decoded."""

    NOT_TAKEN = "not taken"
    PIXELS = "pixels"
    EFFORT = "effort"
    DAMAGED = "damaged"
    BUSY = "busy"


class UndecodableError(Exception):
    """A picture that cannot be decoded, and why."""

    def __init__(self, trouble: Trouble, *, cause: str = "", pixels: int = 0) -> None:
        super().__init__(f"{trouble}: {cause}" if cause else trouble)
        self.trouble, self.pixels = trouble, pixels


def kind_of(file: IO[bytes]) -> PictureKind:
    """The format of a file. Raises UndecodableError for one in which no pictures are taken."""
    file.seek(0)
    kind = KINDS.get(guess_extension(file) or "")
    file.seek(0)
    if kind is None:
        raise UndecodableError(Trouble.NOT_TAKEN)
    return kind


def head(file: IO[bytes]) -> Image.Image:
    """What the head of a file tells of the picture, which is not decoded."""
    kind = kind_of(file)
    return Image.open(file, formats=[kind.decoder])


def measure(file: IO[bytes]) -> tuple[int, int]:
    """Width and height of the upright picture, all of which was decoded. Raises UndecodableError."""
    outcome = getattr(file, OUTCOME, None) or look_at(file)
    if isinstance(outcome, UndecodableError):
        raise outcome
    return outcome


def look_at(file: IO[bytes]) -> tuple[int, int] | UndecodableError:
    """What measuring a file comes to. It is remembered, so that whoever has to hold nobody up can look before."""
    try:
        told, _ = decode(file)
        with believing_nothing():
            outcome = int(told["width"]), int(told["height"])
    except UndecodableError as error:
        outcome = error
    setattr(file, OUTCOME, outcome)
    return outcome


def decoded(file: IO[bytes]) -> Image.Image:
    """The upright picture, in RGB or RGBA, smaller if it is larger than any file of ours needs, and without
    what else the file told: where and by which camera it was taken. Raises UndecodableError."""
    told, content = decode(file, "pixels")
    with believing_nothing():
        length, mode, (width, height) = int(told["profile"]), told["mode"], told["size"]
        if mode not in MODES or length < 0:
            raise ValueError(mode)
        # As many bytes as these measures need, or ValueError; nothing is reserved for measures alone.
        if len(content) - length != width * height * MODES[mode]:
            raise ValueError(len(content))
        picture = Image.frombytes(mode, (width, height), content[length:])
    if length:
        picture.info = {"icc_profile": bytes(content[:length])}
    return picture


def decode(file: IO[bytes], *asked: str) -> tuple[dict[str, Any], memoryview]:
    """What the decoder answers about a file. Raises UndecodableError.

    The environment, which holds secrets, is not handed on: what the decoder prints or crashes with tells none. A file
    that took a decoder over would run as the user that we run as, and could read what that user may.
    """
    kind = kind_of(file)
    data = file.read()
    file.seek(0)
    if not one_at_a_time.acquire(timeout=LONGEST_WAIT):
        raise UndecodableError(Trouble.BUSY)
    command = [sys.executable, "-I", str(DECODER)]
    try:
        ended = subprocess.run(
            [*command, kind.decoder, str(kind.most_pixels), PROCESSORS, *asked],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST_WORK,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise UndecodableError(Trouble.EFFORT, cause="time") from error
    finally:
        one_at_a_time.release()
    return understood(ended.returncode, ended.stdout)


def understood(status: int, answer: bytes) -> tuple[dict[str, Any], memoryview]:
    """What an answer tells, and its bytes after that. Raises UndecodableError."""
    end = answer.find(b"\n")
    if status or end < 0:
        raise UndecodableError(Trouble.EFFORT, cause=f"the decoder ended with {status}")
    with believing_nothing():
        told = json.loads(answer[:end])
        error = Trouble(told.pop("error")) if "error" in told else None
        cause, pixels = str(told.get("cause", "")), int(told.get("pixels", 0))
    if error:
        raise UndecodableError(error, cause=cause, pixels=pixels)
    return told, memoryview(answer)[end + 1 :]


@contextmanager
def believing_nothing() -> Iterator[None]:
    """An answer that is not as the decoder writes it is one about a damaged picture."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        cause = f"an odd answer: {type(error).__name__}"
        raise UndecodableError(Trouble.DAMAGED, cause=cause) from error
