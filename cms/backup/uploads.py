"""The uploads of a backup, so that all are there which its database names, whatever editors do meanwhile.

A file is written before the row that names it is committed, and deleted about when the row goes. So all
files are taken first, then the database is frozen, and what it names is compared with what was taken: what
came since, or was not whole yet, is taken now. What is gone was deleted before the database was frozen, or
just after it: then the database is frozen again, later, and does not name it any more.
"""

from collections.abc import Callable, Iterable

from cms.backup.members import member_of_upload, stays_below
from cms.backup.places import Place, Stamp
from cms.backup.writing import Writing

Progress = Callable[[list[str], int], Iterable[str]]


class Uploads:
    """The uploads of a place, and which of them a backup has, as they stood when they were read."""

    def __init__(self, place: Place, writing: Writing) -> None:
        self.place, self.writing = place, writing
        self.taken: dict[str, Stamp] = {}
        self.rounds = 0

    def take_all(self, progress: Progress) -> None:
        """Take what is there."""
        paths = sorted(self.place.paths())
        self.rounds += 1
        for path in progress(paths, len(paths)):
            self.take(path)

    def take_named(self, named: Iterable[str]) -> set[str]:
        """Take what is not there yet as it stands. Gives those that are gone, or that are just written."""
        self.rounds += 1
        now = self.place.look()
        return {
            path for path in sorted(named) if not self.has(path, now(path)) and not self.take(path)
        }

    def has(self, path: str, now: Stamp | None) -> bool:
        """Whether a file was taken, whole, as it is now."""
        return now is not None and self.taken.get(path) == now

    def take(self, path: str) -> bool:
        """Put a file into the backup; False when it is gone or was written meanwhile."""
        if not stays_below(path):
            return False
        try:
            with self.place.opened(path) as file:
                name = member_of_upload(path, self.rounds)
                self.writing.add(name, file.stream, is_packed=True)
                self.taken[path] = file.stamp
                return file.is_still()
        except FileNotFoundError:
            return False
