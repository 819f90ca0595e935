"""How texts and moments of a story are written on the site."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.rich_text import RichText

from snippets.rich_text import readable_html
from snippets.typography import Typography, spaced, spaced_html

register = template.Library()

NARROW_SPACE = "\u202f"
FRENCH_MARKS = f"«{NARROW_SPACE}", f"{NARROW_SPACE}»"
ENGLISH_MARKS = "“", "”"


@register.filter
def readable(text: RichText | str | None) -> SafeString:
    """The HTML of a rich text, without links to what the reader may not see."""
    html = spaced_html(readable_html(text or ""), Typography.WEB)
    return mark_safe(html)  # noqa: S308  sanitised there


@register.filter
def quoted(words: str) -> SafeString:
    """`words` between the quotation marks of the current language."""
    before, after = FRENCH_MARKS if is_french() else ENGLISH_MARKS
    return format_html("{}{}{}", before, spaced(words.strip(), Typography.WEB), after)


@register.filter
def clock(moment: datetime) -> str:
    """The time of day in Paris: 12 h 30 in French, 12:30 elsewhere; a full hour is 12 h."""
    local = timezone.localtime(moment)
    if not is_french():
        return f"{local:%H:%M}"
    minutes = f"{NARROW_SPACE}{local:%M}" if local.minute else ""
    return f"{local.hour}{NARROW_SPACE}h{minutes}"


@register.filter
def same_day(start: datetime, end: datetime) -> bool:
    """Whether both moments fall on one day in Paris."""
    return timezone.localdate(start) == timezone.localdate(end)


@register.filter
def block_template(block: Any) -> str:
    """The template that shows a block of a body."""
    return f"blocks/{block.block_type}.html"


def is_french() -> bool:
    """Whether the page is written in French."""
    return (get_language() or "fr").startswith("fr")
