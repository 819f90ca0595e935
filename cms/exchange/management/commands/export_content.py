import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from cms.exchange.exporting import export
from cms.exchange.progress import with_bar
from cms.exchange.shapes import json_schema


class Command(BaseCommand):
    """Takes all content out into an archive."""

    help = "Write all pages, records, pictures and documents into FILE, a .zip."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="For example content.zip")
        parser.add_argument(
            "--schema", action="store_true", help="Write the JSON Schema of such files instead."
        )

    def handle(self, *args: Any, file: Path, schema: bool, **options: Any) -> None:
        if schema:
            file.write_text(json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n")
            return
        if file.suffix != ".zip":
            raise CommandError(f"{file} does not end in .zip.")
        written = export(file, with_bar)
        self.stdout.write(f"Written: {written} to {file}.")
