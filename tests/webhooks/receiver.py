"""A receiver of webhooks that verifies each message, and answers as it is told."""

import json
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, Self

from standardwebhooks import Webhook


@dataclass(frozen=True)
class Answer:
    """How a receiver answers."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0
    """How long it takes."""


@dataclass(frozen=True)
class Got:
    """A message that came, and how it was answered."""

    id: str
    body: dict[str, Any]
    status: int
    at: float
    headers: dict[str, str]


class Receiver:
    """Answers the first requests as `answers` says, and takes everything after."""

    def __init__(self, *answers: Answer, tls: Any = None) -> None:
        self.answers = list(answers)
        self.secrets: list[str] = []
        self.got: list[Got] = []
        self.lock = Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.take(self)

            def log_message(self, *about: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.scheme = "https" if tls else "http"
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)

    def __enter__(self) -> Self:
        Thread(target=self.server.serve_forever, args=[0.05], daemon=True).start()
        return self

    def __exit__(self, *error: Any) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server.server_address[1]

    @property
    def url(self) -> str:
        """Its address."""
        return f"{self.scheme}://127.0.0.1:{self.port}/changes?from=cms"

    @property
    def taken(self) -> list[Got]:
        """What it took, in the order it came."""
        return [each for each in self.got if 200 <= each.status < 300]

    def take(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one message, once it is known to be ours."""
        text = request.rfile.read(int(request.headers["Content-Length"]))
        told = dict(request.headers.items())
        status, seconds, headers = 401, 0.0, {}
        if any(is_signed(text, told, secret) for secret in self.secrets):
            with self.lock:
                answer = self.answers.pop(0) if self.answers else Answer()
            status, seconds, headers = answer.status, answer.seconds, answer.headers
        time.sleep(seconds)
        with self.lock:
            self.got.append(
                Got(told["webhook-id"], json.loads(text), status, time.monotonic(), told)
            )
        try:
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name, value)
            request.send_header("Content-Length", "0")
            request.end_headers()
        except OSError:
            """Whoever sent it waits no more."""


def is_signed(text: bytes, headers: dict[str, str], secret: str) -> bool:
    """Whether a message was signed with a secret, lately."""
    try:
        Webhook(secret).verify(text, headers)
    except Exception:  # noqa: BLE001
        return False
    return True
