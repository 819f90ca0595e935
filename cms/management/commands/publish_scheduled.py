from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from cms.publishing.schedule import due, run_due


class Command(BaseCommand):
    """Stands in for Wagtail's command, which publishes without a transaction."""

    help = "Publish and withdraw what is due. Serving processes do it by themselves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dryrun", action="store_true", help="Only tell what is due.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            for step in due():
                self.stdout.write(step.name)
        else:
            self.stdout.write(f"{run_due()} done.")
