from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from cms.exchange.importing import Done, Import
from cms.exchange.progress import with_bar
from cms.exchange.reading import RefusedError


class Command(BaseCommand):
    """Brings content in. The file is validated first: what is wrong is told, and nothing is written."""

    help = "Bring in the content of FILE, a .zip of export_content or JSON; run again, it goes on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Validate, tell what would be done, write nothing.",
        )

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        done: Counter[Done] = Counter()
        try:
            bringing = Import(file)
            steps = bringing.changes() if dry_run else bringing.run(with_bar)
            for item, what in steps:
                done[what] += 1
                if dry_run and what is not Done.UNCHANGED:
                    self.stdout.write(f"{what}: {item.place}")
        except RefusedError as error:
            for each in error.problems:
                self.stderr.write(str(each))
            written = "Nothing was written" if not done else "What stands above it was written"
            raise CommandError(f"Problems: {len(error.problems)}. {written}.") from None
        counts = ", ".join(f"{what}: {done[what]}" for what in Done)
        self.stdout.write(f"{'Would be ' if dry_run else ''}{counts}.")
