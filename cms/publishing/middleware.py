"""The transaction around what editors do."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from cms.accounts.portraits import draw
from cms.publishing import notices
from cms.publishing.journal import one_change
from cms.rest import is_below
from cms.storing.absence import is_of_storage
from snippets.kept_files import NOT_KEPT
from snippets.uploads.decoding import UndecodableError, look_at

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
FORM = "multipart/form-data"
FIRST_REFUSAL = 400
FIRST_ERROR = 500

Around = Callable[[HttpRequest], AbstractContextManager[None]]
around: list[Around] = []
"""What other rooms look up before the transaction begins, as it would hold others up within, and forget after it."""


class EditorialTransactionMiddleware:
    """One transaction for each unsafe request of the admin and of the REST API: all that it did holds,
    or nothing.

    Wagtail publishes first and sends its signals after the commit; without this, a crash in
    between would leave a page public without its quotes, the records it introduces and its line of
    the journal.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if writes_in_admin(request):
            return self.write(request)
        is_tool = settings.REST_API and is_below(request.path_info)
        if is_tool and request.method not in SAFE_METHODS:
            return self.write_by_tool(request)
        return self.get_response(request)

    def write(self, request: HttpRequest) -> HttpResponse:
        """Answer inside a transaction, which an answer with a server error rolls back. What is sent
        has arrived before it begins, a picture is decoded and providers of videos were asked: none of that
        holds up others who write."""
        with suppress(UnreadablePostError):
            _ = request.POST
        is_known = request.user.is_authenticated
        token = notices.notices.set({})
        try:
            with looked_ahead(request) if is_known else nullcontext(), one_change():
                response = self.get_response(request)
                if response.status_code >= FIRST_ERROR:
                    transaction.set_rollback(True)
                else:
                    notices.show(request, notices.notices.get())
            return response
        finally:
            notices.notices.reset(token)

    def write_by_tool(self, request: HttpRequest) -> HttpResponse:
        """The same for the REST API, which answers with an error after it has written half of what it was
        asked for: a draft that was to be published and may not, for instance. Nobody is there to be told
        more."""
        with suppress(UnreadablePostError):
            _ = request.POST if request.content_type == FORM else request.body
        with looked_ahead(request), one_change():
            response = self.get_response(request)
            if response.status_code >= FIRST_REFUSAL:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Where a text is refused that was to go public by a button without a form, approval for instance, or a
        file cannot be kept: nothing is done, and the sentence that says why stands above the page one came from."""
        if not writes_in_admin(request):
            return None
        is_gone = is_of_storage(exception)
        if not is_gone and not isinstance(exception, ValidationError):
            return None
        transaction.set_rollback(True)
        sentences = [NOT_KEPT] if is_gone else exception.messages
        if is_gone and request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # As Wagtail's page for many files at once understands it.
            return JsonResponse({"success": False, "error_message": str(NOT_KEPT)})
        for sentence in sentences:
            messages.error(request, sentence)
        came_from = request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
        return redirect(came_from if is_ours else reverse("wagtailadmin_home"))


@contextmanager
def looked_ahead(request: HttpRequest) -> Iterator[None]:
    """Before the transaction: what is found is at hand inside."""
    decode_ahead(request)
    with ExitStack() as stack:
        for enter in around:
            stack.enter_context(enter(request))
        yield


def decode_ahead(request: HttpRequest) -> None:
    """Decode the picture that is sent, if one is: its form finds what came of it. No form has two. Of the portrait of
    a user more is asked than whether it can be decoded."""
    if request.content_type != FORM:
        return
    with suppress(UnreadablePostError):
        for file in list(request.FILES.values())[:1]:
            if file.size <= settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
                outcome = look_at(file)
                is_portrait = request.path == reverse("wagtailadmin_account")
                if is_portrait and not isinstance(outcome, UndecodableError):
                    draw(file)


def writes_in_admin(request: HttpRequest) -> bool:
    """Whether a request may change something in the admin. Whoever signs in changes nothing, and looking at
    a password takes long; a try that is counted must be seen by those that come meanwhile."""
    if request.method in SAFE_METHODS or request.path.startswith(reverse("wagtailadmin_login")):
        return False
    return request.path.startswith(reverse("wagtailadmin_home"))
