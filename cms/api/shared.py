"""Answers that the processes of an installation share, in Redis or Valkey: `CACHE_URL`.

An answer is found there by what was asked, by the last change of the content, its number and its
moment, and by the code and the settings that made it. So a version of the product never gives what
another one made, and a database that was restored finds none of what was written after its backup.

What many processes are asked at once, one of them makes for all: it claims the question, and the others look
again and again until the answer is there, the claim is given up, or it has lasted too long.

Losing the server costs time only: who cannot reach it looks no more for a while, and then one request
tries for all.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from hashlib import blake2b
from threading import Lock
from time import monotonic, sleep, time
from typing import Any

import orjson
from django.conf import settings
from django.core.cache import InvalidCacheBackendError, caches

from cms.api.kept import Kept
from cms.publishing.models import Change

logger = logging.getLogger(__name__)

PAUSE = 5
"""Seconds without a look after the server could not be reached."""
TRY = 1
"""Seconds that the one who looks again has for it; no shorter than the timeouts of `CACHES`."""
CLAIM = 2
"""Seconds a claim lasts, and that anybody waits for the answer of another process: as a rule it takes a tenth of
one, and a process that was killed gives nothing up."""
STEP = 0.01
"""Seconds between two looks for it."""
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
        """By the monotonic clock; 0 while the server answers."""
        self.lock = Lock()

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

    @contextmanager
    def flight(self, question: bytes, head: int) -> Iterator[Kept | None]:
        """Gives the answer to a question at a state of the content, if it is kept or another process
        makes it meanwhile; None to who shall make it, inside."""
        if not self.may_look():
            yield None
            return
        key = self.key(question, head)
        kept = self.find(key, head)
        if kept or self.rests_until:
            yield kept
            return
        claim = f"{key}.claim"
        if self.reached(lambda: self.cache.add(claim, b"1", CLAIM)) is False:
            yield self.awaited(key, claim, head)
            return
        try:
            yield None
        finally:
            if not self.rests_until:
                self.reached(lambda: self.cache.delete(claim))

    def awaited(self, key: str, claim: str, head: int) -> Kept | None:
        """What another process makes, once it is there; None when it gives up or takes too long."""
        until, claimed = monotonic() + CLAIM, True
        while claimed and monotonic() < until and not self.rests_until:
            sleep(STEP)
            # In this order: an answer is kept before the claim is given up.
            claimed = self.reached(lambda: self.cache.has_key(claim))
            if kept := self.find(key, head):
                return kept
        return None

    def find(self, key: str, head: int) -> Kept | None:
        """The answer at a place, made at a state of the content, if it is kept and still holds."""
        written = self.reached(lambda: self.cache.get(key))
        kept = read(written, head) if written else None
        return kept if kept and kept.holds(head) else None

    def keep(self, question: bytes, kept: Kept) -> None:
        """Keep an answer until it ends, or for a day."""
        lasting = int(min(LONGEST, kept.until - time()))
        if self.cache is not None and not self.rests_until and lasting > 0:
            key = self.key(question, kept.head)
            self.reached(lambda: self.cache.set(key, write(kept), lasting))

    def may_look(self) -> bool:
        """Whether to look in the shared cache now. While it rests nobody does; after that one may, and
        the others as soon as he found the server there."""
        if self.cache is None or not self.rests_until:
            return self.cache is not None
        with self.lock:
            if monotonic() < self.rests_until:
                return False
            self.rests_until = monotonic() + TRY
            return True

    def reached(self, ask: Callable[[], Any]) -> Any:
        """What the server answers; None when it does not."""
        # Six megabytes, which a process without such a server does not need.
        from redis import RedisError

        try:
            answer = ask()
        except (RedisError, OSError) as error:
            if not self.rests_until:
                logger.warning("The shared cache cannot be reached: %s", type(error).__name__)
            self.rests_until = monotonic() + PAUSE
            return None
        if self.rests_until:
            self.rests_until = 0.0
            logger.warning("The shared cache is reached again.")
        return answer


def write(kept: Kept) -> bytes:
    """An answer as bytes: a line of what is told of it, then its content."""
    told = {
        "media_type": kept.media_type,
        "tags": kept.tags,
        "until": min(kept.until, 1e12),
        "shares": kept.shares,
        "headers": kept.headers,
        "operation": kept.operation,
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
