"""How many SQL statements a request took, told when it is asked for."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


class CountStatements:
    """Answers `X-Count-Statements` with Server-Timing, as the product does; else does nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "X-Count-Statements" not in request.headers:
            return self.get_response(request)
        seen = 0

        def count(execute: Callable, *statement: Any) -> Any:
            nonlocal seen
            seen += 1
            return execute(*statement)

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response["Server-Timing"] = f"sql;desc={seen}"
        return response
