"""What the editor is told about what happened behind their request."""

from contextvars import ContextVar
from enum import Enum

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class Kind(Enum):
    """What may happen to a text and to the records it names: how grave, and in which words."""

    APPROVED = messages.SUCCESS, _("Online now: %(names)s.")
    INTRODUCED = messages.INFO, _("Published at the same time: %(names)s.")
    UNSEEN = messages.WARNING, _("Readers do not see yet: %(names)s.")


Notices = dict[Kind, list[str]]
notices: ContextVar[Notices | None] = ContextVar("notices", default=None)


def tell_editor(kind: Kind, thing: object) -> None:
    """Name `thing` to the editor whose request this is; nobody is told outside a request."""
    collected = notices.get()
    if collected is not None:
        collected.setdefault(kind, []).append(str(thing))


def show(request: HttpRequest, collected: Notices) -> None:
    """Add what was collected to the messages of the admin: one of each kind, each name once."""
    for kind in Kind:
        if names := collected.get(kind):
            level, sentence = kind.value
            listed = ", ".join(dict.fromkeys(names))
            messages.add_message(request, level, sentence % {"names": listed})
