"""A page as one document of JSON-LD."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from snippets.reading import Shown

from .nodes import Surroundings
from .stories import breadcrumb_list

CONTEXT = "https://schema.org"
IN_A_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""What could end the element, or begin another one, is written as JSON escapes it."""


def structured_data(page: Any, around: Surroundings) -> dict[str, Any]:
    """What readers may know of `page`. Its breadcrumbs are at hand with the reader."""
    shown = Shown(page, around.reader)
    nodes = page.linked_data(shown, around)
    return {"@context": CONTEXT, "@graph": [*nodes, *breadcrumb_list(shown, around)]}


def as_script(data: dict[str, Any]) -> SafeString:
    """A document of JSON-LD as the element of HTML that holds it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(IN_A_SCRIPT)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308  nothing in it can end the element
    )
