"""What is asked: each operation once for the product and once for stock grapple."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.clients import Request

FOLDER = Path(__file__).parent
CONSTANT = "/bench/constant"
CONSTANT_AFTER_HEAD = "/bench/constant-after-head"
"""Where `bench.constant` gives the bytes of an answer back: at once, and after reading the head."""
COUNT = (("X-Count-Statements", "1"),)
MARK = "zostère"
"""Stands in fifty reports of every size of database: `bench.seed` puts it there."""
MARKED_TAG = "Banc de mesure"
MARKED = 50
EVERYWHERE = "imaginaire"
"""Stands in every seeded report."""


@dataclass(frozen=True)
class Operation:
    """An operation of the benchmark, under the name that the table has for it."""

    name: str
    file: str
    variables: dict[str, Any] = field(default_factory=dict)

    def for_product(self) -> Request:
        """As the product is asked."""
        return self.request(FOLDER / "operations")

    def for_stock(self) -> Request:
        """As stock grapple is asked for the same."""
        return self.request(FOLDER / "stock" / "operations")

    def request(self, folder: Path) -> Request:
        return Request((folder / f"{self.file}.graphql").read_text(), self.variables)


PLACE = {"technopole": "chateau-gombert", "year": 2023}
OPERATIONS = (
    Operation("cards-20", "cards-20"),
    Operation("nested-20", "nested-20"),
    Operation("full-1", "full", {"first": 1}),
    Operation("full-20", "full", {"first": 20}),
    Operation("full-100", "full", {"first": 100}),
    Operation("filtered", "filtered", PLACE),
    Operation("search", "search", {"query": MARK}),
)
CACHED = ("cards-20", "full-20")
"""Those that are also asked again and again of the answer cache."""
