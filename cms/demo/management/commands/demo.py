"""`manage.py demo`: content to try the product with."""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.management import BaseCommand
from django.db.models import Model
from tqdm import tqdm

from cms.accounts.models import User
from cms.demo.builder import build_demo, build_reports, has_content
from cms.demo.models import DemoLoad
from cms.demo.removal import remove_demo, sentence
from cms.demo.shelf import Shelf
from pages.models import EventReport, NewsletterIssue, StandardPage, Testimonial
from snippets.models import Attachment, Organisation, Person, Photo, Technopole

MANY = 2000
WORTH_TELLING = {
    Technopole: ("technopole", "technopoles"),
    Organisation: ("organisation", "organisations"),
    Person: ("person", "people"),
    EventReport: ("event report", "event reports"),
    Testimonial: ("testimonial", "testimonials"),
    StandardPage: ("standard page", "standard pages"),
    NewsletterIssue: ("newsletter issue", "newsletter issues"),
    Photo: ("picture", "pictures"),
    Attachment: ("document", "documents"),
    User: ("account", "accounts"),
}


class Command(BaseCommand):
    help = "Load the demo content, or remove exactly what it made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        action = parser.add_mutually_exclusive_group()
        action.add_argument(
            "--once",
            action="store_true",
            help="Load only into a database without content, and never a second time.",
        )
        action.add_argument(
            "--delete",
            action="store_true",
            help="Remove what was loaded; keep what content that stays depends on.",
        )

        action.add_argument(
            "--reports",
            type=int,
            default=0,
            metavar="N",
            help="Load this many seeded reports too, with imaginary people and organisations.",
        )
        parser.add_argument(
            "--seed",
            type=int,
            default=1,
            metavar="S",
            help="The same seed gives the same texts, slugs and days; several can be loaded.",
        )

    def handle(
        self, *args: Any, once: bool, delete: bool, reports: int, seed: int, **options: Any
    ) -> None:
        if delete:
            self.delete()
        elif once and DemoLoad.objects.exists():
            self.stdout.write("The demo was loaded here before: nothing was changed.")
        elif once and has_content():
            self.stdout.write("There is content here already: the demo was not loaded.")
        else:
            self.report("The demo", build_demo())
        if reports > 0:
            made = build_reports(reports, seed, progress=with_progress_bar)
            self.report(f"The set of seed {seed}", made)

    def report(self, name: str, shelf: Shelf | None) -> None:
        if shelf is None:
            self.stdout.write(f"{name} is loaded already: nothing was changed.")
        else:
            self.stdout.write(f"{name} is loaded: {counted(shelf.made)}.")

    def delete(self) -> None:
        removal = remove_demo()
        for thing, reason in removal.kept:
            self.stdout.write(sentence(thing, reason))
        self.stdout.write(f"Demo removed: {counted(removal.removed)}.")


def with_progress_bar(numbers: range) -> Iterable[int]:
    """The numbers, with a bar on a terminal, and anywhere when it takes minutes."""
    is_shown = sys.stderr.isatty() or len(numbers) >= MANY
    return tqdm(numbers, unit="report", disable=not is_shown, mininterval=1)


def counted(things: Counter[type[Model]]) -> str:
    """How many of each kind."""
    told = [
        f"{number} {one if number == 1 else many}"
        for model, (one, many) in WORTH_TELLING.items()
        if (number := things[model])
    ]
    return ", ".join(told) or "nothing"
