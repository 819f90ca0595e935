"""Asks the provider of a video what it is, when an editor gives its address.

An editor chooses what is asked for, never who is asked: three hosts, over HTTPS. What comes back is believed
as little as what a reader sends. Nobody is asked within a change, which others wait for: what is at hand then was
asked before (`cms/embeds_ahead.py`).
"""

import json
from collections.abc import Mapping
from contextvars import ContextVar
from http.client import HTTPException
from time import monotonic
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import certifi
from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError
from wagtail.embeds.exceptions import EmbedException, EmbedNotFoundException
from wagtail.embeds.finders.oembed import OEmbedFinder

from cms.publishing.journal import touched
from pages.blocks.media import NotAskedError
from pages.frames import frame

ASKED = {
    "www.youtube.com": "YouTube",
    "vimeo.com": "Vimeo",
    "www.vimeo.com": "Vimeo",
    "www.dailymotion.com": "Dailymotion",
}
"""Who is asked, and where each may send us on."""
STILLS = (".ytimg.com", ".vimeocdn.com", ".dmcdn.net", ".dailymotion.com")
"""Whence still pictures may come."""
SECONDS, SECONDS_TO_CONNECT = 8, 3
LONGEST = 64 * 1024
"""Bytes of an answer, which has some thousand."""
MOST_REDIRECTS = 2
REDIRECTS = (301, 302, 303, 307, 308)
LONGEST_TEXT = 255
LONGEST = 500
"""Characters of an address."""

Described = dict[str, Any] | EmbedException
"""A video as it is kept, or why it is not."""
at_hand: ContextVar[Mapping[str, Described] | None] = ContextVar("videos_at_hand", default=None)
"""By address, what was asked before the change under way."""

pool = PoolManager(cert_reqs="CERT_REQUIRED", ca_certs=certifi.where())


class Finder(OEmbedFinder):
    """Finds videos of the providers that the settings name."""

    def find_embed(
        self, url: str, max_width: int | None = None, max_height: int | None = None
    ) -> dict[str, Any]:
        """What is kept of a video; raises EmbedException, which the form tells in a sentence."""
        answer = (at_hand.get() or {}).get(url)
        if isinstance(answer, EmbedException):
            raise answer
        if answer is not None:
            return dict(answer)
        if touched.get() is not None:
            raise NotAskedError if len(url) <= LONGEST else EmbedNotFoundException
        return self.ask(url, max_width=max_width, max_height=max_height)

    def ask(
        self,
        url: str,
        *,
        max_width: int | None = None,
        max_height: int | None = None,
        seconds: float = SECONDS,
    ) -> dict[str, Any]:
        """What its provider tells of a video, within some seconds. Raises EmbedNotFoundException."""
        endpoint = self._get_endpoint(url)
        if endpoint is None:
            raise EmbedNotFoundException
        wanted = {"url": url, "format": "json", "maxwidth": max_width, "maxheight": max_height}
        told = {name: value for name, value in wanted.items() if value}
        provider, answer = asked(f"{endpoint}?{urlencode(told)}", seconds)
        return described(answer, provider)


embed_finder_class = Finder


def asked(address: str, seconds: float) -> tuple[str, dict[str, Any]]:
    """The provider's name, and its answer."""
    until = monotonic() + seconds
    try:
        for _ in range(MOST_REDIRECTS + 1):
            provider = provider_at(address)
            # One connection for each question: there is a question a week.
            response = pool.request(
                "GET",
                address,
                redirect=False,
                retries=False,
                preload_content=False,
                timeout=patience(until),
                headers={"Accept": "application/json", "User-Agent": "technopole-cms/1"},
            )
            try:
                if response.status not in REDIRECTS:
                    return provider, read(response, until)
                address = urljoin(address, response.headers.get("Location", ""))
            finally:
                response.close()
    except (HTTPError, HTTPException, OSError, ValueError, RecursionError) as error:
        raise EmbedNotFoundException(f"No answer: {type(error).__name__}") from error
    raise EmbedNotFoundException("Redirected too often.")


def patience(until: float) -> Timeout:
    """How long the next answer is waited for. Raises EmbedNotFoundException where there is no time left."""
    left = until - monotonic()
    if left <= 0:
        raise EmbedNotFoundException("Too slow.")
    return Timeout(connect=min(SECONDS_TO_CONNECT, left), read=left)


def provider_at(address: str) -> str:
    """The name of the provider that answers there; raises EmbedNotFoundException where none does."""
    parts = urlsplit(address)
    if parts.scheme != "https" or parts.netloc not in ASKED:
        raise EmbedNotFoundException("Redirected elsewhere.")
    return ASKED[parts.netloc]


def read(response: Any, until: float) -> dict[str, Any]:
    """The object of JSON in a response, however long it is and however slowly it comes."""
    if response.status != 200:
        raise EmbedNotFoundException(f"Status {response.status}.")
    content = b""
    while piece := response.read1(LONGEST):
        content += piece
        if len(content) > LONGEST or monotonic() > until:
            raise EmbedNotFoundException("Too much, or too slow.")
    answer = json.loads(content)
    if not isinstance(answer, dict):
        raise EmbedNotFoundException("Not an object.")
    return answer


def described(answer: dict[str, Any], provider: str) -> dict[str, Any]:
    """A video as it is kept: texts as texts, and a frame of our own."""
    title, width, height = text(answer, "title"), answer.get("width"), answer.get("height")
    html = frame(str(answer.get("html") or ""), title=title or provider, width=width, height=height)
    if answer.get("type") != "video" or not html:
        raise EmbedNotFoundException("Not a video.")
    return {
        "type": "video",
        "title": title,
        "author_name": text(answer, "author_name"),
        "provider_name": provider,
        "thumbnail_url": still(text(answer, "thumbnail_url")),
        "width": width if isinstance(width, int) else None,
        "height": height if isinstance(height, int) else None,
        "html": html,
    }


def text(answer: dict[str, Any], name: str) -> str:
    """A text in an answer; empty when it is none."""
    told = answer.get(name)
    return told[:LONGEST_TEXT].replace("\0", "") if isinstance(told, str) else ""


def still(address: str) -> str:
    """The address of a still picture, if it is the provider's."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme == "https" and parts.netloc.endswith(STILLS) else ""
