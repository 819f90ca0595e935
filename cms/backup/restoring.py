"""A backup is brought back into an empty system: all of it, or nothing that would be taken for it.

The uploads go first, the database last and in one transaction: a system that has a database has its
uploads. A mark stands among the uploads from the first to the last step. Where it is found, a restore was
cut short: it goes on if the database is empty still.
"""

import hashlib
from functools import partial
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from cms.backup.content import content_of, later_migrations
from cms.backup.databases import Database, database
from cms.backup.faults import BackupError
from cms.backup.manifest import Manifest
from cms.backup.members import last_of_each
from cms.backup.places import Place, place_of_uploads
from cms.backup.reading import Reading, opened
from cms.backup.renumbering import leap
from cms.exchange.progress import with_bar
from cms.webhooks.models import Endpoint


def restore(file: Path) -> Manifest:
    """Bring the backup in FILE back; tells what it held."""
    target, place = database(), place_of_uploads()
    with opened(file) as reading:
        manifest = reading.manifest
        refuse_to_mix(manifest, target)
        mark = Mark(place, manifest)
        refuse_what_is_there(target, place, mark)
        place.refuse_without_room(sum(each.size for each in manifest.members.values()))
        reading.check()
        mark.set()
        unpack(reading, place)
        target.load(reading, place.scratch)
    refuse_other_content(manifest, target)
    call_command("migrate", interactive=False)
    hold_webhooks()
    leap()
    place.remove_mark()
    return manifest


def hold_webhooks() -> None:
    """Tell nobody of what happens here until somebody says so: a copy that is tried out must not speak in the name of
    the system it is a copy of."""
    for endpoint in Endpoint.objects.filter(paused_at=None):
        endpoint.pause(
            _("Restored from a backup: resume it where this system takes the place of the other.")
        )
        endpoint.save()


class Mark:
    """The file among the uploads that says a restore is under way, and of which backup."""

    def __init__(self, place: Place, manifest: Manifest) -> None:
        self.place, self.found = place, place.mark()
        self.text = hashlib.sha256(manifest.model_dump_json().encode()).hexdigest()

    @property
    def is_there(self) -> bool:
        return self.found is not None

    @property
    def is_of_this_backup(self) -> bool:
        return self.found == self.text

    def set(self) -> None:
        self.place.set_mark(self.text)


def refuse_to_mix(manifest: Manifest, target: Database) -> None:
    """Stop at a backup of another kind of database, or of newer code."""
    if manifest.database != target.kind:
        raise BackupError(
            f"This is a backup of {manifest.database}, and the database here is {target.kind}. To go from one to "
            "the other, restore it where it comes from and use export_content and import_content."
        )
    if later := later_migrations(manifest.content.migrations):
        raise BackupError(
            f"This backup was made by newer code, {manifest.product}: it has the migration {later[0]}, "
            "which this code does not know. Update the code first."
        )


def refuse_what_is_there(target: Database, place: Place, mark: Mark) -> None:
    """Stop unless the system is empty, but for what a restore of this backup left that was cut short."""
    if target.tables():
        began = "A restore was cut short after its database was there" if mark.is_there else ""
        raise BackupError(
            f"{began or 'The database is not empty'}. A backup is restored into an empty system only: "
            f"{target.remedy}, empty {place}, and run this again."
        )
    if not mark.is_of_this_backup and any(place.paths()):
        began = (
            "A restore of another backup was cut short" if mark.is_there else "There are uploads"
        )
        raise BackupError(
            f"{began} in {place}. A backup is restored into an empty system only: {place.remedy}, "
            "and run this again."
        )


def unpack(reading: Reading, place: Place) -> None:
    """Write the uploads."""
    uploads = last_of_each(reading.manifest.members)
    for path, name in with_bar(uploads.items(), len(uploads)):
        place.write(path, partial(reading.copy, name))


def refuse_other_content(manifest: Manifest, target: Database) -> None:
    """Stop if the database that was loaded is not the one that was backed up."""
    with target.snapshot() as snapshot:
        found = content_of(snapshot.rows, snapshot.columns())
    told = manifest.content
    differing = [name for name in told.rows if found.rows.get(name) != told.rows[name]]
    if differing or found.journal != told.journal:
        raise BackupError(
            f"What was restored is not what was backed up: {differing or 'the journal'} differs. Do not use "
            f"it: {target.remedy}, empty the folder of the uploads, and try another backup."
        )
    connection.close()
