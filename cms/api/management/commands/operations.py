from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from cms.api.models import KnownOperation
from cms.api.operation_files import UnusableFilesError
from cms.api.registry import import_folder, no_longer_served


class Command(BaseCommand):
    help = "Keep the operations of frontends, and tell which the schema no longer serves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        importing = verbs.add_parser("import", help="Replace the operations of a frontend.")
        importing.add_argument("folder", type=Path, help="Folder with its .graphql files.")
        importing.add_argument("--frontend", required=True, help="Name of the frontend.")
        verbs.add_parser("check", help="Fail when the schema no longer serves an operation.")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "check":
            self.check_known()
        else:
            self.import_from(options["folder"], options["frontend"])

    def import_from(self, folder: Path, frontend: str) -> None:
        """Import, and print the hash and name of each operation."""
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        try:
            imported = import_folder(folder, frontend)
        except UnusableFilesError as error:
            lines = [f"{frontend} {line}" for line in str(error).splitlines()]
            raise CommandError("\n".join(["Nothing was imported:", *lines])) from None
        for each in imported:
            self.stdout.write(f"{each.hash} {each.name}")

    def check_known(self) -> None:
        """Check every operation that is kept."""
        if lines := list(no_longer_served()):
            raise CommandError("\n".join(["The schema no longer serves:", *lines]))
        self.stdout.write(f"The schema serves all {KnownOperation.objects.count()} operations.")
