"""The operations, uncached, against stock grapple on the same content."""

from dataclasses import replace
from typing import Any

from bench.clients import Request, ask
from bench.operations import COUNT, OPERATIONS, Operation
from bench.rounds import Pace, measured, ratios
from bench.same import compare
from bench.servers import NO_CACHE, PRODUCT, STOCK, Database, Server, serving

LENGTHS, TRIED = (1, 3, 100), 30
"""Items of a list whose SQL statements are compared, and how many short lists are looked at."""


def against_stock(database: Database, pace: Pace) -> dict[str, Any]:
    """Every operation: statements, both series, and how many times less the product takes."""
    with serving(PRODUCT, database, NO_CACHE) as product, serving(STOCK, database) as stock:
        told = {
            operation.name: one_operation(operation, product, stock, pace)
            for operation in OPERATIONS
        }
        return {
            "operations": told,
            "statements_by_length": statements_by_length(product),
            "cold_start_s": {
                "product": round(product.cold_start, 2),
                "stock": round(stock.cold_start, 2),
            },
        }


def one_operation(
    operation: Operation, product: Server, stock: Server, pace: Pace
) -> dict[str, Any]:
    """Compare what both answer, then how fast."""
    asked = {
        "product": (product, operation.for_product()),
        "stock": (stock, operation.for_stock()),
    }
    told: dict[str, Any] = {
        "same_items": same_items(operation, product, stock),
        "statements": {name: statements(*each) for name, each in asked.items()},
    }
    for clients in pace.clients:
        series = measured(asked, pace, clients)
        told[f"{clients}_clients"] = {
            **{name: each.told() for name, each in series.items()},
            "times_faster": ratios(series["stock"].medians, series["product"].medians),
            "times_less_cpu": ratios(series["stock"].cpu, series["product"].cpu),
        }
    return told


def same_items(operation: Operation, product: Server, stock: Server) -> int:
    """How many items both answers hold alike. Asking warms both up."""
    ask(product.port, operation.for_product()), ask(stock.port, operation.for_stock())
    ours = ask(product.port, operation.for_product())
    theirs = ask(stock.port, operation.for_stock())
    return compare(operation.file, ours.data, theirs.data)


def statements(server: Server, request: Request) -> int:
    """SQL statements of one answer."""
    return ask(server.port, replace(request, headers=COUNT)).statements


def statements_by_length(product: Server) -> dict[str, dict[str, int]]:
    """SQL statements of lists of different lengths, the most that any of several lists took: a
    report without a video needs no statement for videos."""
    cards = Operation("cards", "cards-20").for_product()
    full = Operation("full", "full").for_product()
    asked = "{ eventReports(first: 100) { edges { cursor } } }"
    edges = ask(product.port, Request(asked)).data["eventReports"]["edges"]
    cursors = [edge["cursor"] for edge in edges]
    return {
        "cards": {
            str(length): statements(
                product, replace(cards, query=cards.query.replace("first: 20", f"first: {length}"))
            )
            for length in LENGTHS
        },
        "full": {
            str(length): max(
                statements(product, replace(full, variables={"first": length, "after": cursor}))
                for cursor in (None, *(cursors[:TRIED] if length < TRIED else ()))
            )
            for length in LENGTHS
        },
    }
