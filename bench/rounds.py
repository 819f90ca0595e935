"""Alternating rounds: each server is asked for a while, then the next one, and again.

What disturbs the machine disturbs both, and a ratio is taken inside each round.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.clients import Load, Request, load
from bench.servers import Server


@dataclass(frozen=True)
class Pace:
    """How long and how often is measured."""

    rounds: int = 5
    seconds: float = 1.0
    """Of one load in one round."""
    clients: tuple[int, ...] = (1, 8)


SLOW, FEW = 8, 2
"""What takes more seconds than that in one round is asked in this many rounds only."""
QUICK = Pace(rounds=1, seconds=0.1)


@dataclass
class Series:
    """What one server gave to one operation with so many clients, round by round."""

    medians: list[float] = field(default_factory=list)
    """Milliseconds."""
    rates: list[float] = field(default_factory=list)
    """Answers a second."""
    cpu: list[float] = field(default_factory=list)
    """Milliseconds of the server's CPU for each answer."""
    latencies: list[float] = field(default_factory=list)
    """Milliseconds of every answer of all rounds."""
    size: int = 0
    """Bytes of one answer."""

    def add(self, measured: Load, cpu: float) -> None:
        """One more round, which took so many seconds of CPU."""
        count = len(measured.latencies)
        self.medians.append(median(measured.latencies) * 1000)
        self.rates.append(measured.rate)
        self.cpu.append(cpu / count * 1000)
        self.latencies += [each * 1000 for each in measured.latencies]
        self.size = measured.size

    def told(self) -> dict[str, Any]:
        """The figures that are kept."""
        return {
            "median_ms": spread(self.medians),
            "p99_ms": round(percentile(self.latencies, 99), 2),
            "cpu_ms": spread(self.cpu),
            "per_second": spread(self.rates),
            "answers": len(self.latencies),
            "bytes": self.size,
        }


def spread(figures: Sequence[float]) -> dict[str, float]:
    """Median, smallest and largest of the rounds."""
    return {
        "median": round(median(figures), 3),
        "min": round(min(figures), 3),
        "max": round(max(figures), 3),
    }


def percentile(figures: Sequence[float], percent: float) -> float:
    """The figure that so many percent do not exceed."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def ratios(above: Iterable[float], below: Iterable[float]) -> dict[str, float]:
    """How many times larger, round by round."""
    return spread([one / other for one, other in zip(above, below, strict=True)])


def measured(
    asked: dict[str, tuple[Server, Request]], pace: Pace, clients: int
) -> dict[str, Series]:
    """A series for each name, in alternating rounds after one answer to warm up."""
    series = {name: Series() for name in asked}
    slowest = 0.0
    for server, request in asked.values():
        warm = load(server.port, constantly(request, server), clients=1, seconds=0)
        slowest = max(slowest, warm.seconds)
    for _ in range(pace.rounds if slowest * clients < SLOW else min(pace.rounds, FEW)):
        for name, (server, request) in asked.items():
            before = server.cpu()
            answered = load(
                server.port, constantly(request, server), clients=clients, seconds=pace.seconds
            )
            series[name].add(answered, server.cpu() - before)
    return series


def constantly(request: Request, server: Server) -> Callable[[], bytes]:
    """The same request, for ever."""
    sent = request.bytes(server.port)
    return lambda: sent
