"""Global ids: opaque, stable, and unique over everything the API gives."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from django.conf import settings
from django.db.models import Model
from wagtail.blocks import BoundBlock
from wagtail.models import Page, TranslatableMixin

from snippets.models import Affiliation


def encoded(*parts: Any) -> str:
    """An opaque id made of `parts`."""
    return urlsafe_b64encode(":".join(map(str, parts)).encode()).rstrip(b"=").decode()


def decoded(identifier: str) -> list[str]:
    """The parts of an id; none when it is not one of ours."""
    padded = identifier + "=" * (-len(identifier) % 4)
    try:
        return urlsafe_b64decode(padded.encode()).decode().split(":")
    except (binascii.Error, UnicodeError, ValueError):
        return []


def global_id(thing: Model | BoundBlock, language: str = settings.LANGUAGE_CODE) -> str:
    """The id of a model instance or block in an answer of this language.

    Copies and translations of a page keep the blocks' own ids, so the page's key goes with them.
    A record without translation stands in answers of other languages too, with other things below
    it: the language goes with it, lest caches of clients mix them up.
    """
    if isinstance(thing, BoundBlock):
        return block_id(thing.told_in.pk, thing.id)
    parts = [getattr(thing, "graphql_name", type(thing).__name__), thing.pk]
    if language != settings.LANGUAGE_CODE and is_told_in_any_language(thing):
        parts.append(language)
    return encoded(*parts)


def is_told_in_any_language(thing: Model) -> bool:
    """Whether a thing may stand in an answer of another language than its own."""
    return isinstance(thing, TranslatableMixin | Affiliation) and not isinstance(thing, Page)


def block_id(page_key: Any, own_id: Any) -> str:
    """The id of a block of a page."""
    return encoded("Block", page_key, own_id)
