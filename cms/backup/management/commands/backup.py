from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand

from cms.backup.faults import told_in_a_sentence
from cms.backup.making import make
from cms.backup.manifest import Manifest
from cms.backup.members import last_of_each
from cms.backup.reading import opened


class Command(BaseCommand):
    """Writes the whole system into one file, while editors work."""

    help = "Write database and uploads into FILE, which must not exist; with --check, verify FILE."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="For example cms-2027-01-31.backup"
        )
        parser.add_argument(
            "--check", action="store_true", help="Verify an existing FILE; no system is needed."
        )

    def handle(self, *args: Any, file: Path, check: bool, **options: Any) -> None:
        with told_in_a_sentence():
            if check:
                self.stdout.write(f"{file} is whole: {held(checked(file))}.")
                return
            manifest = make(file)
        for path in manifest.missing:
            self.stderr.write(f"Missing, though the database names it: {path}")
        self.stdout.write(f"{file}, {file.stat().st_size:,} bytes: {held(manifest)}.")


def checked(file: Path) -> Manifest:
    """What a file holds, every byte of which was read."""
    with opened(file) as reading:
        reading.check()
        return reading.manifest


def held(manifest: Manifest) -> str:
    """What a backup holds, in a few words."""
    uploads = len(last_of_each(manifest.members))
    return (
        f"{manifest.database}, {sum(manifest.content.rows.values())} rows, journal at "
        f"{manifest.content.journal}, {uploads} uploads, {len(manifest.missing)} missing, "
        f"made {manifest.made_at} by {manifest.product}"
    )
