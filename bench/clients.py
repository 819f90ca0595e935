"""Clients that ask one thing again and again over connections that stay open.

One thread with non-blocking sockets: on the way of a request stand a `send`, a `recv` and a look
at the length, so that the clients stay faster than the fastest server measured here.
"""

import json
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

BUFFER = 1 << 20
SECONDS_TO_WAIT = 180


class Refused(RuntimeError):  # noqa: N818
    """The server gave something else than the data."""


@dataclass(frozen=True)
class Request:
    """A GraphQL operation and where it is sent."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    path: str = "/graphql/"
    headers: tuple[tuple[str, str], ...] = ()

    def bytes(self, port: int) -> bytes:
        """The request as it goes over the wire."""
        body = json.dumps({"query": self.query, "variables": self.variables}).encode()
        lines = [
            f"POST {self.path} HTTP/1.1",
            f"Host: localhost:{port}",
            "Accept: application/json",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            *(f"{name}: {value}" for name, value in self.headers),
        ]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Answer:
    """One response."""

    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        """The data; Refused when there are errors or none."""
        answered = json.loads(self.body)
        if answered.get("errors") or answered.get("data") is None:
            raise Refused(str(answered)[:2000])
        return answered["data"]

    @property
    def statements(self) -> int:
        """The number of SQL statements that the server counted."""
        return int(self.headers["server-timing"].rpartition("desc=")[2])


@dataclass
class Load:
    """What a load of one kind was answered with."""

    seconds: float
    latencies: list[float]
    """Seconds of each request, in the order of the answers."""
    size: int
    """Bytes of one answer's body."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds


class Connection:
    """One client: sends the request, collects the answer, and again."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=SECONDS_TO_WAIT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()
        self.expected = 0
        self.asked = 0.0

    def send(self, request: bytes) -> None:
        """Ask, with an empty mind."""
        self.received, self.expected = bytearray(), 0
        self.asked = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take what has come; whether the answer is whole."""
        part = self.socket.recv(BUFFER)
        if not part:
            raise Refused("The server closed the connection.")
        self.received += part
        if not self.expected and (end := self.received.find(b"\r\n\r\n")) >= 0:
            self.expected = end + 4 + content_length(bytes(self.received[:end]))
        return bool(self.expected) and len(self.received) >= self.expected

    def answer(self) -> Answer:
        """The whole answer; Refused unless its status is 200."""
        head, _, body = bytes(self.received).partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        if " 200" not in first:
            raise Refused(f"{first}: {body[:2000].decode(errors='replace')}")
        pairs = (line.partition(":") for line in lines)
        return Answer({name.lower(): value.strip() for name, _, value in pairs}, body)


def content_length(head: bytes) -> int:
    lowered = head.lower()
    start = lowered.find(b"content-length:")
    if start < 0:
        raise Refused("The answer does not tell its length.")
    return int(lowered[start + 15 :].split(b"\r\n", 1)[0])


def ask(port: int, request: Request) -> Answer:
    """Ask once, on a connection of its own."""
    connection = Connection(port)
    try:
        connection.send(request.bytes(port))
        while not connection.receive():
            pass
        return connection.answer()
    finally:
        connection.socket.close()


def load(
    port: int, next_request: Callable[[], bytes], *, clients: int, seconds: float, at_least: int = 1
) -> Load:
    """Ask from so many clients for so long, each `at_least` so many times; all are waited for."""
    selector = selectors.DefaultSelector()
    connections = [Connection(port) for _ in range(clients)]
    latencies: list[float] = []
    begun = time.perf_counter()
    for connection in connections:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(next_request())
    waiting, wanted = clients, at_least * clients
    while waiting:
        for key, _ in selector.select(SECONDS_TO_WAIT):
            connection = key.data
            if not connection.receive():
                continue
            now = time.perf_counter()
            latencies.append(now - connection.asked)
            if not connection.received.startswith(b"HTTP/1.1 200"):
                connection.answer()
            if now - begun < seconds or len(latencies) + waiting <= wanted:
                connection.send(next_request())
            else:
                waiting -= 1
                selector.unregister(connection.socket)
    spent = time.perf_counter() - begun
    size = len(connections[0].answer().body)
    for connection in connections:
        connection.socket.close()
    return Load(spent, latencies, size)
