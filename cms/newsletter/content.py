"""A story as a mail tells it: as HTML and as text, made of what our operations ask of the API."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from cms.newsletter.content_html import html_of
from cms.newsletter.content_text import text_of
from cms.newsletter.pictures import MailFile
from cms.newsletter.sentences import Told
from snippets.typography import Typography, spaced

NARROW_SPACE = "\u202f"
SET_ALREADY = {"__typename", "html", "id", "path", "slug", "url", "website"}


def email_html(story: Told, files: Mapping[str, MailFile]) -> SafeString:
    """The story as e-mail-safe HTML: a fragment that begins with its cover or portrait.

    `files` holds the file of each picture by the picture's id; a picture without one is left out.
    """
    with override(story["locale"]):
        return mark_safe(widened(html_of(typeset(story), files)))  # noqa: S308


def email_text(story: Told) -> str:
    """The story as plain text: links are numbered and listed at the end, its own address last."""
    with override(story["locale"]):
        return widened(text_of(typeset(story)))


def in_mail(text: str) -> str:
    """A text with the spaces that mail programs know."""
    return widened(spaced(text, Typography.EMAIL))


def typeset(value: Any) -> Any:
    """A story with the spaces of mails at the French marks of its words; HTML was asked for so."""
    match value:
        case str():
            return in_mail(value)
        case list():
            return [typeset(each) for each in value]
        case dict():
            return {
                name: part if name in SET_ALREADY else typeset(part) for name, part in value.items()
            }
    return value


def widened(text: str) -> str:
    """Without the narrow spaces that editors typed in numbers: many programs show them as squares."""
    return text.replace(NARROW_SPACE, Typography.EMAIL.value)
