"""`manage.py reset_second_factor`: for somebody whose phone is gone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from cms.accounts.models import User
from cms.accounts.second_factor import reset


class Command(BaseCommand):
    help = "Take the second factor from a user, and end all sessions of that user."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="The user name, as it is typed to sign in.")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username}.")
        if reset(user):
            self.stdout.write(f"{username} signs in with the password alone again.")
        else:
            self.stdout.write(f"{username} has no second factor: nothing was changed.")
