"""GraphQL over HTTP: GET with `query`, POST with JSON.

Source: the GraphQL over HTTP specification, https://graphql.github.io/graphql-over-http/
"""

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from cms.api import counting
from cms.api.context import Context
from cms.api.errors import INTERNAL, Code, RefusedError, formatted, is_of_database, log_failure
from cms.api.execution import Answer, Parameters, answer
from cms.api.gate import gate
from cms.api.preview import HEADER, draft_asked_for, token_of
from cms.api.requests import LEGACY, accepted, parameters_of
from cms.previews.sharing import keep_from_others
from snippets.drafts import showing

SECONDS_TO_RETRY = 1


@csrf_exempt
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer one operation. It reads no session: everybody gets the reader's answer.

    Who sends a preview token gets it too, with one object as last saved.
    """
    media_type = LEGACY
    try:
        media_type = accepted(request)
        parameters = parameters_of(request)
        with gate.passing():
            response = asked(request, parameters, media_type)
    except RefusedError as refusal:
        counting.note_refusal(request, refusal)
        response = refused(refusal, media_type)
    except Exception as failure:
        if is_of_database(failure):
            raise
        log_failure("The request failed", failure)
        refusal = RefusedError(Code.INTERNAL, INTERNAL, status=500)
        counting.note_refusal(request, refusal)
        response = refused(refusal, media_type)
    patch_vary_headers(response, ["Accept", HEADER])
    if token_of(request):
        keep_from_others(response)
    return response


def asked(request: HttpRequest, parameters: Parameters, media_type: str) -> HttpResponse:
    """The response to a well-formed request."""
    context, draft = Context(), None
    if token := token_of(request):
        with context.stopwatch.measure("preview"):
            draft = draft_asked_for(token)
    with showing(draft):
        result = answer(parameters, context)
    counting.note_answer(request, result, context)
    response = written(result, media_type)
    if not token and not registers(parameters):
        response.answer = result
    if settings.GRAPHQL_SERVER_TIMING or draft:
        budget = context.budget
        response["Server-Timing"] = (
            f"{context.stopwatch.header()}, "
            f"sql;dur={budget.waited * 1000:.1f};desc={budget.statements}"
        )
    return response


def registers(parameters: Parameters) -> bool:
    """Whether an operation is sent to be remembered by its hash, which has to be done each time."""
    return parameters.query is not None and "persistedQuery" in parameters.extensions


def written(result: Answer, media_type: str) -> HttpResponse:
    """An answer as JSON; only the modern media type tells refused operations by their status."""
    is_told = media_type != LEGACY or result.status >= 500
    response = HttpResponse(
        orjson.dumps(result.body),
        content_type=f"{media_type}; charset=utf-8",
        status=result.status if is_told else 200,
    )
    if result.status == 503:
        response["Retry-After"] = str(SECONDS_TO_RETRY)
    return response


def refused(refusal: RefusedError, media_type: str) -> HttpResponse:
    """The response to what is no GraphQL request, or finds no place."""
    body = {"errors": [formatted(error) for error in refusal.errors]}
    response = written(Answer(body, refusal.status), media_type)
    response.status_code = refusal.status
    if refusal.status == 405:
        response["Allow"] = "GET, POST"
    return response
