"""The same answer again: the answer cache against constant bytes, in the same process."""

from dataclasses import replace
from typing import Any

from bench.clients import Request, ask
from bench.operations import CACHED, CONSTANT, CONSTANT_AFTER_HEAD, OPERATIONS
from bench.rounds import Pace, measured, ratios
from bench.servers import PRODUCT_AND_CONSTANT, Database, Server, serving


def again(database: Database, pace: Pace) -> dict[str, Any]:
    """The rates of the answer cache and of both constants, and their ratios, for each number of clients."""
    with serving(PRODUCT_AND_CONSTANT, database) as server:
        return {
            operation.name: one_answer(operation.for_product(), server, pace)
            for operation in OPERATIONS
            if operation.name in CACHED
        }


def one_answer(request: Request, server: Server, pace: Pace) -> dict[str, Any]:
    ask(server.port, replace(request, headers=(("X-Bench", "remember"),)))
    return {
        f"{clients}_clients": by_so_many(clients, request, server, pace) for clients in pace.clients
    }


def by_so_many(clients: int, request: Request, server: Server, pace: Pace) -> dict[str, Any]:
    asked = {
        "cached": (server, request),
        "constant_after_head": (server, replace(request, path=CONSTANT_AFTER_HEAD)),
        "constant": (server, replace(request, path=CONSTANT)),
    }
    series = measured(asked, pace, clients)
    rates = {name: each.rates for name, each in series.items()}
    return {
        **{name: each.told() for name, each in series.items()},
        "of_constant_after_head": ratios(rates["cached"], rates["constant_after_head"]),
        "of_constant": ratios(rates["cached"], rates["constant"]),
    }
