"""`python -m bench.profiles [LINES]`: where the time of the heaviest operations goes.

In process, without a server, under cProfile, which makes calls dearer than they are: shares of
small functions are exaggerated. The time without it stands beside.
"""

import cProfile
import json
import os
import pstats
import sys
import time
from collections import Counter
from collections.abc import Callable
from statistics import median
from typing import Any

from bench.operations import OPERATIONS, Operation
from bench.servers import LIMITS, NO_CACHE, Database, environment

HEAVIEST = ("full-100", "full-1", "cards-20")
SECONDS = 4
OURS = ("cms", "pages", "snippets")
OWN, WITH_BELOW = 2, 3
"""Places in the figures that `pstats` keeps of a function."""
ROOMS = (
    "graphql",
    "django/db",
    "django",
    "wagtail",
    "modelcluster",
    "nh3",
    "bs4",
    "cms",
    "pages",
    "snippets",
)


def main() -> None:
    """Profile on the data that `make bench` seeded."""
    from bench.__main__ import FEW, FOLDER

    database = Database(FOLDER / f"sqlite-{FEW}")
    os.environ.update(environment(database, "cms.settings.development", {**LIMITS, **NO_CACHE}))
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    ask = asking()
    for operation in OPERATIONS:
        if operation.name in HEAVIEST:
            sys.stdout.write(profiled(operation, ask, lines))


def asking() -> Callable[[Operation], None]:
    """How to ask the product in this process."""
    import django
    from django.test import Client

    django.setup()
    client = Client(headers={"host": "localhost"})

    def ask(operation: Operation) -> None:
        request = operation.for_product()
        told = {"query": request.query, "variables": request.variables}
        answer = client.post("/graphql/", data=json.dumps(told), content_type="application/json")
        if answer.status_code != 200:
            raise RuntimeError(answer.content[:2000])

    return ask


def profiled(operation: Operation, ask: Callable[[Operation], None], lines: int) -> str:
    """Milliseconds without the profiler, then shares by room, by own time and by all below."""
    times = []
    until = time.monotonic() + SECONDS
    while time.monotonic() < until or len(times) < 5:
        begun = time.process_time()
        ask(operation)
        times.append((time.process_time() - begun) * 1000)
    profile = cProfile.Profile(time.process_time)
    count = max(3, len(times) // 3)
    profile.enable()
    for _ in range(count):
        ask(operation)
    profile.disable()
    stats: Any = pstats.Stats(profile).stats
    total = sum(own for _, _, own, _, _ in stats.values())
    return "\n".join(
        [
            f"\n{operation.name}: {min(times):.1f} ms of CPU at least, {median(times):.1f} in the middle",
            *by_room(stats, total),
            *ranked(stats, total, count, lines, place=OWN),
            *ranked(stats, total, count, lines, place=WITH_BELOW),
            "",
        ]
    )


def by_room(stats: Any, total: float) -> list[str]:
    """Own time of all functions of a package."""
    spent: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, _) in stats.items():
        spent[room_of(file)] += own
    return [f"  {share / total:6.1%}  {room}" for room, share in spent.most_common(12)]


def room_of(file: str) -> str:
    """The package a file belongs to."""
    short = shortened(file)
    return next((room for room in ROOMS if short.startswith(f"{room}/")), short.partition("/")[0])


def shortened(file: str) -> str:
    """A path from the package on; `built-in` and `standard library` for what has none of ours."""
    if file == "~":
        return "built-in"
    for before in ("/site-packages/", f"{os.getcwd()}/"):  # noqa: PTH109
        if before in file:
            return file.partition(before)[2]
    return f"standard library/{file.rpartition('/')[2]}"


def ranked(stats: Any, total: float, count: int, lines: int, *, place: int) -> list[str]:
    """The functions with most time: share of all, milliseconds and calls of one answer."""
    is_own = place == OWN
    shown = [each for each in stats.items() if is_own or room_of(each[0][0]) in OURS]
    ordered = sorted(shown, key=lambda item: -item[1][place])[:lines]
    kind = "own time" if is_own else "of the product's functions, with all below"
    head = f"  {kind}: share, ms, calls of one answer"
    return [
        head,
        *(
            f"  {spent[place] / total:6.1%} {spent[place] / count * 1000:9.2f} {spent[1] / count:9.0f}"
            f"  {shortened(file)}:{line} {name}"
            for (file, line, name), spent in ordered
        ),
    ]


if __name__ == "__main__":
    main()
