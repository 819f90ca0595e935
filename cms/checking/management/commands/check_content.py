from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management import BaseCommand, CommandError

from cms.checking.everything import Checked, check_everything
from snippets.checking.findings import Finding


class Command(BaseCommand):
    """Checks all content as publishing does, and remembers what it found for the report in the admin."""

    help = (
        "Check what readers see and drafts never published; fail when something may not go public."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--blocking", action="store_true", help="List only what forbids to publish."
        )

    def handle(self, *args: Any, blocking: bool, **options: Any) -> None:
        counts: Counter[str] = Counter()
        things = 0
        for checked in check_everything():
            things += 1
            counts.update(each.rule.code for each in checked.findings)
            self.list(checked, blocking=blocking)
            blocked = sum(each.rule.is_blocking for each in checked.findings)
            counts["blocking"] += blocked
        blocked = counts.pop("blocking", 0)
        for code, number in counts.most_common():
            self.stdout.write(f"{number:6} {code}")
        self.stdout.write(f"Checked: {things}. Blocking: {blocked}. All: {counts.total()}.")
        if blocked:
            raise CommandError(f"Blocking: {blocked}.")

    def list(self, checked: Checked, *, blocking: bool) -> None:
        """The findings on a thing, a line each."""
        shown = [each for each in checked.findings if each.rule.is_blocking or not blocking]
        if shown:
            thing = checked.thing
            self.stdout.write(f"{thing._meta.verbose_name} {thing.pk}: {thing}")
            self.stdout.write("\n".join(map(line, shown)))


def line(finding: Finding) -> str:
    """A finding, marked by whether it blocks."""
    mark = "✗" if finding.rule.is_blocking else "!"
    return f"   {mark} {finding.rule.code}: {finding}"
