"""Rich text in a file: HTML whose links name what they lead to, href="content:event_report/KEY/fr"."""

import re
from collections.abc import Callable
from html import escape, unescape

import nh3
from wagtail.models import Page

from cms.exchange.references import Known, kinds_of, pattern_of
from snippets.models import Attachment
from snippets.rich_text import SCHEMES, TAGS

ANCHOR = re.compile(r"<a\b([^>]*)>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*"([^"]*)\"""", re.IGNORECASE)
SCHEME = "content:"
LINKED = {"page": Page, "document": Attachment}
"""What rich text leads to, by Wagtail's names."""
LINK = re.compile(pattern_of([kind for model in LINKED.values() for kind in kinds_of(model)]))
"""What a link of a file may name."""


def rich_out(html: str, known: Known) -> str:
    """A stored rich text as a file holds it. A link to nothing leaves its words."""

    def told(match: re.Match[str]) -> str:
        attributes = dict(ATTRIBUTE.findall(match[1]))
        model = LINKED.get(attributes.get("linktype", ""))
        if model is None:
            return match[0]
        key = attributes.get("id", "")
        ref = known.ref(model, key) if key.isdecimal() else None
        return f'<a href="{SCHEME}{ref}">' if ref else "<a>"

    return cleaned(ANCHOR.sub(told, html))


def cleaned(html: str) -> str:
    """HTML with nothing in it but what editors may use."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={*SCHEMES, SCHEME.rstrip(":")},
        link_rel=None,
    )


def rich_in(html: str, key_of: Callable[[str], int]) -> str:
    """A rich text of a file as it is stored: nothing in it but what editors may use."""

    def stored(match: re.Match[str]) -> str:
        href = unescape(dict(ATTRIBUTE.findall(match[1])).get("href", ""))
        if not href.startswith(SCHEME):
            return f'<a href="{escape(href)}">' if href else "<a>"
        named = href.removeprefix(SCHEME)
        if not LINK.match(named):
            named = (
                f"no page or document: {named}"  # Which is nowhere, so that it is told as a fault.
            )
        kind = "document" if named.startswith("document/") else "page"
        return f'<a linktype="{kind}" id="{key_of(named)}">'

    return ANCHOR.sub(stored, cleaned(html))
