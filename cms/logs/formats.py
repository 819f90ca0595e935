"""Lines of the log, as text or as JSON, without what must not stand there.

Whatever is logged passes the two formatters at the end, that of libraries too. A traceback tells types
and places: the message of an exception may quote what somebody sent or wrote. Messages lose query strings,
tokens in addresses, e-mail addresses and addresses of machines.
"""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from traceback import walk_tb
from typing import Any

import orjson

from cms import tracing

TOKENS_IN_PATHS = re.compile(r"(/drafts/|/password_reset/confirm/)[^\s'\"?#]+")
"""Whoever knows such an address may do what it allows."""
SECRETS = (
    (re.compile(r"(/[^\s'\"?<>]*)\?[^\s'\"<>]+"), r"\1?…"),
    (TOKENS_IN_PATHS, r"\1…"),
    (re.compile(r"(\w+://)[^\s/@'\"]+@"), r"\1…@"),
    (re.compile(r"\b(Bearer\s+|wagtail_)[\w.~+/=-]+"), r"\1…"),
    (re.compile(r"[\w.%+'-]+@[\w-]+(?:\.[\w-]+)+"), "…@…"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "…"),
    (re.compile(r"\b(?:[0-9A-Fa-f]{1,4}:){4,7}[0-9A-Fa-f]{1,4}\b"), "…"),
    (re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}:)*:(?:[0-9A-Fa-f]{1,4}:)*[0-9A-Fa-f]{1,4}\b"), "…"),
)
"""What must not stand in a message, and what stands there instead: query strings, tokens, passwords of
addresses, keys, e-mail addresses, IPv4, IPv6."""
LONGEST = 1000
"""Characters of a message."""
HEADING = "Traceback (most recent call last)"
FRAME = re.compile(r'^  File ".+", line \d+, in \S+$|^\w[\w.]*(?=: |$)', re.MULTILINE)
"""What stays of a traceback that was logged as text: the places and the types."""
QUOTES_THE_REQUEST = "django.security."
"""How loggers are named whose messages are what a client sent, a host for instance; but the one of CSRF."""


def scrubbed(text: str) -> str:
    """A message without secrets and personal data. A longer one ends early: looking through it would take the time of
    everybody else."""
    if len(text) > LONGEST and HEADING not in text:
        text = f"{text[:LONGEST]}…"
    if HEADING in text:
        before, _, trace = text.partition(HEADING)
        text = "\n".join([f"{before}{HEADING}", *FRAME.findall(trace)])
    for secret, instead in SECRETS:
        text = secret.sub(instead, text)
    return text


def message_of(record: logging.LogRecord) -> str:
    """What a record says."""
    if record.name.startswith(QUOTES_THE_REQUEST) and not record.name.endswith(".csrf"):
        return f"A request was refused: {record.name.removeprefix(QUOTES_THE_REQUEST)}"
    return scrubbed(record.getMessage())


def trace_of(error: BaseException) -> str:
    """Where an exception and what led to it came from: types and places, the cause first."""
    return "\n".join(part for each in chain(error) for part in told(each))


def chain(error: BaseException) -> list[BaseException]:
    """An exception and what led to it, the cause first."""
    found: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in found:
        found.insert(0, following)
        hidden = following.__suppress_context__
        following = following.__cause__ or (None if hidden else following.__context__)
    return found


def told(error: BaseException) -> Iterator[str]:
    """One exception, then its places, the innermost last."""
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    for frame, line in walk_tb(error.__traceback__):
        code = frame.f_code
        yield f"  {code.co_filename}:{line} {code.co_name}"


def error_in(record: logging.LogRecord) -> BaseException | None:
    """The exception that a record tells of."""
    return record.exc_info[1] if isinstance(record.exc_info, tuple) else None


class Line(logging.Formatter):
    """A line of text, and one for each place of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Moment, level, who says it, in which request, what."""
        request_id = tracing.request_id.get()
        moment = self.formatTime(record)
        message = message_of(record)
        line = f"{moment} {record.levelname} {record.name} {request_id} {message}"
        error = error_in(record)
        return f"{line}\n{trace_of(error)}" if error else line


class Json(logging.Formatter):
    """A JSON object on a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The same as text tells."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            "request_id": tracing.request_id.get(),
        }
        if error := error_in(record):
            line["exception"] = {"type": type(error).__qualname__, "trace": trace_of(error)}
        return orjson.dumps(line, default=str).decode()
