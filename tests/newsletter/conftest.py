"""What the tests of newsletters take from those of the API and of the demo."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import ask, ask_raw, preview, token
from tests.demo.conftest import demo, loaded

__all__ = ["ask", "ask_raw", "demo", "loaded", "preview", "token"]


@pytest.fixture
def get(client: Client) -> Callable[..., Any]:
    """Ask as a tool does."""

    def ask(address: str, **headers: str) -> Any:
        return client.get(address, headers=headers)

    return ask
