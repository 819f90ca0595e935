"""Files of pictures for e-mails: JPEG, or PNG where a picture is transparent."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cms.api.ids import decoded
from snippets.models import Rendition
from snippets.pictures import JPEG, PNG, ImageFormat, ImagePreset, sizes
from snippets.renditions import stored_files
from snippets.statements import rows

MEDIA_TYPES = {JPEG: "image/jpeg", PNG: "image/png"}


@dataclass(frozen=True)
class MailFile:
    """A file of a picture that every mail program shows."""

    url: str
    """Whole address."""
    width: int
    height: int
    length: int
    """Bytes."""
    media_type: str
    """image/jpeg or image/png."""


def mail_files(
    pictures: Iterable[dict[str, Any]], width: int, base_url: str
) -> dict[str, MailFile]:
    """The file of each picture, by id: the whole picture, the longer side of it no more than `width`
    where there is such a file; in one statement. A picture whose file is not there has none."""
    by_key = {key_of(each): each for each in pictures}
    stored: dict[tuple[int, str], tuple[str, int, int]] = {
        (key, spec): tuple(row) for key, spec, *row in rows(stored_files, keys=by_key)
    }
    found = {}
    for key, picture in by_key.items():
        specs = specs_in_order(picture["width"], picture["height"], width)
        given = next(((stored[key, s], f) for s, f in specs if (key, s) in stored), None)
        if not given:
            continue
        (name, *size), image_format = given
        with suppress(FileNotFoundError):
            found[picture["id"]] = MailFile(
                whole(storage().url(name), base_url),
                *size,
                length_of(name),
                MEDIA_TYPES[image_format],
            )
    return found


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


def key_of(picture: dict[str, Any]) -> int:
    """The key of a picture that the API gave."""
    return int(decoded(picture["id"])[1])


def storage() -> Any:
    """Where files of pictures lie."""
    return Rendition._meta.get_field("file").storage


@lru_cache(maxsize=10_000)
def length_of(name: str) -> int:
    """Bytes of a file: what lies under a name never changes."""
    return storage().size(name)
