"""Which file of a picture is given for a preset: what exists, never what would have to be made."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db.models import QuerySet

from snippets.models import Photo, Rendition
from snippets.pictures import (
    GREY_PIXEL,
    WEBP,
    ImageFormat,
    ImagePreset,
    format_of,
    specs_in_order,
    specs_of_set,
)
from snippets.statements import among, rows

PLACEHOLDER_SIDE = 20


@dataclass(frozen=True)
class GivenFile:
    """A file of a picture, with its true size and format."""

    url: str
    width: int
    height: int
    format: ImageFormat

    def on(self, base_url: str) -> Self:
        """The same with a whole address: one without a host is of the site."""
        return replace(self, url=base_url + self.url) if self.url.startswith("/") else self


class Files:
    """The files of one picture, by spec. Only of those that are given is the address made."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, int, int, int | None]] = {}
        self.given: dict[str, GivenFile] = {}

    def __contains__(self, spec: str) -> bool:
        return spec in self.rows

    def __getitem__(self, spec: str) -> GivenFile:
        if spec not in self.given:
            name, width, height, _ = self.rows[spec]
            address = Rendition._meta.get_field("file").storage.url(name)
            self.given[spec] = GivenFile(address, width, height, format_of(spec))
        return self.given[spec]


def files_of(photos: Iterable[Photo]) -> dict[int, Files]:
    """The files of all `photos`, by key of the picture, in one query."""
    files: dict[int, Files] = defaultdict(Files)
    for key, spec, *row in rows(stored_files, keys={photo.pk for photo in photos}):
        if format_of(spec):
            files[key].rows[spec] = tuple(row)
    return files


def stored_files(keys: Any) -> QuerySet:
    """Picture, spec, name, width, height and bytes of the files of pictures."""
    stored = Rendition.objects.filter(among("image_id", keys)).order_by("pk")
    return stored.values_list("image_id", "filter_spec", "file", "width", "height", "file_size")


def given_file(
    photo: Photo, files: Files, preset: ImagePreset, image_format: ImageFormat
) -> GivenFile:
    """The largest file of the preset, else the nearest one there is, else the placeholder."""
    specs = specs_in_order(preset, image_format, photo.width, photo.height)
    return next((files[spec] for spec in specs if spec in files), None) or placeholder_file(photo)


def given_set(
    photo: Photo, files: Files, preset: ImagePreset, image_format: ImageFormat
) -> list[GivenFile]:
    """The files of the preset that exist, the smallest first, else the one given in their place."""
    specs = specs_of_set(preset, image_format, photo.width, photo.height)
    found = [files[spec] for spec in specs if spec in files]
    return found or [given_file(photo, files, preset, image_format)]


def srcset(files: Iterable[GivenFile]) -> str:
    """`files` as the value of the attribute srcset."""
    return ", ".join(f"{file.url} {file.width}w" for file in files)


def placeholder_file(photo: Photo) -> GivenFile:
    """The placeholder as a file: never the original, which is for editors and may hold a place."""
    if not photo.placeholder:
        return GivenFile(GREY_PIXEL, 1, 1, WEBP)
    return GivenFile(photo.placeholder, *placeholder_size(photo.width, photo.height), WEBP)


def placeholder_size(width: int, height: int) -> tuple[int, int]:
    """Width and height of the placeholder of a picture."""
    scale = min(1, PLACEHOLDER_SIDE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


class Pictures:
    """The files of all pictures of one answer."""

    def __init__(self) -> None:
        self.noted: dict[int, Photo] = {}
        self.found: dict[int, Files] = {}
        self.made: dict[Hashable, Any] = {}

    def note(self, photos: Iterable[Photo]) -> None:
        """Remember that files of `photos` are asked for."""
        self.noted.update((photo.pk, photo) for photo in photos if photo.pk not in self.found)

    def load(self) -> None:
        """Look up the files of the noted pictures, in one query."""
        if self.noted:
            self.found.update({key: Files() for key in self.noted})
            self.found.update(files_of(self.noted.values()))
            self.noted = {}

    def once(self, asked: Hashable, make: Callable[[], Any]) -> Any:
        """What is made of the files of a picture, once however often it stands in the answer."""
        if asked not in self.made:
            self.made[asked] = make()
        return self.made[asked]

    def files(self, photo: Photo) -> Files:
        """The files of one picture."""
        self.note([photo])
        self.load()
        return self.found[photo.pk]
