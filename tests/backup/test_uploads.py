"""Which uploads a backup has, while editors add, replace and delete them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import call_command

from cms.backup import making
from cms.backup.members import last_of_each
from cms.backup.reading import opened
from cms.backup.writing import Writing


class Moments:
    """A database whose moments name these uploads, one after the other; what happens before each."""

    kind = "sqlite"

    def __init__(self, *moments: tuple[Callable[[], object], list[str]]) -> None:
        # The first look is at whether there is a system at all.
        self.moments = [(lambda: None, []), *moments]
        self.named: list[str] = []

    def __call__(self) -> "Moments":
        return self

    @contextmanager
    def snapshot(self) -> Iterator["Moments"]:
        happens, self.named = self.moments.pop(0)
        happens()
        yield self

    def columns(self) -> dict[str, set[str]]:
        return {"django_migrations": set(), "publishing_change": set(), "snippets_photo": {"file"}}

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        if '"file"' in statement:
            return [(each,) for each in self.named]
        return [] if "app, name" in statement else [(1,)]

    def version(self) -> str:
        return "3"

    def write_to(self, writing: Writing) -> None:
        database = writing.folder / "rows"
        database.write_bytes(b"rows")
        with database.open("rb") as stream:
            writing.add("database.sqlite3", stream)


@pytest.fixture
def media(on_disk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    on_disk.mkdir()
    monkeypatch.setattr(making, "PAUSE", 0)
    return on_disk


@pytest.fixture
def backed_up(
    tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[dict[str, bytes], list[str]]]:
    """What a backup holds of the uploads that count, and what it says is missing."""

    def back_up(*moments: tuple[Callable[[], object], list[str]]) -> tuple[dict, list]:
        monkeypatch.setattr(making, "database", database := Moments(*moments))
        file = tmp_path / "a"
        call_command("backup", str(file), stdout=StringIO())
        assert database.moments == []
        with opened(file) as reading, ZipFile(file) as archive:
            reading.check()
            names = last_of_each(reading.manifest.members)
            held = {path: archive.read(name) for path, name in names.items()}
            return held, reading.manifest.missing

    return back_up


def nothing() -> None:
    """Nobody does anything."""


def test_what_was_added_after_the_first_look_is_there(media: Path, backed_up: Any) -> None:
    (media / "old").write_bytes(b"old")
    add = lambda: (media / "new").write_bytes(b"new")  # noqa: E731
    assert backed_up((add, ["old", "new"])) == ({"old": b"old", "new": b"new"}, [])


def test_what_was_deleted_since_is_there_once_the_database_names_it(
    media: Path, backed_up: Any
) -> None:
    """Deleted just after the database was frozen: it was taken before."""
    (media / "a").write_bytes(b"a")
    found = backed_up(((media / "a").unlink, ["a"]), *[(nothing, ["a"])] * 3)
    assert found == ({"a": b"a"}, [])


def test_what_came_and_went_is_not_named_by_the_moment_that_counts(
    media: Path, backed_up: Any
) -> None:
    assert backed_up((nothing, ["brief"]), (nothing, [])) == ({}, [])


def test_what_was_written_while_it_was_read_is_read_again(media: Path, backed_up: Any) -> None:
    (media / "a").write_bytes(b"hal")
    finish = lambda: (media / "a").write_bytes(b"half no more")  # noqa: E731
    assert backed_up((finish, ["a"])) == ({"a": b"half no more"}, [])


def test_what_was_missing_before_is_told_and_stops_nothing(media: Path, backed_up: Any) -> None:
    (media / "a").write_bytes(b"a")
    moments = [(nothing, ["a", "lost", "../outside"])] * 4
    assert backed_up(*moments) == ({"a": b"a"}, ["../outside", "lost"])


def test_folders_that_are_links_are_followed_once(
    tmp_path: Path, media: Path, backed_up: Any
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a").write_bytes(b"a")
    (elsewhere / "loop").symlink_to(elsewhere)
    (media / "images").symlink_to(elsewhere)
    (media / "nowhere").symlink_to(media / "lost")
    assert backed_up((nothing, [])) == ({"images/a": b"a"}, [])
