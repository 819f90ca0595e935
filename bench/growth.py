"""The same questions to 500 and to 100,000 reports."""

from typing import Any

from bench.clients import Request, ask
from bench.operations import EVERYWHERE, FOLDER, MARK, MARKED, MARKED_TAG
from bench.rounds import Pace, measured, ratios
from bench.servers import NO_CACHE, PRODUCT, Database, Server, serving

CARDS = (FOLDER / "operations" / "cards-20.graphql").read_text()
PAGE = 20
FAR = {"small": 400, "large": 19_980}
"""Items before the page that is asked for by cursor: page 21, and page 1,000."""
LISTED = "nodes { title path standfirst startsAt }"


def growth(small: Database, large: Database, pace: Pace) -> dict[str, Any]:
    """Each question to both sizes: both series, their difference and their ratio."""
    with serving(PRODUCT, small, NO_CACHE) as few, serving(PRODUCT, large, NO_CACHE) as many:
        told: dict[str, Any] = {
            "reports": {"small": reports(few), "large": reports(many)},
        }
        questions_of_few, questions_of_many = questions(few, "small"), questions(many, "large")
        for name, request in questions_of_few.items():
            asked = {"small": (few, request), "large": (many, questions_of_many[name])}
            series = measured(asked, pace, 1)
            more = [
                one - other
                for one, other in zip(series["large"].medians, series["small"].medians, strict=True)
            ]
            told[name] = {
                **{size: each.told() for size, each in series.items()},
                "times": ratios(series["large"].medians, series["small"].medians),
                "times_cpu": ratios(series["large"].cpu, series["small"].cpu),
                "more_ms": round(sorted(more)[len(more) // 2], 2),
            }
        return told


def questions(server: Server, size: str) -> dict[str, Request]:
    """What is asked of a server, by name."""
    tag = slug_of_tag(server)
    return {
        "first page": Request(CARDS),
        "page 1,000": Request(
            CARDS.replace("first: 20", f'first: 20, after: "{cursor_after(server, FAR[size])}"')
        ),
        "filter of 50": Request(
            f'{{ eventReports(first: 20, filter: {{tag: ["{tag}"]}}) {{ totalCount {LISTED} }} }}'
        ),
        "search of 50": Request(
            f'{{ eventReports(first: 20, search: "{MARK}") {{ totalCount {LISTED} }} }}'
        ),
        "total": Request("{ eventReports(first: 1) { totalCount } }"),
        "a word in all": Request(
            f'{{ eventReports(first: 20, search: "{EVERYWHERE}") {{ totalCount {LISTED} }} }}'
        ),
        "changes": Request(
            "{ changes(first: 100) { endCursor hasMore nodes { action kind path } } }"
        ),
    }


def reports(server: Server) -> int:
    """How many there are."""
    found = ask(server.port, Request("{ eventReports(first: 1) { totalCount } }"))
    return found.data["eventReports"]["totalCount"]


def slug_of_tag(server: Server) -> str:
    """The tag of fifty reports as filters know it; RuntimeError unless there are fifty."""
    for written in (MARKED_TAG, MARKED_TAG.lower().replace(" ", "-")):
        asked = f'{{ eventReports(first: 1, filter: {{tag: ["{written}"]}}) {{ totalCount }} }}'
        if ask(server.port, Request(asked)).data["eventReports"]["totalCount"] == MARKED:
            return written
    raise RuntimeError("No tag stands at fifty reports.")


def cursor_after(server: Server, items: int) -> str:
    """The cursor of the item of that number, found as a reader finds it: page by page."""
    cursor = None
    while items:
        page = min(items, 100)
        asked = Request(
            "query Walk($first: Int, $after: String) "
            "{ eventReports(first: $first, after: $after) { pageInfo { endCursor } } }",
            {"first": page, "after": cursor},
        )
        cursor = ask(server.port, asked).data["eventReports"]["pageInfo"]["endCursor"]
        items -= page
    return cursor or ""
