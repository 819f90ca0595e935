"""What somebody with an account sends to a serving process, past the screens; and what the process takes for it."""

import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.processes import children_of

CSRF = "a" * 32
PATIENCE = 120
"""Seconds: a few pictures stand in a row."""
LOST = 599
"""The status that stands for no answer."""
KILOBYTE = 1024


@dataclass(frozen=True)
class Answer:
    """An answer as text."""

    status: int
    text: str
    leads_to: str = ""

    @property
    def told(self) -> Any:
        """What a script reads of it."""
        return json.loads(self.text)


class Member:
    """A user of a serving process, in a browser."""

    def __init__(self, user: Any, port: int) -> None:
        browser = Client()
        browser.force_login(user)
        session = browser.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}"
        self.port = port

    def send_form(self, address: str, form: dict[str, Any], **headers: str) -> Answer:
        """Send a form as a browser does."""
        sent = encode_multipart(BOUNDARY, {**form, "csrfmiddlewaretoken": CSRF})
        return self.ask("POST", address, sent, {"Content-Type": MULTIPART_CONTENT, **headers})

    def read(self, address: str) -> Answer:
        """Read as a reader does."""
        return self.ask("GET", address)

    def ask(
        self, method: str, address: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as server:
            try:
                server.request(method, address, body, {"Cookie": self.cookies, **(headers or {})})
                response = server.getresponse()
                text = response.read().decode(errors="replace")
            except (OSError, HTTPException) as error:
                return Answer(LOST, repr(error))
            return Answer(response.status, text, response.headers.get("Location", ""))


class Memory(Thread):
    """Watches the most memory that a serving process, and each decoder it starts, ever had. In bytes."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.processes = [process, *children_of(process)]
        self.of_a_decoder = 0
        self.decoders: set[int] = set()
        self.over = Event()

    def run(self) -> None:
        while not self.over.wait(0.01):
            for process in {child for each in self.processes for child in started_by(each)}:
                with suppress(OSError):
                    if b"decoder.py" in Path(f"/proc/{process}/cmdline").read_bytes():
                        self.decoders.add(process)
                        self.of_a_decoder = max(self.of_a_decoder, most_of(process))

    @property
    def of_the_server(self) -> int:
        """With the process that looks after it."""
        return sum(most_of(each) for each in self.processes)


def started_by(process: int) -> Iterator[int]:
    """The children of each thread of a process."""
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            yield from map(int, listed.read_text().split())


def most_of(process: int) -> int:
    """The most bytes in memory that a process ever had; 0 for one that ended."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * KILOBYTE
    return 0


@contextmanager
def watched(process: int) -> Iterator[Memory]:
    """The memory of a process and its decoders while something is done."""
    memory = Memory(process)
    memory.start()
    try:
        yield memory
        time.sleep(0.05)
    finally:
        memory.over.set()
        memory.join()
