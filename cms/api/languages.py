"""The language of an answer."""

from typing import Any

from django.conf import settings

from cms.api.errors import BadInputError

LOCALE = '"Language; the default one when absent." locale: Locale'
"""The argument of a root field."""


def language_of(info: Any, locale: str | None) -> str:
    """The language asked for, which everything below the root field keeps."""
    known = {each[0] for each in settings.WAGTAIL_CONTENT_LANGUAGES}
    if locale is not None and locale not in known:
        raise BadInputError(f"locale: choose one of {', '.join(sorted(known))}.")
    info.context.speak(locale or settings.LANGUAGE_CODE)
    return info.context.language


def language_tag(thing: Any, info: Any) -> str:
    """The tag of the language that a page or a record is written in."""
    return info.context.addresses.languages[thing.locale_id]
