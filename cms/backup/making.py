"""A backup is made: uploads, database and what is told of them, of one moment."""

import time
from itertools import count
from pathlib import Path

from cms.backup.content import content_of, uploads_named
from cms.backup.databases import Snapshot, database
from cms.backup.manifest import Manifest
from cms.backup.places import place_of_uploads
from cms.backup.uploads import Uploads
from cms.backup.writing import Writing, written
from cms.exchange.progress import with_bar

PATIENCE = 4
"""How often the database is frozen until a file that it names all the time is called missing."""
PAUSE = 1.0
"""Seconds in between: whoever replaces a file deletes the old one a little before the commit."""


def make(file: Path) -> Manifest:
    """Write the backup of the system into FILE; tells what it holds."""
    with written(file) as writing:
        source = database()
        with source.snapshot() as first:
            content_of(first.rows, first.columns())
        uploads = Uploads(place_of_uploads(), writing)
        uploads.take_all(with_bar)
        manifest = take_moment(writing, uploads)
        writing.close(manifest)
    return manifest


def take_moment(writing: Writing, uploads: Uploads) -> Manifest:
    """Add the database of a moment at which all uploads are there that it names, but for those that
    it names again and again and that are never there."""
    lost: set[str] = set()
    for turn in count(1):
        with database().snapshot() as snapshot:
            named = uploads_named(snapshot.rows, snapshot.columns())
            gone = uploads.take_named(named)
            if not gone or (turn >= PATIENCE and gone <= lost):
                return add_database(writing, snapshot, missing=gone - uploads.taken.keys())
            lost = gone if turn == 1 else lost & gone
        time.sleep(PAUSE)
    raise AssertionError


def add_database(writing: Writing, snapshot: Snapshot, *, missing: set[str]) -> Manifest:
    """Add the database as it stands; tells what the whole backup holds."""
    snapshot.write_to(writing)
    return Manifest(
        database=database().kind,
        database_version=snapshot.version(),
        content=content_of(snapshot.rows, snapshot.columns()),
        missing=sorted(missing),
        members=writing.members,
    )
