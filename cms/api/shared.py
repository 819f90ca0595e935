"""Answers that the processes of an installation share, in Redis or Valkey: `CACHE_URL`.

An answer is found there by what was asked, by the last change of the content, its number and its
moment, and by the code and the settings that made it. So a version of the product never gives what
another one made, and a database that was restored finds none of what was written after its backup.

Losing the server costs time only: who cannot reach it looks no more for a while.
"""

import logging
from collections.abc import Callable
from functools import cached_property
from hashlib import blake2b
from time import monotonic, time
from typing import Any

import orjson
from django.conf import settings
from django.core.cache import InvalidCacheBackendError, caches
from redis import RedisError

from cms.api.kept import Kept
from cms.publishing.models import Change

logger = logging.getLogger(__name__)

PAUSE = 5
"""Seconds without a look after the server could not be reached."""
LONGEST = 86_400
"""Seconds after which an answer that nobody asked for is dropped."""
SOURCES = ("cms", "pages", "snippets", "templates", "locale")
"""The folders of what makes an answer, in the folder of the product."""
TOLD = ("LANGUAGE", "GRAPHQL", "RENDITION", "MEDIA_URL", "WAGTAILADMIN_BASE_URL")
"""How the settings begin that an answer may depend on."""


class Shared:
    """The answers in the shared cache; none where there is no such cache."""

    def __init__(self) -> None:
        self.rests_until = 0.0

    @cached_property
    def cache(self) -> Any:
        """Django's cache, or None."""
        try:
            return caches["answers"]
        except InvalidCacheBackendError:
            return None

    @cached_property
    def maker(self) -> bytes:
        """A digest of who makes answers: the installation, its code and its settings."""
        digest = blake2b(settings.SECRET_KEY.encode(), digest_size=16)
        for folder in SOURCES:
            for path in sorted((settings.BASE_DIR / folder).rglob("*")):
                if path.suffix in (".py", ".html", ".xml", ".graphql", ".mo"):
                    digest.update(path.relative_to(settings.BASE_DIR).as_posix().encode())
                    digest.update(path.read_bytes())
        for name in sorted(dir(settings)):
            if name.startswith(TOLD):
                digest.update(f"{name}={getattr(settings, name)!r}".encode())
        digest.update((settings.BASE_DIR / "requirements" / "base.txt").read_bytes())
        return digest.digest()

    def key(self, question: bytes, head: int) -> str:
        """Where the answer to a question at a state of the content stands; one statement."""
        moment = Change.objects.filter(number=head).values_list("at", flat=True).first()
        state = f"{head} {moment and moment.isoformat()} ".encode()
        return blake2b(self.maker + state + question, digest_size=20).hexdigest()

    def find(self, question: bytes, head: int) -> Kept | None:
        """The answer to a question at a state of the content, if it is kept and still holds."""
        if not self.is_there():
            return None
        written = self.reached(lambda: self.cache.get(self.key(question, head)))
        kept = read(written, head) if written else None
        return kept if kept and kept.holds(head) else None

    def keep(self, question: bytes, kept: Kept) -> None:
        """Keep an answer until it ends, or for a day."""
        lasting = int(min(LONGEST, kept.until - time()))
        if self.is_there() and lasting > 0:
            self.reached(
                lambda: self.cache.set(self.key(question, kept.head), write(kept), lasting)
            )

    def is_there(self) -> bool:
        """Whether there is a shared cache to look in now."""
        return self.cache is not None and monotonic() >= self.rests_until

    def reached(self, ask: Callable[[], Any]) -> Any:
        """What the server answers; None when it does not."""
        try:
            return ask()
        except (RedisError, OSError) as error:
            self.rests_until = monotonic() + PAUSE
            logger.warning("The shared cache cannot be reached: %s", type(error).__name__)
            return None


def write(kept: Kept) -> bytes:
    """An answer as bytes: a line of what is told of it, then its content."""
    told = {
        "media_type": kept.media_type,
        "tags": kept.tags,
        "until": min(kept.until, 1e12),
        "shares": kept.shares,
        "headers": kept.headers,
    }
    return orjson.dumps(told) + b"\n" + kept.content


def read(written: bytes, head: int) -> Kept | None:
    """The answer that was written; None for what was not written so."""
    told, line_end, content = written.partition(b"\n")
    try:
        return Kept(content=content, head=head, **orjson.loads(told)) if line_end else None
    except (ValueError, TypeError):
        return None


class Bytes:
    """The serializer of Django's cache for what is bytes already: nothing that a server gives is
    executed, as a pickle could be."""

    @staticmethod
    def dumps(value: bytes) -> bytes:
        """As it is."""
        return value

    @staticmethod
    def loads(value: bytes) -> bytes:
        """As it is."""
        return value


shared = Shared()
