"""`/metrics`, for Prometheus: what this server counted, and the state of the whole installation.

It stands before everything that looks at host, scheme or session, as health does. Without METRICS_TOKEN, or for
who does not send it, there is no such address.
"""

from collections.abc import Callable
from secrets import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from cms.health import METHODS
from cms.metrics.processes import shared
from cms.monitoring.process import Process
from cms.monitoring.state import State

PATH = "/metrics"


class MetricsMiddleware:
    """Answers Prometheus."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != PATH or request.method not in METHODS or not may_ask(request):
            return self.get_response(request)
        encode, media_type = choose_encoder(request.META.get("HTTP_ACCEPT", ""))
        response = HttpResponse(encode(everything()), content_type=media_type)
        response["Cache-Control"] = "no-store"
        return response


def may_ask(request: HttpRequest) -> bool:
    """Whether the token was sent; how long that takes tells nothing of it."""
    sent = request.META.get("HTTP_AUTHORIZATION", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    return bool(settings.METRICS_TOKEN) and compare_digest(sent.encode(), wanted.encode())


def everything() -> CollectorRegistry:
    """All that there is to tell now."""
    registry = CollectorRegistry()
    for each in (shared, Process(), State()):
        registry.register(each)
    return registry
