"""GraphiQL, the editor of operations, from our own files under a strict policy."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.policy.policies import GRAPHIQL, HEADER, policy

POLICY = policy(GRAPHIQL)
FOLDER = Path(__file__).parent / "examples"


def examples() -> list[dict[str, str]]:
    """The operations that GraphiQL opens with, one a tab, in the order of their files."""
    return [{"query": path.read_text(encoding="utf-8")} for path in sorted(FOLDER.iterdir())]


@require_safe
def graphiql(request: HttpRequest) -> HttpResponse:
    """The page. It reads no session, as the API it asks."""
    context = {"examples": examples(), "site_name": settings.WAGTAIL_SITE_NAME}
    response = render(request, "graphiql.html", context)
    response[HEADER] = POLICY
    return response
