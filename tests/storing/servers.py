"""What stands where object storage should be: a stand-in of S3, or something that hangs, fails or refuses."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::uploads/*/images/*",
        }
    ],
}
"""As docs/operations.md has it, for a folder of any name."""


def make_bucket(endpoint: str) -> None:
    """A bucket `uploads`, whose pictures are public."""
    for address, content in (("", None), ("?policy", json.dumps(POLICY).encode())):
        told = {"Content-Type": "application/json"}
        urlopen(Request(f"{endpoint}/uploads{address}", content, told, method="PUT")).close()  # noqa: S310


def status_of(address: str, method: str = "GET") -> int:
    """What anybody who knows an address gets."""
    try:
        with urlopen(Request(address, method=method)) as response:  # noqa: S310
            return response.status
    except HTTPError as error:
        error.close()
        return error.code


class Handler(BaseHTTPRequestHandler):
    """Answers as its server is told."""

    def answer(self) -> None:
        if self.server.status is None:
            self.server.over.wait()
            self.close_connection = True
            return
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = answer  # noqa: N815

    def log_message(self, *about: Any) -> None:
        """Nothing."""


@contextmanager
def answering(status: int | None) -> Iterator[int]:
    """The port of a server that answers everything with a status, or nothing at all with None."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.status, server.over = status, threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
