from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db.migrations.loader import MigrationLoader

from cms.expanding import MARK, problems


class Command(BaseCommand):
    """Holds migrations to what an update without downtime needs."""

    help = "Verify that the code of the release before can run beside the migrations of this one."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(problems(MigrationLoader(None)))
        if found:
            remedy = (
                f"Expand only, and take away a release later; or say why it does no harm in {MARK}."
            )
            raise CommandError("\n".join([*found, remedy]))
        self.stdout.write("Code of the release before can run beside these migrations.")
