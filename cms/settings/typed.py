"""How a variable of the environment is declared, and how its text becomes a value."""

import re
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import Any

import environ


def variable(
    default: Any,
    description: str,
    *,
    schemes: tuple[str, ...] = (),
    items: str = "",
    production: str = "",
    check: Callable[[str], None] | None = None,
) -> Any:
    """A declared variable. With `schemes` its text must be an address that begins with one; with `items` the text, or
    each comma-separated part of a list, must match that regular expression; `check` raises ValueError with the end of a
    sentence. `production` tells its default with production settings, where that is another one."""
    told = {
        "description": description,
        "schemes": schemes,
        "items": items,
        "production": production,
        "check": check or accept,
    }
    return field(default=default, metadata=told)


REQUIRED = "required"
UNUSED = "not used"
FORM = "as docs/configuration.md shows it"


def accept(text: str) -> None:
    """Any text."""


def check_scheme(text: str, schemes: tuple[str, ...]) -> None:
    if schemes and text.partition("://")[0] not in schemes:
        raise ValueError(f"must begin with one of: {', '.join(f'{name}://' for name in schemes)}.")


def check_items(text: str, form: str, default: object) -> None:
    """Each part must be of that form, or the whole text where it is not a list."""
    is_list = isinstance(default, tuple)
    parts = convert(text, ()) if is_list else (text,)
    wrong = [each for each in parts if form and not re.fullmatch(form, each)]
    if wrong:
        kind = "comma-separated parts as docs/configuration.md shows them" if is_list else FORM
        raise ValueError(f"must be {kind}, not: {', '.join(wrong)}.")


def convert(text: str, default: object) -> Any:
    """The text as the type of the default. Raises ValueError with the end of a sentence."""
    match default:
        case bool():
            return to_bool(text)
        case int():
            return to_count(text)
        case tuple():
            return tuple(part.strip() for part in text.split(",") if part.strip())
        case Path():
            return Path(text).expanduser()
    return text


def to_bool(text: str) -> bool:
    if text.lower() in environ.Env.BOOLEAN_TRUE_STRINGS:
        return True
    if text.lower() in ("0", "false", "no", "n", "off"):
        return False
    raise ValueError(f"must be 1 or 0, not {text!r}.")


def to_count(text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text)
    raise ValueError(f"must be a whole number, not {text!r}.")
