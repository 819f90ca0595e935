"""The three accounts of the demo: one for each part played in the admin."""

from django.conf import settings
from django.contrib.auth.models import Group

from cms.accounts.models import User

from .shelf import Shelf

ACCOUNTS = (
    {"username": "redacteur", "first_name": "Compte", "last_name": "de rédaction"},
    {"username": "responsable", "first_name": "Compte", "last_name": "de publication"},
    {"username": "administrateur", "first_name": "Compte", "last_name": "d’administration"},
)
GROUPS = {"redacteur": "Rédacteurs", "responsable": "Responsables de publication"}
ADMINISTRATOR = "administrateur"


def provide_accounts(shelf: Shelf) -> None:
    """Make the accounts that are missing and have a password in the settings; never touch others."""
    for account in ACCOUNTS:
        name = account["username"]
        found = User.objects.filter(username=name).first()
        if found is not None:
            shelf.put(found, name)
        elif name in settings.DEMO_PASSWORDS:
            shelf.file(new_account(account), name)
    shelf.writer = shelf.things.get((User, "redacteur"))
    shelf.publisher = shelf.things.get((User, "responsable"))


def new_account(account: dict[str, str]) -> User:
    name = account["username"]
    is_administrator = name == ADMINISTRATOR
    made = User.objects.create_user(
        **account,
        email=f"{name}@example.org",
        password=settings.DEMO_PASSWORDS[name],
        is_staff=is_administrator,
        is_superuser=is_administrator,
    )
    made.groups.add(*Group.objects.filter(name=GROUPS.get(name)))
    return made
