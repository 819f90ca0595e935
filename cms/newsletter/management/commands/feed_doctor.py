from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import ngettext

from cms.newsletter.doctor import Diagnosis, Finding, Item, NoFeedError, examine


class Command(BaseCommand):
    help = "Tell what newsletter tools take from our feeds; fail when something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "addresses",
            nargs="+",
            metavar="ADDRESS",
            help="A feed with its parameters, for example /feeds/all.rss?limit=5",
        )

    def handle(self, *args: Any, addresses: list[str], **options: Any) -> None:
        errors = 0
        for address in addresses:
            try:
                diagnosis = examine(address)
            except NoFeedError:
                raise CommandError(f"{address} is no feed of ours.") from None
            self.stdout.write("\n".join(lines_of(diagnosis)))
            errors += diagnosis.errors
        if errors:
            raise CommandError(f"Errors: {errors}.")


def lines_of(diagnosis: Diagnosis) -> Iterator[str]:
    """A diagnosis, line by line."""
    count = len(diagnosis.items)
    told = ngettext("%(count)s item, %(size)s", "%(count)s items, %(size)s", count)
    size = filesizeformat(diagnosis.size)
    yield f"{diagnosis.address}: " + told % {"count": count, "size": size}
    yield from map(sentence_of, diagnosis.findings)
    for number, item in enumerate(diagnosis.items, start=1):
        yield f"\n{number}. {item.title}"
        yield from lines_of_item(item)
    yield f"\nErrors: {diagnosis.errors}. Warnings: {diagnosis.warnings}."


def lines_of_item(item: Item) -> Iterator[str]:
    """What is told of an item."""
    yield from map(sentence_of, item.findings)
    for name, facts in item.tools:
        yield f"   {name}"
        for taken in facts:
            told = f"{taken.shown}  [{taken.field}]" if taken.field else "—"
            yield f"      {taken.label:<9} {told}"


def sentence_of(finding: Finding) -> str:
    """A finding, marked by how grave it is."""
    return f"   {'✗' if finding.is_error else '!'} {finding.sentence}"
