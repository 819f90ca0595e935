"""Files of pictures for e-mails: JPEG, or PNG where a picture is transparent."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings

from cms.api.ids import decoded
from snippets.models import Rendition
from snippets.pictures import JPEG, PNG, ImageFormat, ImagePreset, sizes
from snippets.renditions import stored_files
from snippets.statements import rows

SHARPEST = 1200
"""Pixels: twice the width of a mail."""
Row = tuple[str, int, int, int | None]
"""Name, width, height and bytes of a file."""
MEDIA_TYPES = {JPEG: "image/jpeg", PNG: "image/png"}


@dataclass(frozen=True)
class MailFile:
    """A file of a picture that every mail program shows."""

    url: str
    """Whole address."""
    width: int
    height: int
    length: int
    """Bytes; 0 where nobody knows without asking the storage."""
    media_type: str
    """image/jpeg or image/png."""
    sharper: str | None = None
    """Whole address of a file of the same picture for screens of small pixels."""


def mail_files(
    pictures: Iterable[dict[str, Any]], width: int, base_url: str, *, sharp: bool = False
) -> dict[str, MailFile]:
    """The file of each picture, by id: the whole picture, the longer side of it no more than `width`
    where there is such a file; in one statement. A picture whose file is not there has none.

    With `sharp`, each tells a file of twice that width too, where there is one.
    """
    by_key = {key_of(each): each for each in pictures}
    stored: dict[tuple[int, str], Row] = {
        (key, spec): tuple(row) for key, spec, *row in rows(stored_files, keys=by_key)
    }

    def best(key: int, most: int) -> tuple[Row, ImageFormat] | None:
        specs = specs_in_order(by_key[key]["width"], by_key[key]["height"], most)
        return next(((stored[key, s], f) for s, f in specs if (key, s) in stored), None)

    found = {}
    for key, picture in by_key.items():
        if not (given := best(key, width)):
            continue
        (name, wide, high, noted), image_format = given
        (larger, *_), _format = (best(key, 2 * width) or given) if sharp else given
        with suppress(FileNotFoundError):
            found[picture["id"]] = MailFile(
                whole(storage().url(name), base_url),
                wide,
                high,
                length_of(name) if settings.OBJECT_STORAGE is None else noted or 0,
                MEDIA_TYPES[image_format],
                whole(storage().url(larger), base_url) if larger != name else None,
            )
    return found


def pictures_in(value: Any) -> Iterator[dict[str, Any]]:
    """The pictures in what the API gave, wherever they stand."""
    if isinstance(value, list):
        for each in value:
            yield from pictures_in(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name in ("cover", "portrait", "image") and each:
                yield each
            else:
                yield from pictures_in(each)


def whole(address: str, base_url: str) -> str:
    """An address with its host: one without is of the site."""
    return base_url + address if address.startswith("/") else address


def specs_in_order(width: int, height: int, most: int) -> Iterator[tuple[str, ImageFormat]]:
    """The files that may stand for a picture, with their formats, the best first."""
    whole = sizes(ImagePreset.FULL, width, height)
    fitting = [size for size in whole if max(size.width, size.height) <= most]
    for size in [*reversed(fitting), *(size for size in whole if size not in fitting)]:
        for image_format in MEDIA_TYPES:
            yield size.spec(image_format), image_format


def specs_of_mails(width: int, height: int) -> frozenset[str]:
    """The files of a picture of that size that mails show: usual ones, and sharper ones."""
    fitting = [
        size
        for size in sizes(ImagePreset.FULL, width, height)
        if max(size.width, size.height) <= SHARPEST
    ]
    return frozenset(size.spec(each) for size in fitting for each in MEDIA_TYPES)


def key_of(picture: dict[str, Any]) -> int:
    """The key of a picture that the API gave."""
    return int(decoded(picture["id"])[1])


def storage() -> Any:
    """Where files of pictures lie."""
    return Rendition._meta.get_field("file").storage


@lru_cache(maxsize=10_000)
def length_of(name: str) -> int:
    """Bytes of a file of this machine: what lies under a name never changes."""
    return storage().size(name)
