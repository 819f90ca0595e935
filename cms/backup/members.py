"""How the members of a backup are called, and which names nobody may smuggle in.

An upload is `media/` and its path. One that was written again while the backup was made stands a second time, as
`media.2/` and its path: the last one counts.
"""

import re
from collections.abc import Iterable

MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
UPLOAD = re.compile(r"media(?:\.[1-9]\d*)?/(?P<path>.+)", re.DOTALL)
MARK = ".restoring"
"""Uploads whose name begins so are our own traces of a restore under way."""


def member_of_upload(path: str, round_: int) -> str:
    """The name of an upload that was taken in the first, second, … round."""
    return f"media/{path}" if round_ == 1 else f"media.{round_}/{path}"


def upload_of_member(name: str) -> str | None:
    """The path of the upload that a member holds; None for what is none, or would lead elsewhere."""
    found = UPLOAD.fullmatch(name)
    return found["path"] if found and stays_below(found["path"]) else None


def stays_below(path: str) -> bool:
    """Whether a path names something below the folder it is read from, in the one way to write it."""
    parts = path.split("/")
    is_plain = not any(part in ("", ".", "..") for part in parts)
    return is_plain and "\\" not in path and "\0" not in path and not path.startswith(MARK)


def last_of_each(names: Iterable[str]) -> dict[str, str]:
    """Which member counts, for the path of each upload."""
    return {path: name for name in names if (path := upload_of_member(name))}
