"""The results as a table in Markdown, and the budgets beside what was measured."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Results = dict[str, Any]
Row = tuple[str, ...]


def tables(results: Results) -> str:
    """Everything that was measured."""
    parts = [
        part for name, told in results["databases"].items() for part in of_database(name, told)
    ]
    return "\n\n".join([*parts, grid(("budget", "measured", "holds"), list(budgets(results)))])


def grid(head: Row, rows: list[Row]) -> str:
    """A table in Markdown, its columns as wide as they need to be."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    lines = [head, tuple("-" * width for width in widths), *rows]
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |"
        for row in lines
    )


def of_database(name: str, told: Results) -> Iterator[str]:
    """The tables of one database, each under its name."""
    if against := told.get("against_stock"):
        yield f"{name}: uncached, against stock grapple (ms; median of the rounds)"
        yield grid(HEAD, [row for each in against["operations"].items() for row in rows_of(*each)])
        lengths = against["statements_by_length"]
        yield grid(
            ("SQL statements for lists of", *next(iter(lengths.values()))),
            [(kind, *map(str, counted.values())) for kind, counted in lengths.items()],
        )
        cold = against["cold_start_s"]
        yield f"Cold start: {cold['product']} s; stock {cold['stock']} s."
    if again := told.get("again"):
        yield f"{name}: the same answer again (answers a second)"
        yield grid(AGAIN, list(again_rows(again)))
    if growth := told.get("growth"):
        counted = growth["reports"]
        yield f"{name}: {counted['small']} and {counted['large']} reports (ms)"
        rows = [growth_row(*each) for each in growth.items() if each[0] != "reports"]
        yield grid(("question", "few", "many", "times", "times CPU", "more ms"), rows)
    if soak := told.get("soak"):
        yield (
            f"{name}: {soak['operations']} distinct operations in {soak['seconds']:.0f} s: "
            f"{soak['first_answer_mib']} MiB at first, {soak['warm_mib']} warm, "
            f"{soak['end_mib']} at the end, {soak['peak_mib']} at most."
        )


HEAD = (
    "operation",
    "server",
    "SQL",
    "CPU",
    "1 client",
    "p99",
    "8 clients",
    "p99 ",
    "× faster",
    "× CPU",
)
AGAIN = ("operation", "cached", "constant after head", "constant", "of after head", "of constant")


def rows_of(name: str, told: Results) -> Iterator[Row]:
    """The two lines of an operation."""
    for server in ("product", "stock"):
        one, eight = told["1_clients"], told.get("8_clients", told["1_clients"])
        is_ours = server == "product"
        yield (
            name,
            server,
            str(told["statements"][server]),
            middle(one[server]["cpu_ms"]),
            middle(one[server]["median_ms"]),
            f"{one[server]['p99_ms']:.1f}",
            middle(eight[server]["median_ms"]),
            f"{eight[server]['p99_ms']:.1f}",
            between(one["times_faster"]) if is_ours else "",
            between(one["times_less_cpu"]) if is_ours else "",
        )


def again_rows(again: Results) -> Iterator[Row]:
    """A row for each answer and each number of clients."""
    for operation, told in again.items():
        for clients, measured in told.items():
            number = int(clients.removesuffix("_clients"))
            yield again_row(f"{operation}, {number} client{'s' * (number > 1)}", measured)


def again_row(name: str, told: Results) -> Row:
    return (
        name,
        *(
            f"{told[kind]['per_second']['median']:.0f}"
            for kind in ("cached", "constant_after_head", "constant")
        ),
        between(told["of_constant_after_head"]),
        between(told["of_constant"]),
    )


def growth_row(name: str, told: Results) -> Row:
    return (
        name,
        middle(told["small"]["median_ms"]),
        middle(told["large"]["median_ms"]),
        between(told["times"]),
        between(told["times_cpu"]),
        f"{told['more_ms']:.1f}",
    )


def middle(spread: dict[str, float]) -> str:
    return f"{spread['median']:.1f}"


def between(spread: dict[str, float]) -> str:
    """A ratio and the smallest and largest of the rounds."""
    return f"{spread['median']:.2f} ({spread['min']:.2f}–{spread['max']:.2f})"


def budgets(results: Results) -> Iterator[Row]:
    """Each budget of which something was measured, with what was measured, on each database."""
    for name, told in results["databases"].items():
        if against := told.get("against_stock"):
            yield from of_statements(name, against)
            yield from of_speed(name, against["operations"])
        if again := told.get("again"):
            yield from of_the_cache(name, again)
        if growth := told.get("growth"):
            yield from of_growth(name, growth)
        if soak := told.get("soak"):
            yield judged(f"{name}: memory, end of start", soak["times_of_warm"], 1.2, at_most)
            yield judged(f"{name}: memory, MiB", soak["peak_mib"], 250, at_most)


def at_most(figure: float, limit: float) -> bool:
    return figure <= limit


def at_least(figure: float, limit: float) -> bool:
    return figure >= limit


def judged(what: str, figure: float, limit: float, holds: Callable[[float, float], bool]) -> Row:
    sign = "≤" if holds is at_most else "≥"
    return f"{what} {sign} {limit:g}", f"{figure:g}", "yes" if holds(figure, limit) else "NO"


def of_statements(name: str, against: Results) -> Iterator[Row]:
    """The statements of cards and of full reports. Cards are alike, however many; whole reports are not: each
    type of page that a link leads to is one statement more."""
    for kind, limit in (("cards", 8), ("full", 22)):
        counted = against["statements_by_length"][kind]
        yield judged(f"{name}: {kind}, SQL statements", max(counted.values()), limit, at_most)
        if kind == "cards":
            more = max(counted.values()) - min(counted.values())
            yield judged(f"{name}: {kind}, statements more for 100 than for 1", more, 0, at_most)


def of_speed(name: str, operations: Results) -> Iterator[Row]:
    for operation, limit in (("cards-20", 5), ("full-20", 10), ("full-100", 12)):
        times = operations[operation]["1_clients"]["times_faster"]["median"]
        yield judged(f"{name}: {operation}, times faster than stock", times, limit, at_least)


def of_the_cache(name: str, again: Results) -> Iterator[Row]:
    """What a process can give, to eight clients: one waits for the wire most of the time."""
    for operation, by_clients in again.items():
        told = by_clients["8_clients"]
        share = told["of_constant_after_head"]["median"]
        yield judged(f"{name}: {operation} again, of constant after head", share, 0.9, at_least)
        if name == "sqlite":
            share = told["of_constant"]["median"]
            yield judged(f"{name}: {operation} again, of constant", share, 0.8, at_least)


def of_growth(name: str, growth: Results) -> Iterator[Row]:
    for question in ("first page", "page 1,000", "filter of 50", "search of 50"):
        times = growth[question]["times"]["median"]
        yield judged(f"{name}: {question}, many against few", times, 1.5, at_most)
    yield judged(f"{name}: total of everything, ms more", growth["total"]["more_ms"], 10, at_most)
    word = growth["a word in all"]["large"]["median_ms"]["median"]
    yield judged(f"{name}: a word in every report, ms", word, 150, at_most)


def main() -> None:
    """Print the tables of the committed results, as `docs/performance.md` shows them."""
    results = json.loads((Path(__file__).parent / "results.json").read_text())
    sys.stdout.write(f"{tables(results)}\n")


if __name__ == "__main__":
    main()
