"""The threads that answer keep to one processor, and leave one that others need."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest

from cms import processor
from cms.processor import ENOUGH, LONG, Linux, Processor, Used, keep_to_one
from snippets.uploads.decoding import DECODER, PROCESSORS
from tests.processes import Server, serving

HAS_PROCESSORS = hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1
SHARED = Used(ran=0.4, waited=0.5)
"""In a second, where somebody else is on the processor."""


class Machine(Linux):
    """One whose processors are used as a test says."""

    def __init__(self) -> None:
        self.on: dict[int, int] = {}
        """By thread, where it runs; 0 is the test's."""
        self.total = Used(0, 0)
        self.idled = dict.fromkeys(range(4), 0)

    def put(self, thread: int, processors: list[int]) -> None:
        [self.on[thread]] = processors

    def used(self, thread: int) -> Used:
        return self.total

    def idle(self) -> dict[int, int]:
        return dict(self.idled)

    def second(self, used: Used, idle: int | None = None) -> None:
        """Let one pass, in which a processor was idle and all others had something to do."""
        self.total = Used(self.total.ran + used.ran, self.total.waited + used.waited)
        if idle is not None:
            self.idled[idle] += 100


class Process:
    """A process that answers once a second."""

    def __init__(self) -> None:
        self.machine, self.now = Machine(), 100.0
        self.processor = Processor(range(4), self.machine, self.now)
        self.processor.stay(self.now)
        self.lives(Used(0.01, 0))

    def lives(self, *seconds: Used, idle: int | None = None) -> None:
        for used in seconds:
            self.machine.second(used, idle)
            self.now += 1.01
            self.processor.stay(self.now)

    @property
    def place(self) -> int:
        self.processor.stay(self.now)
        return self.machine.on[0]

    @property
    def other(self) -> int:
        return (self.place + 1) % 4


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Process:
    """One that moves whenever it may."""
    monkeypatch.setattr(processor, "random", lambda: 0.9)
    return Process()


def test_process_leaves_a_processor_that_others_need(process: Process) -> None:
    other = process.other
    process.lives(SHARED, SHARED, idle=other)
    assert process.place == other
    process.lives(Used(0.9, 0.05), Used(0.9, 0.05), idle=0)
    assert process.place == other


@pytest.mark.parametrize(
    "seconds",
    [
        pytest.param([SHARED], id="only once"),
        pytest.param([SHARED, Used(0.9, 0), SHARED], id="not twice one after the other"),
        pytest.param([Used(ENOUGH + 0.1, 3)] * 5, id="its own threads wait for each other"),
        pytest.param([Used(0.1, LONG - 0.1)] * 5, id="it needs little"),
        pytest.param([Used(0, 0)] * 5, id="nobody asks"),
    ],
)
def test_process_that_has_enough_stays(process: Process, seconds: list[Used]) -> None:
    place = process.place
    process.lives(*seconds, idle=process.other)
    assert process.place == place


def test_of_two_that_meet_one_may_stay(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processor, "random", lambda: 0.1)
    place = process.place
    process.lives(SHARED, SHARED, SHARED, idle=process.other)
    assert process.place == place
    monkeypatch.setattr(processor, "random", lambda: 0.9)
    other = process.other
    process.lives(SHARED, idle=other)
    assert process.place == other


def test_thread_that_ended_is_forgotten(process: Process) -> None:
    thread = Thread(target=process.processor.stay, args=(process.now,))
    thread.start()
    thread.join()
    assert len(process.processor.threads) == 2
    process.machine.used = lambda thread: None
    process.lives(SHARED)
    assert not process.processor.threads


def test_reader_is_answered_where_the_kernel_refuses(
    process: Process, caplog: pytest.LogCaptureFixture
) -> None:
    given: list[tuple[int, list[int]]] = []

    def refuse(thread: int, processors: list[int]) -> None:
        given.append((thread, processors))
        raise OSError(22, "Invalid argument")

    process.machine.put = refuse
    thread = Thread(target=process.processor.stay, args=(process.now,))
    thread.start()
    thread.join()
    assert "held on no processor any more: Invalid argument" in caplog.text
    assert given[-1][1] == [0, 1, 2, 3], "Those that were held are let go."
    count = len(given)
    process.lives(SHARED, SHARED)
    assert len(given) == count


@pytest.mark.skipif(not HAS_PROCESSORS, reason="There is one processor only.")
def test_kernel_tells_what_a_thread_used() -> None:
    machine = Linux()
    before = machine.used(os.getpid())
    assert before is not None
    sum(range(3_000_000))
    used = machine.used(os.getpid())
    assert used is not None
    assert 0.001 < used.ran - before.ran < 10
    assert used.waited >= before.waited
    assert machine.used(2**22 + 1) is None
    assert machine.idle().keys() >= os.sched_getaffinity(0)


@pytest.fixture
def servers(transactional_db: None) -> Iterator[dict[str, Server]]:
    with serving() as held, serving(ONE_PROCESSOR="0") as free:
        yield {"held": held, "free": free}


@pytest.mark.thorough
@pytest.mark.skipif(not HAS_PROCESSORS, reason="There is one processor only.")
def test_threads_of_a_server_that_answer_are_on_one_processor(servers: dict[str, Server]) -> None:
    for server in servers.values():
        for _ in range(20):
            urlopen(f"{server.address}/healthz", timeout=20).close()  # noqa: S310
    held = places(servers["held"])
    assert len({places for places in held if places.isdecimal()}) == 1
    assert any(not places.isdecimal() for places in held), "The threads of the server are free."
    assert all(not places.isdecimal() for places in places(servers["free"]))


def places(server: Server) -> list[str]:
    """Where each thread of the process that answers may run, as the kernel writes it."""
    [worker] = (
        Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    )
    return [
        next(line.split()[1] for line in status.read_text().splitlines() if "allowed_list" in line)
        for status in Path(f"/proc/{worker}/task").glob("*/status")
    ]


@pytest.mark.skipif(not HAS_PROCESSORS, reason="There is one processor only.")
def test_decoder_is_not_held_where_who_asks_is() -> None:
    held = (
        "import os, runpy, sys; os.sched_setaffinity(0, [int(sys.argv.pop(1))]); sys.argv.pop(0); "
        "runpy.run_path(sys.argv[0], run_name='__main__'); "
        "print(*sorted(os.sched_getaffinity(0)), sep=',', file=sys.stderr)"
    )
    processors = sorted(os.sched_getaffinity(0))
    asked = [str(processors[0]), str(DECODER), "PNG", "1000", PROCESSORS]
    ended = subprocess.run(
        [sys.executable, "-c", held, *asked], input=b"", capture_output=True, check=True
    )
    assert b"damaged" in ended.stdout
    assert ended.stderr.decode().strip() == ",".join(map(str, processors))


def test_where_there_is_no_choice_nobody_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    monkeypatch.setattr(Linux, "put", lambda *_: None)
    assert keep_to_one(float) is None


@pytest.mark.skipif(not HAS_PROCESSORS, reason="There is one processor only.")
@pytest.mark.parametrize("told", ["numbers of its own", "no times", "refusal"])
def test_where_the_kernel_does_not_say_enough_nobody_is_held(
    monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Linux, "put", refuse if told == "refusal" else lambda *_: None)
    assert told == "refusal" or keep_to_one(float) is not None
    if told == "numbers of its own":
        monkeypatch.setattr(Linux, "idle", lambda _: {0: 7})
    if told == "no times":
        monkeypatch.setattr(Linux, "used", lambda *_: Used(0, 0))
    assert keep_to_one(float) is None
