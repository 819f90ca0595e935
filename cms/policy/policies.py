"""What a browser may do with what we send it: a few policies, each a text that is made once.

A page loads from here and from nowhere else, and no text that stands in it ever runs: not on the site, and not
in the admin either (`cms.policy.widgets`).
"""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.conf import settings

HEADER = "Content-Security-Policy"
PAGE = "text/html"
NOBODY, OURSELVES = ("'none'",), ("'self'",)
PICTURES = (*OURSELVES, *settings.MEDIA_ORIGINS)
"""Whence pictures come."""


def origin_of(address: str) -> str:
    """Scheme, host and port of an address, whatever else stands in it."""
    parts = urlsplit(address.partition("{")[0])
    return f"{parts.scheme}://{parts.netloc}"


def policy(directives: Mapping[str, Iterable[str]]) -> str:
    """A policy that allows what is named and nothing else."""
    whole = {
        "default-src": NOBODY,
        **directives,
        "object-src": NOBODY,
        "base-uri": NOBODY,
    }
    whole.setdefault("form-action", NOBODY)
    whole.setdefault("frame-ancestors", NOBODY)
    return "; ".join(f"{name} {' '.join(dict.fromkeys(told))}" for name, told in whole.items())


DATA = "default-src 'none'; frame-ancestors 'none'"
"""Whatever is no page: answers of the API, feeds, files. Nothing in it runs, should a browser show it."""
FILE = f"{DATA}; sandbox"
"""A file that somebody uploaded, whatever it turns out to be."""
SHARING = "Cross-Origin-Resource-Policy"
OF_PUBLIC_DATA = {
    HEADER: DATA,
    "X-Content-Type-Options": "nosniff",
    SHARING: "cross-origin",
}
"""What is told of public data, which pages of others may use."""

SITE = {
    "img-src": PICTURES,
    "style-src": OURSELVES,
    "form-action": OURSELVES,
}
"""Pages of the site, and whatever page is no other one: they run no script and frame nothing."""

PREVIEW = {
    "script-src": OURSELVES,
    "style-src": OURSELVES,
    "img-src": (*PICTURES, "data:"),
    "font-src": OURSELVES,
    "connect-src": OURSELVES,
    "form-action": OURSELVES,
    "frame-ancestors": OURSELVES,
}
"""The site's page beside a form, with what tells editors about it: the admin frames it."""

ADMIN = {
    "script-src": OURSELVES,
    # Jcrop sets an attribute to this to learn whether a screen can be touched.
    "script-src-attr": (
        "'unsafe-hashes'",
        "'sha256-i+qr4lq34KgNHiW62lWi9aInEBwiEOrfCzaNPCvkqD8='",
    ),  # return;
    "style-src": OURSELVES,
    # Draftail writes one element of style for lists, and one for the placeholder of each text.
    "style-src-elem": (*OURSELVES, "'unsafe-inline'"),
    "img-src": (*PICTURES, "data:", "blob:"),
    "font-src": OURSELVES,
    "connect-src": OURSELVES,
    "form-action": OURSELVES,
}
"""Screens of the admin. What they frame and who frames them is said with each answer."""

MAIL = {"img-src": (*PICTURES, "https:"), "style-src": ("'unsafe-inline'",)}
"""A mail in a browser: it brings its style with it, and pictures by whole addresses."""
FRAMED_MAIL = {**MAIL, "frame-ancestors": OURSELVES}
"""The same beside the form of an issue."""

GRAPHIQL = {
    "script-src": OURSELVES,
    "style-src": OURSELVES,
    "img-src": (*OURSELVES, "data:"),
    "font-src": (*OURSELVES, "data:"),
    "connect-src": OURSELVES,
}
"""The editor of operations."""


def admin(*, is_framed: bool) -> str:
    """The policy of a screen: it frames previews, by the site or by the customer's frontends."""
    frames = (*OURSELVES, *map(origin_of, settings.PREVIEW_URLS.values()))
    ancestors = OURSELVES if is_framed else NOBODY
    return policy({**ADMIN, "frame-src": frames, "frame-ancestors": ancestors})
