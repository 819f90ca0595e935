"""Where uploads are taken from and brought back to: a folder, or a bucket."""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import default_storage

from cms.backup.faults import BackupError
from cms.backup.members import MARK

Stamp = tuple[Any, ...]
"""What changes when a file is written: of a folder device, number, size and moment, of a bucket digest and size."""
Fill = Callable[[IO[bytes]], None]
"""Writes what a file holds into a stream."""


@dataclass(frozen=True)
class Opened:
    """An upload that is read."""

    stream: BinaryIO
    stamp: Stamp
    is_still: Callable[[], bool]
    """Whether it stands as it did when it was opened."""


class Folder:
    """Uploads on a disk."""

    remedy = "empty this folder, or set DATA_DIR to another one"

    def __init__(self, folder: Path) -> None:
        self.folder = self.scratch = folder

    def __str__(self) -> str:
        return str(self.folder)

    def paths(self) -> Iterator[str]:
        """The paths of all files, below links to folders too."""
        seen = set()
        for place, folders, names in os.walk(
            self.folder, onerror=refuse_unreadable, followlinks=True
        ):
            identity = Path(place).stat()
            if (identity.st_dev, identity.st_ino) in seen:
                folders.clear()
                continue
            seen.add((identity.st_dev, identity.st_ino))
            for name in names:
                path = (Path(place) / name).relative_to(self.folder).as_posix()
                if not path.startswith(MARK) and stamp_at(self.folder / path):
                    yield path

    def look(self) -> Callable[[str], Stamp | None]:
        """What gives the stamp of a file as it is now; None where there is none."""
        return lambda path: stamp_at(self.folder / path)

    @contextmanager
    def opened(self, path: str) -> Iterator[Opened]:
        """A file to be read. Raises FileNotFoundError."""
        before = stamp_at(self.folder / path)
        if before is None:
            raise FileNotFoundError(path)
        with (self.folder / path).open("rb") as stream:
            yield Opened(stream, before, lambda: stamp(os.fstat(stream.fileno())) == before)

    def write(self, path: str, fill: Fill) -> None:
        """Write a file, readable as those that editors send."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as target:
            fill(target)
        if settings.FILE_UPLOAD_PERMISSIONS is not None:
            place.chmod(settings.FILE_UPLOAD_PERMISSIONS)

    def refuse_without_room(self, needed: int) -> None:
        """Stop where so many bytes have no place."""
        there = next(each for each in (self.folder, *self.folder.parents) if each.exists())
        free = shutil.disk_usage(there).free
        if free < needed:
            raise BackupError(
                f"{self} has room for {free:,} bytes and the backup needs {needed:,}: make room first."
            )

    def mark(self) -> str | None:
        """What the mark says; None without one."""
        place = self.folder / MARK
        return place.read_text() if place.exists() else None

    def set_mark(self, text: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / MARK).write_text(text)

    def remove_mark(self) -> None:
        """Have everything on disk, then take the mark away."""
        os.sync()
        (self.folder / MARK).unlink()


class Objects:
    """Uploads in the bucket of the settings."""

    remedy = "empty it, or name another folder of the bucket in STORAGE_URL"

    def __init__(self) -> None:
        # Where a copy of the database stands for a while.
        self.scratch = Path(settings.DATA_DIR)
        self.storage = default_storage

    def __str__(self) -> str:
        return f"the bucket {settings.OBJECT_STORAGE.name}/{settings.OBJECT_STORAGE.root}"

    def paths(self) -> Iterator[str]:
        """The paths of all objects."""
        return (path for path in self.storage.stamps() if not path.startswith("."))

    def look(self) -> Callable[[str], Stamp | None]:
        """What gives the stamp of an object as it was in one listing of them all."""
        return self.storage.stamps().get

    @contextmanager
    def opened(self, path: str) -> Iterator[Opened]:
        """An object to be read, which is whole as it was at one moment. Raises FileNotFoundError."""
        stream, found = self.storage.streamed(path)
        with stream:
            yield Opened(stream, found, lambda: True)

    def write(self, path: str, fill: Fill) -> None:
        """Write an object."""
        with tempfile.TemporaryFile() as stream:
            fill(stream)
            try:
                self.storage.put(path, File(stream, path))
            except SuspiciousFileOperation as error:
                raise BackupError(
                    f"{error} Rename or delete it where the backup comes from."
                ) from None

    def refuse_without_room(self, needed: int) -> None:
        """There is room, as far as anybody can tell."""
        self.scratch.mkdir(parents=True, exist_ok=True)

    def mark(self) -> str | None:
        """What the mark says; None without one."""
        try:
            return self.storage.read(MARK).decode()
        except FileNotFoundError:
            return None

    def set_mark(self, text: str) -> None:
        self.write(MARK, lambda stream: stream.write(text.encode()) and None)

    def remove_mark(self) -> None:
        self.storage.delete(MARK)


Place = Folder | Objects


def place_of_uploads() -> Place:
    """Where the uploads of the settings lie."""
    return Folder(Path(settings.MEDIA_ROOT)) if settings.OBJECT_STORAGE is None else Objects()


def refuse_unreadable(error: OSError) -> None:
    """A folder that goes meanwhile had nothing; one that cannot be read must not be passed over."""
    if not isinstance(error, FileNotFoundError):
        raise error


def stamp_at(path: Path) -> Stamp | None:
    """The stamp of a file; None where there is none."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return stamp(found) if stat.S_ISREG(found.st_mode) else None


def stamp(found: os.stat_result) -> Stamp:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
