"""Asks about the videos of a form before anything of it is written.

A provider may take seconds to answer. Within the transaction of an editor all who write would wait for it, on SQLite at once and on
PostgreSQL as soon as one wants to be alone.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest, UnreadablePostError
from django.http.request import RawPostDataException
from django.utils import timezone
from wagtail.embeds.blocks import EmbedBlock as EmbedAddressBlock
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.exceptions import EmbedException
from wagtail.embeds.finders import get_finders
from wagtail.embeds.models import Embed

from cms.embeds import LONGEST, SECONDS, Described, Finder, at_hand
from pages.blocks import EmbedBlock

MOST, SECONDS_IN_ALL = 5, 10
"""New videos that are asked about for one request, and for how long. An answer that comes when they are over may still
be read, for a moment."""
KEPT, KEPT_FAILED = 600, 60
"""Seconds in which nobody is asked again for what was told, or not told. What a form did not keep, as others were
missing, is at hand for the next try."""
CHOOSER = "embed-chooser-url"
"""How Wagtail's dialog calls it."""
NAMES = frozenset(
    name for name, block in EmbedBlock.base_blocks.items() if isinstance(block, EmbedAddressBlock)
)
"""How our block does, in JSON and at the end of the name of a field."""


@contextmanager
def videos_at_hand(request: HttpRequest) -> Iterator[None]:
    """What providers tell of the new videos that a request sends is at hand inside, and nobody is asked any more."""
    token = at_hand.set(asked_about(addresses_in(request)))
    try:
        yield
    finally:
        at_hand.reset(token)


def asked_about(addresses: list[str]) -> dict[str, Described]:
    """What providers tell of those videos of which nothing is kept, as far as there is time."""
    told: dict[str, Described] = {}
    if not addresses:
        return told
    until = monotonic() + SECONDS_IN_ALL
    finder = next(each for each in get_finders() if isinstance(each, Finder))
    asked = 0
    for address in unknown([each for each in addresses if finder.accept(each)]):
        key = f"video-{get_embed_hash(address)}"
        if answer := cache.get(key):
            told[address] = answer
        elif asked < MOST and (left := until - monotonic()) > 0:
            asked += 1
            told[address] = answer_of(finder, address, min(SECONDS, left))
            is_failure = isinstance(told[address], EmbedException)
            cache.set(key, told[address], KEPT_FAILED if is_failure else KEPT)
    return told


def answer_of(finder: Finder, address: str, seconds: float) -> Described:
    """What its provider tells of a video, or why it tells nothing."""
    try:
        return finder.ask(address, seconds=seconds)
    except EmbedException as error:
        return error


def unknown(addresses: list[str]) -> list[str]:
    """The addresses of which no description is kept, or an old one."""
    hashes = {get_embed_hash(address): address for address in addresses}
    lasting = Q(cache_until=None) | Q(cache_until__gt=timezone.now())
    kept = Embed.objects.filter(lasting, hash__in=hashes).values_list("hash", flat=True)
    known = set(kept)
    return [address for each, address in hashes.items() if each not in known]


def addresses_in(request: HttpRequest) -> list[str]:
    """The addresses of videos that stand in what is sent, each once."""
    try:
        if request.content_type == "application/json":
            found = list(in_json(json.loads(request.body)))
        else:
            found = list(in_form(request))
    except (RawPostDataException, RecursionError, UnreadablePostError, ValueError):
        return []
    stripped = (each.strip() for each in found if len(each) <= LONGEST)
    return list(dict.fromkeys(each for each in stripped if each))


def in_form(request: HttpRequest) -> Iterator[str]:
    """Those of a form, whose fields are called `body-3-value-media`."""
    for field, values in request.POST.lists():
        if field == CHOOSER or field.rpartition("-")[2] in NAMES:
            yield from values


def in_json(told: Any) -> Iterator[str]:
    """Those of what a tool sends."""
    if isinstance(told, dict):
        for name, value in told.items():
            if name in NAMES and isinstance(value, str):
                yield value
            else:
                yield from in_json(value)
    elif isinstance(told, list):
        for each in told:
            yield from in_json(each)
