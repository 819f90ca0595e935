"""The transaction around what editors do."""

from collections.abc import Callable
from contextlib import suppress

from django.db import transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse

from cms.publishing import notices
from cms.publishing.journal import one_change

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
FIRST_ERROR = 500


class EditorialTransactionMiddleware:
    """One transaction for each unsafe request of the admin: all that it did holds, or nothing.

    Wagtail publishes first and sends its signals after the commit; without this, a crash in
    between would leave a page public without its quotes, the records it introduces and its line of
    the journal.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_admin = request.path.startswith(reverse("wagtailadmin_home"))
        if request.method in SAFE_METHODS or not is_admin:
            return self.get_response(request)
        return self.write(request)

    def write(self, request: HttpRequest) -> HttpResponse:
        """Answer inside a transaction, which an answer with a server error rolls back. What is sent
        has arrived before it begins: a picture on a slow line holds nobody up."""
        with suppress(UnreadablePostError):
            _ = request.POST
        token = notices.notices.set({})
        try:
            with one_change():
                response = self.get_response(request)
                if response.status_code >= FIRST_ERROR:
                    transaction.set_rollback(True)
                else:
                    notices.show(request, notices.notices.get())
            return response
        finally:
            notices.notices.reset(token)
