from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError
from django.db.models import Model

from cms.previews.tokens import NotPreviewableError, issue, previewable_models, revoke


class Command(BaseCommand):
    help = "Give out and revoke tokens that show a page or record as last saved."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        issuing = verbs.add_parser("issue", help="Print a token for the header Preview-Token.")
        issuing.add_argument("--user", required=True, help="Name of the user it is given to.")
        revoking = verbs.add_parser("revoke", help="Make all tokens of an object worthless.")
        kinds = sorted(model._meta.model_name for model in previewable_models().values())
        for verb in (issuing, revoking):
            verb.add_argument("kind", choices=kinds, help="What it is.")
            verb.add_argument("key", type=int, help="Its number in the address of its form.")

    def handle(self, *args: Any, verb: str, kind: str, key: int, **options: Any) -> None:
        thing = found(kind, key)
        if verb == "revoke":
            revoke(thing)
            self.stdout.write(f"Every token of {thing} is worthless from now on.")
            return
        user = get_user_model().objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['user']}.")
        try:
            self.stdout.write(issue(thing, user))
        except NotPreviewableError as refusal:
            raise CommandError(str(refusal)) from None


def found(kind: str, key: int) -> Model:
    """The object of a kind and key."""
    [model] = [each for each in previewable_models().values() if each._meta.model_name == kind]
    thing = model._default_manager.filter(pk=key).first()
    if thing is None:
        raise CommandError(f"There is no {kind} {key}.")
    return thing
