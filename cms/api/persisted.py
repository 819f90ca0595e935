"""Automatic persisted queries: an operation is sent once with its hash, then by its hash alone.

The protocol is Apollo's, which urql and others share: `extensions.persistedQuery` holds
`{"version": 1, "sha256Hash": "…"}`. A hash that nobody knows any more is answered with
PERSISTED_QUERY_NOT_FOUND, and the client sends the text again: the cache may forget at any time.
"""

import re
from typing import Any

from django.conf import settings
from django.core.cache import caches

from cms.api.documents import LONGEST_REMEMBERED, Prepared, hash_of
from cms.api.errors import Code, RefusedError
from cms.api.registry import find_text, is_known

HASH = re.compile(r"[0-9a-f]{64}")
DAYS_KEPT = 30
# Clients look for these very words.
NOT_FOUND = "PersistedQueryNotFound"


def hash_asked(extensions: dict[str, Any]) -> str | None:
    """The hash that a client sends; None when it uses no persisted query."""
    if (asked := extensions.get("persistedQuery")) is None:
        return None
    version, found = (
        (asked.get("version"), asked.get("sha256Hash")) if isinstance(asked, dict) else (None, None)
    )
    if version != 1 or not isinstance(found, str) or not HASH.fullmatch(found):
        raise RefusedError(
            Code.BAD_REQUEST,
            "`persistedQuery` is an object with `version` 1 and, as `sha256Hash`, the SHA-256 of "
            "the operation in 64 small hexadecimal digits.",
        )
    return found


def text_of(query: str | None, extensions: dict[str, Any]) -> str:
    """The text of the operation: as it is sent, or as it is known by its hash."""
    asked = hash_asked(extensions)
    if query is None:
        text = known(asked) if asked else None
        if text is None:
            raise RefusedError(Code.PERSISTED_QUERY_NOT_FOUND, NOT_FOUND)
        return text
    if asked and hash_of(query) != asked:
        raise RefusedError(
            Code.BAD_REQUEST,
            "`sha256Hash` is not the SHA-256 of `query`: make it of exactly the text you send.",
        )
    return query


def known(asked: str) -> str | None:
    """The text whose hash is asked for: sent before by somebody, or kept by a frontend."""
    return caches["operations"].get(asked) or find_text(asked)


def remember(ready: Prepared, extensions: dict[str, Any]) -> None:
    """Keep an operation for those who will send its hash; only one that fits the schema."""
    if "persistedQuery" in extensions and len(ready.text) <= LONGEST_REMEMBERED:
        caches["operations"].add(ready.hash, ready.text, DAYS_KEPT * 24 * 60 * 60)


def check_allowed(ready: Prepared) -> None:
    """Raise RefusedError when only known operations run, and this one is not known."""
    if settings.GRAPHQL_ALLOW_LIST and not is_known(ready.document):
        raise RefusedError(
            Code.OPERATION_NOT_ALLOWED,
            "Only known operations run here: ask the operator to import this one.",
        )
