"""Errors are told to Sentry where SENTRY_DSN names one: what the log says of them, and nothing more.

Whatever is logged as an error arrives there once, since all that catches one logs it. An event is made anew, of
what may be told: what Sentry's library gathers besides is dropped, today's and that of versions to come. The
library sends in a thread of its own; a Sentry that is away costs nobody anything.
"""

import logging
from traceback import walk_tb
from types import TracebackType
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from cms import tracing
from cms.logs.formats import chain, message_of
from cms.version import product_version

KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment")
"""What the library says of an event that is told as it is."""
SECONDS_TO_FINISH = 2
"""What is unsent when a process ends has so long."""
OF_STATUS = "django.request"
OURS = ("cms.", "pages.", "snippets.")

Event = dict[str, Any]


def begin(dsn: str) -> None:
    """Tell errors from here on."""
    sentry_sdk.init(
        dsn=dsn,
        release=product_version(),
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            LoggingIntegration(level=None, event_level=logging.ERROR),
            ExcepthookIntegration(),
            DedupeIntegration(),
            AtexitIntegration(callback=lambda *_: None),
        ],
        before_send=told,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        shutdown_timeout=SECONDS_TO_FINISH,
    )


def told(event: Event, hint: dict[str, Any]) -> Event | None:
    """An event, of what may be told: what was logged, as the log has it, and the types and places of the exception
    and of what led to it. None for Django's line about a status: what led to it was logged where it was caught, if it
    is an error at all."""
    record = hint.get("log_record")
    error = (hint.get("exc_info") or (None, None))[1]
    if error is None and record and record.name == OF_STATUS:
        return None
    made = {name: event[name] for name in KEPT if name in event}
    made["tags"] = {"request_id": tracing.request_id.get()}
    if record:
        message = message_of(record)
        made["logentry"] = {"formatted": message}
    if error is not None:
        made["exception"] = {"values": [of_exception(each) for each in chain(error)]}
    elif record:
        # Without an exception, what failed where stands in the message.
        made["fingerprint"] = [record.name, message.partition("\n")[0]]
    return made


def of_exception(error: BaseException) -> Event:
    """One exception without its message, which may quote what somebody sent or wrote."""
    return {
        "type": type(error).__qualname__,
        "module": type(error).__module__,
        "stacktrace": {"frames": frames(error.__traceback__)},
    }


def frames(trace: TracebackType | None) -> list[Event]:
    """Its places, the innermost last."""
    return [
        {
            "filename": frame.f_code.co_filename,
            "function": frame.f_code.co_name,
            "module": frame.f_globals.get("__name__", ""),
            "lineno": line,
            "in_app": frame.f_globals.get("__name__", "").startswith(OURS),
        }
        for frame, line in walk_tb(trace)
    ] or [{"function": "unknown"}]
