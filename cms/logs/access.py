"""A line about each request. There are as many as answers, most of which take less time than a line of
Python's `logging` does: so these are put together by hand, in the form of the others."""

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from time import localtime, strftime, time

import orjson
from django.conf import settings

from cms import tracing

NAME = "cms.access"
LEVEL = logging.INFO

Write = Callable[[str, str, int, float, int | None], None]


def writer() -> Write | None:
    """What writes lines in the form that LOG_FORMAT names; None when nobody wants any."""
    if not settings.ACCESS_LOG or not logging.getLogger(NAME).isEnabledFor(LEVEL):
        return None
    is_json = settings.LOGGING["handlers"]["console"]["formatter"] == "json"
    return write_json if is_json else write_line


def put(line: str) -> None:
    """Write a line where the handler of the others does; who reads it may be gone."""
    with suppress(OSError, ValueError):
        sys.stderr.write(line)


def write_line(
    method: str, path: str, status: int, milliseconds: float, length: int | None
) -> None:
    """A line of text."""
    now = time()
    moment = f"{strftime('%Y-%m-%d %H:%M:%S', localtime(now))},{int(now * 1000) % 1000:03d}"
    about = f"{method} {path} {status} {milliseconds} ms {length} bytes"
    put(f"{moment} INFO {NAME} {tracing.request_id.get()} {about}\n")


def write_json(
    method: str, path: str, status: int, milliseconds: float, length: int | None
) -> None:
    """A JSON object on a line."""
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": "INFO",
        "logger": NAME,
        "message": f"{method} {path} {status}",
        "request_id": tracing.request_id.get(),
        "method": method,
        "path": path,
        "status": status,
        "milliseconds": milliseconds,
        "bytes": length,
    }
    put(f"{orjson.dumps(line).decode()}\n")
