from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db.models import Model

from cms.traces.found import Traces
from cms.traces.removal import remove_traces
from snippets.models import Person


class Command(BaseCommand):
    """Removes all traces of a person, as the button in the admin does."""

    help = "Remove all traces of a person; with --dry-run, list what would go."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="Slug of the person, in any language.")
        parser.add_argument("--dry-run", action="store_true", help="List, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Person.objects.filter(slug=options["slug"])
        if len({person.translation_key for person in found}) != 1:
            raise CommandError(f"There is not one person of the slug {options['slug']}.")
        traces = Traces(found[0])
        left = traces.still_telling
        if options["dry_run"]:
            self.list_what_goes(traces)
        else:
            remove_traces(traces)
            self.stdout.write("All traces of this person were removed.")
        for thing in left:
            self.say("still to be read", thing)

    def list_what_goes(self, traces: Traces) -> None:
        """One line a thing."""
        for thing in (*traces.people, *traces.testimonials, *traces.redirects):
            self.say("goes", thing)
        for page in traces.telling_pages:
            self.say("goes from", page)
        for photo in traces.own_pictures:
            self.say("goes", photo)

    def say(self, what: str, thing: Model) -> None:
        """A line about a thing."""
        self.stdout.write(f"{what}: {thing._meta.verbose_name} {thing.pk} {thing}")
