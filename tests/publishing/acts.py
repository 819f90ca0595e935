"""What editors and operators do: each act is a function, filed in one of two lists."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from cms.publishing.journal import one_change
from tests.publishing.editorial_world import EditorialWorld

Act = Callable[[EditorialWorld, Client], None]
ACTS: list[Act] = []
UNSEEN: list[Act] = []
"""Acts that readers see nothing of: the answers stay, and the journal too."""


def act(does: Act) -> Act:
    """Something that changes an answer."""
    ACTS.append(does)
    return does


def unseen(does: Act) -> Act:
    """Something that changes no answer."""
    UNSEEN.append(does)
    return does


def changed(thing: Any, **fields: Any) -> Any:
    """A thing saved with other values; published if it has drafts."""
    for name, value in fields.items():
        setattr(thing, name, value)
    with one_change():
        if hasattr(thing, "live"):
            thing.save_revision().publish()
        else:
            thing.save()
    return thing


def posted(client: Client, view: str, *args: Any, **fields: Any) -> None:
    """A form of the admin that was sent and taken."""
    response = client.post(reverse(view, args=args), fields)
    assert response.status_code == 302, response.content
