"""What newsletter tools will take from one of our feeds, told from the very bytes that they get."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import resolve

from cms.newsletter.doctor_findings import Finding, error, findings_of, findings_of_feed
from cms.newsletter.doctor_reading import Entry, read
from cms.newsletter.doctor_tools import Taken, Tool, taken_by, tools_for

VIEWS = {"feed", "newsletter_items"}
"""The names of the addresses that can be examined."""


class NoFeedError(Exception):
    """An address at which there is no feed of ours."""


@dataclass(frozen=True)
class Item:
    """What is told of an item."""

    title: str
    findings: list[Finding]
    tools: list[tuple[str, list[Taken]]]
    """What each tool takes."""

    @property
    def has_errors(self) -> bool:
        """Whether a tool would send it wrong, or not at all."""
        return any(finding.is_error for finding in self.findings)


@dataclass(frozen=True)
class Diagnosis:
    """What is told of a feed."""

    address: str
    """Path and parameters."""
    size: int = 0
    """Bytes."""
    findings: list[Finding] = field(default_factory=list)
    """Of the feed as a whole."""
    items: list[Item] = field(default_factory=list)

    @property
    def all_findings(self) -> list[Finding]:
        """Those of the feed and of its items."""
        return [*self.findings, *(finding for item in self.items for finding in item.findings)]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.is_error for finding in self.all_findings)

    @property
    def warnings(self) -> int:
        """How many are none."""
        return len(self.all_findings) - self.errors


def examine(address: str) -> Diagnosis:
    """What tools take from the feed at an address: whole, or a path with parameters. What the feed
    refuses is an error. Raises NoFeedError where there is no feed of ours."""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise NoFeedError(address) from None
    here = f"{parts.path}?{parts.query}" if parts.query else parts.path
    response = answered(parts.path, parts.query)
    if response.status_code != 200:
        sentences = response.content.decode().splitlines()
        return Diagnosis(here, findings=[error(each) for each in sentences])
    size = len(response.content)
    reading = read(response.content, response.headers["Content-Type"])
    tools = tools_for(reading.names)
    return Diagnosis(
        here,
        size,
        [*findings_of_feed(reading, size)],
        [item_of(entry, tools) for entry in reading.entries],
    )


def item_of(entry: Entry, tools: list[Tool]) -> Item:
    """What is told of an item."""
    taken = [(tool.name, list(taken_by(tool, entry))) for tool in tools]
    return Item(entry.told("title"), findings_of(entry), taken)


def answered(path: str, query: str) -> HttpResponse:
    """What the view of a feed gives for an address, asked without a server between."""
    try:
        found = resolve(path)
        if found.view_name not in VIEWS:
            raise NoFeedError(path)
        request = HttpRequest()
        request.method, request.path, request.path_info = "GET", path, path
        request.META["QUERY_STRING"], request.GET = query, QueryDict(query)
        return found.func(request, *found.args, **found.kwargs)
    except Http404:
        raise NoFeedError(path) from None
