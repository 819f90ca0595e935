"""The frame of a video, made by us: of what a provider sends, only whose player it names is believed."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.utils.html import format_html

PLAYERS = frozenset(
    (
        "www.youtube.com",
        "www.youtube-nocookie.com",
        "player.vimeo.com",
        "www.dailymotion.com",
        "geo.dailymotion.com",
    )
)
"""The hosts that a frame may show."""
LONGEST = 10_000
"""Pixels."""
USUAL = 640, 360
FRAME = (
    '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" allowfullscreen '
    'referrerpolicy="strict-origin-when-cross-origin" allow="fullscreen; picture-in-picture"></iframe>'
)


class FirstFrame(HTMLParser):
    """Finds the address that the first frame of a text shows."""

    address = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note it."""
        if tag == "iframe" and not self.address:
            self.address = dict(attributes).get("src") or ""


def frame(html: str, *, title: str, width: object, height: object) -> str:
    """A frame that shows the player which the first frame in `html` shows; empty when that is none we know."""
    found = FirstFrame()
    found.feed(html)
    try:
        parts = urlsplit(found.address)
        is_known = parts.scheme == "https" and parts.netloc.lower() in PLAYERS
    except ValueError:
        is_known = False
    if not is_known:
        return ""
    sizes = zip((width, height), USUAL, strict=True)
    return format_html(
        FRAME, parts.geturl(), *(pixels(told, usual) for told, usual in sizes), title
    )


def pixels(told: object, usual: int) -> int:
    """A length that makes sense, else the usual one."""
    return told if isinstance(told, int) and 0 < told <= LONGEST else usual
