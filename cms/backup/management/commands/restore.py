from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand

from cms.backup.faults import told_in_a_sentence
from cms.backup.restoring import restore

NEXT = """Restored as of {moment}. Next:
- start the serving processes; those that ran meanwhile have to start again;
- frontends that follow `changes` are told to read everything anew, a CDN has to be emptied;
- webhooks are paused: resume each where this system takes the place of the other;
- persons who were erased after {moment} are back: run forget_person again for each."""


class Command(BaseCommand):
    """Brings a backup back, into an empty system only."""

    help = "Bring back what FILE holds, into a system without content. It is verified first."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="What manage.py backup wrote")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        with told_in_a_sentence():
            manifest = restore(file)
        for path in manifest.missing:
            self.stderr.write(f"Missing, as it was when the backup was made: {path}")
        self.stdout.write(NEXT.format(moment=manifest.made_at))
