"""A server with the demo, for all clients."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from cms.demo.builder import build_demo


@pytest.fixture(scope="package")
def endpoint(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Where the API of a running server is. Its demo is really in the database, and goes again."""
    with django_db_blocker.unblock():
        as_it_was = connection.creation.serialize_db_to_string()
        build_demo()
        server = LiveServer("127.0.0.1")
        try:
            yield f"{server.url}/graphql/"
        finally:
            server.stop()
            call_command(
                "flush",
                verbosity=0,
                interactive=False,
                reset_sequences=False,
                inhibit_post_migrate=True,
            )
            connection.creation.deserialize_db_from_string(as_it_was)
