"""Resident memory while one process answers operations that are all different."""

import itertools
import time
from collections.abc import Iterator
from typing import Any

from bench.clients import Request, ask, load
from bench.operations import FOLDER, OPERATIONS
from bench.rounds import constantly
from bench.servers import PRODUCT, Database, serving

SECONDS_BETWEEN = 10
FIELDS = ("title", "path", "standfirst", "startsAt", "venue", "edition", "readingMinutes", "tags")
LARGEST = (FOLDER / "operations" / "full.graphql").read_text()


def soak(database: Database, seconds: float) -> dict[str, Any]:
    """Memory in MiB: at the first answer, once each operation was answered, at the end, at most."""
    with serving(PRODUCT, database) as server:
        first = server.memory()
        for operation in OPERATIONS:
            request = operation.for_product()
            load(server.port, constantly(request, server), clients=4, seconds=0, at_least=2)
        warm, peak, count = server.memory(), 0.0, 0
        different = distinct()
        until = time.monotonic() + seconds
        samples = [round(warm, 1)]
        while time.monotonic() < until:
            answered = load(
                server.port,
                lambda: next(different).bytes(server.port),
                clients=4,
                seconds=min(SECONDS_BETWEEN, seconds),
            )
            count += len(answered.latencies)
            samples.append(round(server.memory(), 1))
            peak = max(peak, samples[-1])
        ask(server.port, Request("{ __typename }"))
        return {
            "seconds": seconds,
            "operations": count,
            "first_answer_mib": round(first, 1),
            "warm_mib": round(warm, 1),
            "end_mib": samples[-1],
            "peak_mib": peak,
            "times_of_warm": round(samples[-1] / warm, 3),
            "samples_mib": samples,
        }


def distinct() -> Iterator[Request]:
    """Operations no two of which are the same text: small ones, and every tenth a full one."""
    for number in itertools.count():
        if number % 10 == 0:
            text = LARGEST.replace("query Full", f"query Full{number}")
            yield Request(text, {"first": 1 + number % 20})
            continue
        chosen = [name for bit, name in enumerate(FIELDS) if number >> bit & 1] or ["id"]
        yield Request(
            f"query Q{number} {{ a{number}: eventReports(first: {1 + number % 50}) "
            f"{{ totalCount nodes {{ {' '.join(chosen)} technopole {{ name }} }} }} }}"
        )
