"""What is not restored or backed up: the sentence that says why, and that nothing was written."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.backup import making, restoring
from cms.backup.faults import BackupError
from cms.backup.reading import Reading
from tests.backup.planted import CONTENT, planted

EMPTY_ONLY = "A backup is restored into an empty system only: "


class Nowhere:
    """An empty database which nothing may be written into."""

    kind, remedy = "sqlite", "remove its file"

    def __init__(self, *tables: str) -> None:
        self.there = set(tables)

    def tables(self) -> set[str]:
        return self.there


@pytest.fixture(autouse=True)
def media(on_disk: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the uploads, which is not there and is not made."""
    monkeypatch.setattr(restoring, "database", Nowhere)
    yield on_disk
    assert not (on_disk / "photo.png").exists()


def refusal(file: Path) -> str:
    with pytest.raises(CommandError) as raised:
        call_command("restore", str(file))
    return str(raised.value)


def test_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a") == f"{tmp_path / 'a'}: No such file or directory"


def test_file_of_something_else(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"not a backup")
    assert refusal(file) == (
        f"{file} is damaged or was cut short, or is no backup (File is not a zip file): take another one."
    )
    assert refusal(planted(file, format="other")) == f"{file} is no backup of this product."


def test_newer_format(tmp_path: Path) -> None:
    file = planted(tmp_path / "a", version=2, more="new")
    assert refusal(file) == f"{file} has format 2, this code knows 1: update the code first."


def test_manifest_that_says_nonsense(tmp_path: Path) -> None:
    file = planted(tmp_path / "a", content={**CONTENT, "journal": "many"})
    assert refusal(file) == (
        f"{file} is damaged or was cut short (its manifest says nothing sound of content.journal): take another one."
    )


def test_newer_code(tmp_path: Path) -> None:
    known, later = "pages.0001_initial", "pages.9999_later"
    file = planted(tmp_path / "a", content={**CONTENT, "migrations": [known, later]})
    assert refusal(file) == (
        "This backup was made by newer code, 9.9.9: it has the migration pages.9999_later, "
        "which this code does not know. Update the code first."
    )
    file = planted(tmp_path / "b", content={**CONTENT, "migrations": ["novel.0001_initial"]})
    assert "novel.0001_initial" in refusal(file)


def test_migration_that_was_squashed_since_is_no_later_one() -> None:
    assert restoring.later_migrations(["pages.0001_before_it_was_squashed"]) == []


def test_another_kind_of_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = planted(
        tmp_path / "a",
        database="postgresql",
        uploads={"database.dump": b"rows"},
    )
    assert "database.sqlite3" in refusal(file)

    class Other(Nowhere):
        kind = "postgresql"

    monkeypatch.setattr(restoring, "database", Other)
    assert refusal(planted(file)) == (
        "This is a backup of sqlite, and the database here is postgresql. To go from one to the other, "
        "restore it where it comes from and use export_content and import_content."
    )


@pytest.mark.parametrize(
    "name",
    [
        "media/../photo.png",
        "media//photo.png",
        "media/./photo.png",
        "/media/photo.png",
        "media/a\\..\\photo.png",
        "media/.restoring",
        "other/photo.png",
        "photo.png",
        "../database.sqlite3",
        "media/folder/",
    ],
)
def test_member_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    file = planted(tmp_path / "a", uploads={name: b"x"})
    assert refusal(file) == f"{file} holds {name!r}, which no backup does: do not trust it."


def test_link(tmp_path: Path) -> None:
    file = planted(tmp_path / "a", uploads={"media/photo.png": b"/etc/passwd"}, mode=0o120777)
    assert (
        refusal(file) == f"{file} holds 'media/photo.png', which no backup does: do not trust it."
    )


def test_member_that_the_manifest_does_not_tell(tmp_path: Path) -> None:
    file = planted(tmp_path / "a", uploads={"media/photo.png": b"x"}, hidden=("media/photo.png",))
    assert "its members are not those of its manifest" in refusal(file)


def test_content_that_is_not_what_was_written(tmp_path: Path) -> None:
    members = {"database.sqlite3": {"size": 4, "sha256": "0" * 64}}
    file = planted(tmp_path / "a", members=members)
    assert refusal(file) == (
        f"{file} is damaged or was cut short (database.sqlite3 is not what was written): take another one."
    )


def test_file_that_was_cut_short_anywhere(tmp_path: Path) -> None:
    whole = planted(tmp_path / "whole", uploads={"media/photo.png": os.urandom(3000)}).read_bytes()
    file = tmp_path / "a"
    for size in range(0, len(whole), 97):
        file.write_bytes(whole[:size])
        assert "damaged or was cut short" in refusal(file)


def test_file_with_any_byte_changed_is_never_taken_for_whole_content(tmp_path: Path) -> None:
    """A byte of what a member holds, or of what the manifest says."""
    content = os.urandom(300)
    whole = planted(tmp_path / "whole", uploads={"media/photo.png": content}).read_bytes()
    begin = whole.index(content)
    file = tmp_path / "a"
    for place in range(begin, begin + len(content), 7):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert "damaged or was cut short" in refusal(file)


def test_system_with_tables(tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restoring, "database", lambda: Nowhere("pages_home"))
    file = planted(tmp_path / "a")
    assert refusal(file) == (
        f"The database is not empty. {EMPTY_ONLY}remove its file, empty {media}, and run this again."
    )


def test_system_with_uploads(tmp_path: Path, media: Path) -> None:
    (media / "lost+found").mkdir(parents=True)
    (media / "images").mkdir()
    (media / "images" / "mine.png").write_bytes(b"mine")
    remedy = "empty this folder, or set DATA_DIR to another one, and run this again."
    file = planted(tmp_path / "a")
    assert refusal(file) == f"There are uploads in {media}. {EMPTY_ONLY}{remedy}"
    (media / ".restoring").write_text("another")
    assert refusal(file) == (
        f"A restore of another backup was cut short in {media}. {EMPTY_ONLY}{remedy}"
    )
    assert (media / "images" / "mine.png").read_bytes() == b"mine"


def test_restore_that_failed_goes_on_with_the_same_backup(
    tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(Nowhere):
        def load(self, reading: Reading, folder: Path) -> None:
            raise BackupError("The server went away.")

    monkeypatch.setattr(restoring, "database", Failing)
    file = planted(tmp_path / "a", uploads={"media/images/a.png": b"a"})
    assert refusal(file) == "The server went away."
    assert refusal(file) == "The server went away."
    assert (media / "images" / "a.png").read_bytes() == b"a"
    other = planted(tmp_path / "b", uploads={"media/images/b.png": b"b"})
    assert refusal(other).startswith(f"A restore of another backup was cut short in {media}.")
    monkeypatch.setattr(restoring, "database", lambda: Nowhere("pages_home"))
    assert refusal(file).startswith("A restore was cut short after its database was there.")


def test_disk_that_is_full(tmp_path: Path, media: Path) -> None:
    members = {"database.sqlite3": {"size": 2**60, "sha256": "0" * 64}}
    assert refusal(planted(tmp_path / "a", members=members)).startswith(f"{media} has room for ")


def test_backup_over_another(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"mine")
    with pytest.raises(CommandError, match="exists: give another name, no backup is overwritten"):
        call_command("backup", str(file))
    assert file.read_bytes() == b"mine"


def test_backup_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no folder .*: make it first"):
        call_command("backup", str(tmp_path / "lost" / "a"))


def test_backup_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "database", fail)
    with pytest.raises(CommandError, match="No space left on device"):
        call_command("backup", str(tmp_path / "a"))
    assert list(tmp_path.iterdir()) == []
