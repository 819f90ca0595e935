"""A server that is told to stop finishes what it has begun, begins nothing new, and ends."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.processes import Server, serving_as_documented

pytestmark = pytest.mark.thorough

BODY = json.dumps({"query": "{ __typename }"}).encode()
HEAD = (
    "POST /graphql/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(BODY)}\r\n\r\n"
).encode()
SECONDS_OF_SENDING = 4
SECONDS_TO_END = 5


def environment(folder: Path) -> dict[str, str]:
    """What a process is told that serves an empty database."""
    told = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DATA_DIR": str(folder),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "PATH": os.environ["PATH"],
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"], cwd=settings.BASE_DIR, env=told, check=True
    )
    return told


def is_refused(port: int) -> bool:
    """Whether nobody listens any more."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except ConnectionRefusedError:
        return True
    return False


def stop_within_a_request(server: Server) -> bytes:
    """The answer to a request of which half is sent when the server is told to stop."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        client.sendall(HEAD + BODY[:5])
        time.sleep(0.5)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(SECONDS_OF_SENDING)
        assert is_refused(server.port)
        assert server.process.poll() is None
        client.sendall(BODY[5:])
        answer = b""
        while part := client.recv(65536):
            answer += part
    return answer


def test_request_under_way_is_answered(tmp_path: Path) -> None:
    with serving_as_documented(environment(tmp_path)) as server:
        answer = stop_within_a_request(server)
        assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
        assert b'{"data":{"__typename":"Query"}' in answer
        assert server.process.wait(SECONDS_TO_END) == 0
