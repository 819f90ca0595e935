"""The uploads of a backup, so that all are there which its database names, whatever editors do meanwhile.

A file is written before the row that names it is committed, and deleted about when the row goes. So all
files are taken first, then the database is frozen, and what it names is compared with what was taken: what
came since, or was not whole yet, is taken now. What is gone was deleted before the database was frozen, or
just after it: then the database is frozen again, later, and does not name it any more.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from cms.backup.members import MARK, member_of_upload, stays_below
from cms.backup.writing import Writing

Stamp = tuple[int, int, int, int]
"""What changes when a file is written: device, number, size, moment."""
Progress = Callable[[list[str], int], Iterable[str]]


class Uploads:
    """The uploads in a folder, and which of them a backup has, as they stood when they were read."""

    def __init__(self, folder: Path, writing: Writing) -> None:
        self.folder, self.writing = folder, writing
        self.taken: dict[str, Stamp] = {}
        self.rounds = 0

    def take_all(self, progress: Progress) -> None:
        """Take what is there."""
        paths = sorted(paths_below(self.folder))
        self.rounds += 1
        for path in progress(paths, len(paths)):
            self.take(path)

    def take_named(self, named: Iterable[str]) -> set[str]:
        """Take what is not there yet as it stands. Gives those that are gone, or that are just written."""
        self.rounds += 1
        return {path for path in sorted(named) if not self.stands(path) and not self.take(path)}

    def stands(self, path: str) -> bool:
        """Whether a file was taken, whole, as it is now."""
        now = stamp_at(self.folder / path)
        return now is not None and self.taken.get(path) == now

    def take(self, path: str) -> bool:
        """Put a file into the backup; False when it is gone or was written meanwhile."""
        if not stays_below(path):
            return False
        before = stamp_at(self.folder / path)
        if before is None:
            return False
        try:
            stream = (self.folder / path).open("rb")
        except FileNotFoundError:
            return False
        with stream:
            self.writing.add(member_of_upload(path, self.rounds), stream, is_packed=True)
            self.taken[path] = before
            return stamp(os.fstat(stream.fileno())) == before


def paths_below(folder: Path) -> Iterator[str]:
    """The paths of all files in a folder, below links to folders too."""
    seen = set()
    for place, folders, names in os.walk(folder, onerror=refuse_unreadable, followlinks=True):
        identity = Path(place).stat()
        if (identity.st_dev, identity.st_ino) in seen:
            folders.clear()
            continue
        seen.add((identity.st_dev, identity.st_ino))
        for name in names:
            path = (Path(place) / name).relative_to(folder).as_posix()
            if not path.startswith(MARK) and stamp_at(folder / path):
                yield path


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
