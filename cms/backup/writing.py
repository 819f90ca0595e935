"""A backup while it is written: nothing stands under its name before it is whole and on disk."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from cms.backup.faults import BackupError
from cms.backup.manifest import Manifest, Member
from cms.backup.members import MANIFEST

CHUNK = 1 << 20
UNFINISHED = ".unfinished-backup"


class Writing:
    """The file, member by member, none of which is ever whole in memory."""

    def __init__(self, archive: ZipFile, folder: Path) -> None:
        self.archive, self.folder = archive, folder
        self.members: dict[str, Member] = {}

    def add(self, name: str, source: BinaryIO, *, is_packed: bool = False) -> None:
        """Add what a stream holds to its end. What is packed already is not compressed again."""
        digest, size = hashlib.sha256(), 0
        with self.archive.open(described(name, is_packed=is_packed), "w", force_zip64=True) as into:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += into.write(chunk)
        self.members[name] = Member(size=size, sha256=digest.hexdigest())

    def close(self, manifest: Manifest) -> None:
        """Add what the file says of itself."""
        text = manifest.model_dump_json(indent=1)
        self.archive.writestr(described(MANIFEST), text)


def described(name: str, *, is_packed: bool = False) -> ZipInfo:
    """A member for its owner alone, wherever it is unpacked."""
    try:
        name.encode()
    except UnicodeEncodeError:
        raise BackupError(f"{name!r} is no name in UTF-8: rename the file first.") from None
    info = ZipInfo(name, timezone.localtime().timetuple()[:6])
    info.compress_type = ZIP_STORED if is_packed else ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


@contextmanager
def written(file: Path) -> Iterator[Writing]:
    """What stands as FILE afterwards, if nothing went wrong: for its owner alone, as it holds
    personal data. Whatever goes wrong, nothing stands there."""
    refuse_to_overwrite(file)
    with unfinished(file) as folder:
        draft = folder / file.name
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as stream:
            with ZipFile(stream, "w") as archive:
                yield Writing(archive, folder)
            stream.flush()
            os.fsync(stream.fileno())
        refuse_to_overwrite(file)
        draft.rename(file)
        settle(file.parent)


def refuse_to_overwrite(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise BackupError(f"{file} exists: give another name, no backup is overwritten.")
    if not file.parent.is_dir():
        raise BackupError(f"There is no folder {file.parent}: make it first.")


@contextmanager
def unfinished(file: Path) -> Iterator[Path]:
    """A folder beside FILE that is gone afterwards. What a killed backup left goes first."""
    sweep(file.parent)
    folder = Path(tempfile.mkdtemp(UNFINISHED, f".{file.name}.", file.parent))
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep(parent: Path) -> None:
    """Remove the folders of backups that do not run any more: those hold a lock."""
    for folder in parent.glob(f".*{UNFINISHED}"):
        with suppress(OSError):
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
            finally:
                os.close(lock)


def settle(folder: Path) -> None:
    """Have the names in a folder on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
