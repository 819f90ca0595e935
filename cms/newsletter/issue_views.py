"""Frozen issues at their addresses: under their number for ever, and the last one."""

from collections.abc import Container

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.api.execution import Answer
from cms.newsletter.models import FrozenIssue
from cms.newsletter.parameters import OF_ISSUES, Asked, asked_in
from cms.newsletter.views import PLAIN, headers_of, refusing
from pages.models import NewsletterIssue

MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "txt": PLAIN,
    "mjml": "text/mjml; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
FOR_EVER = "public, max-age=31536000, immutable"
LATEST_IN = ("html", "txt", "json")


@require_safe
@refusing
def issue(request: HttpRequest, number: int, written: str) -> HttpResponse:
    """An issue as it was frozen: the same bytes for ever."""
    response = given(asked_in(request.GET, "all", OF_ISSUES), written, MEDIA_TYPES, number=number)
    response.headers["Cache-Control"] = FOR_EVER
    return response


@require_safe
@refusing
def latest(request: HttpRequest, written: str) -> HttpResponse:
    """The last issue that was frozen, until the next one is."""
    response = given(asked_in(request.GET, "all", OF_ISSUES), written, LATEST_IN)
    response.answer = Answer({}, tags=[NewsletterIssue.__name__])
    return response


def given(asked: Asked, written: str, formats: Container[str], **numbered: int) -> HttpResponse:
    """A frozen issue in one of some formats, for the tool that is asked for, while its page is readable."""
    readable = NewsletterIssue.objects.readable()
    issues = FrozenIssue.objects.filter(page__in=readable, language=asked.language, **numbered)
    frozen = issues.order_by("-number").first()
    if written not in formats or frozen is None:
        raise Http404
    if written == "json":
        content: str | bytes = orjson.dumps(frozen.told)
    else:
        content = frozen.mjml if written == "mjml" else frozen.mails[asked.tool][written]
    return HttpResponse(content, content_type=MEDIA_TYPES[written], headers=headers_of(written))
