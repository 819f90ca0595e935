"""Backups put together by hand, good ones and such as nobody should restore."""

import hashlib
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

CONTENT = {"migrations": ["pages.0001_initial"], "journal": 1, "rows": {}}


def planted(
    file: Path,
    *,
    uploads: dict[str, bytes] | None = None,
    mode: int = 0o600,
    hidden: tuple[str, ...] = (),
    **told: Any,
) -> Path:
    """A backup of SQLite with these uploads, whose manifest tells otherwise what is given. Those `hidden`
    are in the file and not in its manifest."""
    members = {**(uploads or {}), "database.sqlite3": b"rows"}
    manifest = {
        "format": "technopole-backup",
        "version": 1,
        "product": "9.9.9",
        "made_at": "2027-01-31T03:00:00+00:00",
        "database": "sqlite",
        "database_version": "3.40.1",
        "content": CONTENT,
        "missing": [],
        "members": {
            name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in members.items()
            if name not in hidden
        },
        **told,
    }
    with ZipFile(file, "w") as archive:
        for name, content in {**members, "manifest.json": json.dumps(manifest).encode()}.items():
            info = ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, content)
    return file
