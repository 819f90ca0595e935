"""Compression of answers: with Brotli, with gzip or not at all, as the client prefers.

The rules of `Accept-Encoding` are those of RFC 9110, section 12.5.3. The same bytes and the same
preference always make the same bytes, which may be kept; an ETag is made of them, or tells their
encoding. No answer holds a secret of who asks, so its length gives none away.
"""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache, partial

import brotli
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

PLAIN = "identity"
COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, mode=brotli.MODE_TEXT, quality=5),
    "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
}
"""The best one first: it is taken where a client likes several equally well."""
LEAST_BYTES = 1024
"""A smaller answer fits one packet anyway."""
LONGEST_REMEMBERED = 200
WEIGHT = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


def compressed(content: bytes, encoding: str) -> bytes:
    """The content in an encoding."""
    return COMPRESSIONS.get(encoding, bytes)(content)


def preferred(accepted: str, length: int) -> str:
    """The encoding to answer content of so many bytes with."""
    choose = chosen_before if len(accepted) <= LONGEST_REMEMBERED else chosen
    return choose(accepted, length < LEAST_BYTES)


def chosen(accepted: str, is_small: bool) -> str:  # noqa: FBT001
    """The encoding to answer with; small content is compressed for those who refuse it plain.

    Who accepts none of ours gets plain content: there is nothing else to give.
    """
    weights = weights_in(accepted)
    others = weights.get("*", 0)
    offered = {name: weights.get(name, others) for name in COMPRESSIONS}
    best = max(offered, key=lambda name: offered[name])
    if not offered[best]:
        return PLAIN
    if weights.get(PLAIN, weights.get("*", 1)) == 0:
        return best
    return PLAIN if is_small or weights.get(PLAIN, 0) > offered[best] else best


chosen_before = lru_cache(maxsize=100)(chosen)
"""Most clients send one of a few headers."""


def weights_in(accepted: str) -> dict[str, float]:
    """How much a client likes each encoding it names, from 0, not at all, to 1."""
    named = (item.partition(";") for item in accepted.lower().split(","))
    return {name.strip(): weight_in(parameter) for name, _, parameter in named if name.strip()}


def weight_in(parameter: str) -> float:
    """The weight written after an encoding: 1 without one, 0 for what is no weight."""
    if not parameter.strip():
        return 1
    found = WEIGHT.fullmatch(parameter.strip())
    return float(found[1]) if found else 0


def encode(response: HttpResponse, accepted: str) -> None:
    """Compress a response for a client that sent this `Accept-Encoding`."""
    encoding = preferred(accepted, len(response.content))
    response.content = compressed(response.content, encoding)
    response["Content-Length"] = len(response.content)
    if encoding != PLAIN:
        response["Content-Encoding"] = encoding
    patch_vary_headers(response, ["Accept-Encoding"])
