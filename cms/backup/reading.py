"""A backup that is read: what is damaged, cut short or made to mislead is refused."""

import hashlib
import json
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from pydantic import ValidationError

from cms.backup.faults import BackupError
from cms.backup.manifest import FORMAT, VERSION, Manifest
from cms.backup.members import DATABASES, MANIFEST, upload_of_member
from cms.backup.writing import CHUNK
from cms.exchange.progress import with_bar

LARGEST_MANIFEST = 500_000_000
"""Bytes: that of some million files."""
UNREADABLE = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Reading:
    """The file, whose manifest was read and whose members are called as they may be."""

    def __init__(self, archive: ZipFile, file: Path) -> None:
        self.archive, self.file = archive, file
        self.manifest = self.read_manifest()
        self.refuse_strange_members()

    def read_manifest(self) -> Manifest:
        """What the file says of itself."""
        try:
            if self.archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
                raise self.damaged("its manifest is larger than any")
            with self.refusing_damage():
                text = self.archive.read(MANIFEST)
            told = json.loads(text)
            is_ours = told["format"] == FORMAT
            version = told["version"]
        except (KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError):
            is_ours, version = False, None
        if not is_ours:
            raise BackupError(f"{self.file} is no backup of this product.")
        if isinstance(version, int) and version > VERSION:
            raise BackupError(
                f"{self.file} has format {version}, this code knows {VERSION}: update the code first."
            )
        try:
            return Manifest.model_validate_json(text)
        except ValidationError as error:
            place = ".".join(map(str, error.errors()[0]["loc"]))
            raise self.damaged(f"its manifest says nothing sound of {place}") from None

    def refuse_strange_members(self) -> None:
        """Stop at names that lead elsewhere, at links, and at members the manifest does not tell."""
        found = self.archive.infolist()
        for info in found:
            if not is_plain(info, DATABASES[self.manifest.database]):
                raise BackupError(
                    f"{self.file} holds {info.filename!r}, which no backup does: do not trust it."
                )
        names = [info.filename for info in found]
        if sorted(names) != sorted([*self.manifest.members, MANIFEST]):
            raise self.damaged("its members are not those of its manifest")
        if self.database not in self.manifest.members:
            raise self.damaged("it lacks the database")

    @property
    def database(self) -> str:
        """The member that holds the database."""
        return DATABASES[self.manifest.database]

    def check(self) -> None:
        """Read every member, and compare it with the manifest."""
        members = self.manifest.members
        for name in with_bar(members, len(members)):
            for _ in self.chunks(name):
                pass

    def chunks(self, name: str) -> Iterator[bytes]:
        """What a member holds; fails at its end when that is not what was written."""
        digest, size = hashlib.sha256(), 0
        with self.refusing_damage(), self.archive.open(name) as source:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                yield chunk
        expected = self.manifest.members[name]
        if (size, digest.hexdigest()) != (expected.size, expected.sha256):
            raise self.damaged(f"{name} is not what was written")

    def copy(self, name: str, target: IO[bytes]) -> None:
        """Write what a member holds into a stream."""
        for chunk in self.chunks(name):
            target.write(chunk)

    @contextmanager
    def refusing_damage(self) -> Iterator[None]:
        """What the library says of a damaged file, in a sentence."""
        try:
            yield
        except UNREADABLE as error:
            raise self.damaged(str(error)) from None

    def damaged(self, reason: str) -> BackupError:
        return BackupError(f"{self.file} is damaged or was cut short ({reason}): take another one.")


def is_plain(info: ZipInfo, database: str) -> bool:
    """Whether a member is a file that a backup may hold, under a name it may have."""
    mode = info.external_attr >> 16
    is_file = not stat.S_IFMT(mode) or stat.S_ISREG(mode)
    is_known = info.filename in (MANIFEST, database) or upload_of_member(info.filename) is not None
    # zipfile cuts a name at a zero byte: the name as it was written counts.
    return is_file and is_known and info.orig_filename == info.filename


@contextmanager
def opened(file: Path) -> Iterator[Reading]:
    """A backup whose manifest can be trusted; its content once it was checked."""
    try:
        archive = ZipFile(file)
    except BadZipFile as error:
        raise BackupError(
            f"{file} is damaged or was cut short, or is no backup ({error}): take another one."
        ) from None
    with archive:
        yield Reading(archive, file)
