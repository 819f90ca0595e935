from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from graphql import lexicographic_sort_schema, print_schema

from cms.api.schema import schema


class Command(BaseCommand):
    """Writes the GraphQL schema to `schema.graphql`, sorted: the promise to frontends."""

    help = "Write the GraphQL schema to schema.graphql, sorted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Write nothing; fail when the file is not the schema.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "schema.graphql"
        text = print_schema(lexicographic_sort_schema(schema.graphql_schema)) + "\n"
        if not options["check"]:
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{path.name}: {len(text.splitlines())} lines.")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError(f"{path.name} is not the schema: run make schema and read the diff.")
