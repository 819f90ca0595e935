"""Backups of a bucket and into one, and the way from a folder to a bucket and back."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from cms.backup import making, restoring
from cms.backup.faults import BackupError
from cms.backup.reading import Reading, opened
from tests.backup.planted import planted
from tests.backup.systems import System, system
from tests.backup.test_refusals import Nowhere
from tests.backup.test_uploads import Moments


class Failing(Nowhere):
    """An empty database into which nothing can be loaded."""

    def load(self, reading: Reading, folder: Path) -> None:
        raise BackupError("The server went away.")


@pytest.fixture
def bucket(stored: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(making, "PAUSE", 0)
    monkeypatch.setattr(restoring, "database", Failing)
    return stored


def refusal(file: Path) -> str:
    with pytest.raises(CommandError) as raised:
        call_command("restore", str(file))
    return str(raised.value)


def put(name: str, content: bytes) -> None:
    default_storage.put(name, ContentFile(content))


def test_backup_holds_the_objects_that_its_database_names(
    bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("images/old/a.png", b"old")
    put("images/gone/a.png", b"gone")

    def change() -> None:
        default_storage.delete("images/gone/a.png")
        put("images/old/a.png", b"written again")
        put("documents/new/a.pdf", b"new")

    named = ["images/old/a.png", "documents/new/a.pdf", "documents/lost.pdf"]
    moments = Moments((change, named), *[(lambda: None, named)] * 3)
    monkeypatch.setattr(making, "database", moments)
    default_storage.try_to_write()
    call_command("backup", str(tmp_path / "a"), stdout=StringIO())
    with opened(tmp_path / "a") as reading:
        reading.check()
        assert reading.manifest.missing == ["documents/lost.pdf"]
    archive = ZipFile(tmp_path / "a")
    members = {each: archive.read(each) for each in archive.namelist() if each.startswith("media")}
    assert members == {
        "media/images/old/a.png": b"old",
        "media/images/gone/a.png": b"gone",
        "media.2/images/old/a.png": b"written again",
        "media.2/documents/new/a.pdf": b"new",
    }


def test_restore_writes_objects_as_uploads_are_written(bucket: Any, tmp_path: Path) -> None:
    uploads = {"media/images/a.png": b"a", "media/documents/é.pdf": b"b"}
    file = planted(tmp_path / "a", uploads=uploads)
    assert refusal(file) == "The server went away."
    assert refusal(file) == "The server went away."
    assert default_storage.open("images/a.png").read() == b"a"
    assert default_storage.open("documents/é.pdf").read() == b"b"
    head = default_storage.client.head_object
    told = head(Bucket="uploads", Key=default_storage.key("images/a.png"))
    assert told["ContentType"] == "image/png"
    other = planted(tmp_path / "b", uploads={"media/images/b.png": b"b"})
    assert refusal(other).startswith(
        f"A restore of another backup was cut short in the bucket uploads/{bucket.root}. "
    )
    default_storage.delete(".restoring")
    assert refusal(file) == (
        f"There are uploads in the bucket uploads/{bucket.root}. A backup is restored into an empty system only: "
        "empty it, or name another folder of the bucket in STORAGE_URL, and run this again."
    )


def test_what_must_not_be_public_is_not_restored(bucket: Any, tmp_path: Path) -> None:
    file = planted(tmp_path / "a", uploads={"media/images/a.svg": b"<svg>"})
    assert "is no picture: it does not become public." in refusal(file)


def test_storage_that_is_gone_is_told(
    bucket: Any, lost: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "database", Moments())
    lost(9)
    with pytest.raises(CommandError, match="The object storage cannot be reached"):
        call_command("backup", str(tmp_path / "a"), stdout=StringIO())
    assert not (tmp_path / "a").exists()
    assert "The object storage" in refusal(planted(tmp_path / "b"))


@pytest.mark.thorough
def test_system_goes_from_a_folder_into_a_bucket_and_back(
    transactional_db: None, place: Any, tmp_path: Path
) -> None:
    host = urlsplit(place.endpoint).netloc
    address = f"s3://key:geheim@{host}/uploads/{place.folder}?tls=0"
    with living(tmp_path) as (first, second, third):
        first.lives("begin")
        in_bucket = replace(second, storage=address)
        first.manage("backup", str(tmp_path / "a.backup"))
        in_bucket.manage("restore", str(tmp_path / "a.backup"))
        assert in_bucket.lives("missing") == ""
        told = json.loads(in_bucket.lives("answers"))
        again = json.dumps(told).replace(place.public_root, "http://localhost/media/")
        assert json.loads(again) == json.loads(first.lives("answers"))
        assert "0 missing" in in_bucket.manage("backup", str(tmp_path / "b.backup"))
        third.manage("restore", str(tmp_path / "b.backup"))
        assert third.lives("missing") == ""
        assert third.lives("answers") == first.lives("answers")


@contextmanager
def living(folder: Path) -> Iterator[tuple[System, System, System]]:
    """One system with tables, and two that are empty."""
    with (
        system(folder, "first", is_empty=False) as first,
        system(folder, "second", is_empty=True) as second,
        system(folder, "third", is_empty=True) as third,
    ):
        yield first, second, third
