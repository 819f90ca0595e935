from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from cms.publishing.audit import missing_changes, renew, repair


class Command(BaseCommand):
    """Holds the journal against what readers may read, for instance after rows were loaded raw."""

    help = "Verify the journal against the content; with --repair, write what it lacks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Write the missing changes.")
        parser.add_argument(
            "--anew",
            action="store_true",
            help="Also tell readers that anything may read otherwise: rows were overwritten.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["repair"] or options["anew"]:
            written = renew() if options["anew"] else repair()
            self.stdout.write(f"{written} changes written.")
            return
        lacking = list(missing_changes())
        if lacking:
            lines = [f"{each.action} {each.kind} {each.object_id} {each.path}" for each in lacking]
            raise CommandError("\n".join(["The journal lacks (--repair writes them):", *lines]))
        self.stdout.write("The journal tells all that readers may read.")
