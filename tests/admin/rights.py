"""How a right of the guide is tried: what worked, and how it is told."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from snippets.models import (
    Attachment,
    Photo,
)

YES, NO, AS_DRAFT = "oui", "non", "oui, en brouillon"

Try = Callable[[Client], str]
tries: dict[str, Try] = {}


def trying(row: str) -> Callable[[Try], Try]:
    """Says which row of the table a function tries."""

    def registered(function: Try) -> Try:
        tries[row] = function
        return function

    return registered


def agreed(*verdicts: str) -> str:
    """What several attempts say alike; what they say otherwise is no verdict of the table."""
    found = dict.fromkeys(verdicts)
    return next(iter(found)) if len(found) == 1 else " / ".join(verdicts)


def yes_if(worked: Any) -> str:
    return YES if worked else NO


def opens(client: Client, name: str, *args: Any) -> str:
    return yes_if(client.get(reverse(name, args=args)).status_code == 200)


def user_of(client: Client) -> Any:
    return get_user_model().objects.get(pk=client.session["_auth_user_id"])


def written(thing: Any, text: str, *, field: str = "title") -> str:
    """Where a text stands now: before readers, in a draft, or nowhere."""
    thing.refresh_from_db()
    if getattr(thing, "live", True) and getattr(thing, field) == text:
        return YES
    latest = thing.get_latest_revision_as_object()
    return AS_DRAFT if getattr(latest, field) == text else NO


def bulk(client: Client, thing: Any, action: str, **form: Any) -> None:
    """What a list does with all that is ticked."""
    is_page = isinstance(thing, Page)
    kinds = {Photo: ("wagtailimages", "image"), Attachment: ("wagtaildocs", "document")}
    label, model = kinds.get(type(thing), ("snippets", thing._meta.model_name))
    if isinstance(thing, Photo):
        label, model = "snippets", "photo"
    if isinstance(thing, Attachment):
        label, model = "snippets", "attachment"
    names = ["wagtailcore", "page"] if is_page else [label, model]
    address = reverse("wagtail_bulk_action", args=[*names, action])
    client.post(f"{address}?id={thing.pk}", form)


def gone(thing: Any) -> bool:
    return not type(thing).objects.filter(pk=thing.pk).exists()
