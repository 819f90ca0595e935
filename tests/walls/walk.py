"""Walks the whole schema with what stands in the world, and tells what should not be there."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.test import Client
from graphql import get_named_type, is_abstract_type, is_leaf_type
from wagtail.models import Page

from cms.api.ids import global_id
from cms.api.schema import schema
from pages.addresses import Addresses
from tests.walls.asking import MOST_ALIASES, Asking, Samples, packed
from tests.walls.marks import COMMON
from tests.walls.world import World

NOBODY = "nobody000q"
"""A word like those of hidden things, which nothing holds."""
TEXT = re.compile(r'"([^"]+)"')
PLACES: dict[str, list[str]] = {"after": []}
"""Cursors hold places: they ask for no thing."""


class Walk:
    """All the ways to ask, and what each gives away."""

    def __init__(self, world: World, client: Client) -> None:
        self.world, self.client = world, client
        self.hidden_ids = {
            global_id(each): each for each in world.hidden if hasattr(type(each), "graphql_fields")
        }
        self.asking = Asking(
            Samples(
                {
                    "ID": [global_id(each) for each in world.seen],
                    "String": [COMMON, f"{COMMON}-2"],
                    "path": self.paths(world.seen),
                    "after": ["nowhere"],
                }
            )
        )

    def paths(self, things: list[Model]) -> list[str]:
        """Where pages stand."""
        addresses = Addresses.of_site()
        return [addresses.path(each) or "/" for each in things if isinstance(each, Page)]

    def leaks_of_fields(self) -> Iterator[str]:
        """By a field of the root, or two relations below it."""
        for asked, kind in self.roots():
            if is_leaf_type(kind):
                yield from self.leaks_of(f"{{ {asked} }}")
                continue
            for selection in self.asking.everything(kind, 2):
                yield from self.leaks_of(
                    f"{{ {asked} {{ ... on {kind.name} {{ {selection} }} }} }}"
                )

    def roots(self) -> list[tuple[str, Any]]:
        """The fields of the root that give something, once for each type that they give."""
        found = {}
        for name, asked, defined in self.asking.roots():
            kind = get_named_type(defined.type)
            if is_abstract_type(kind):
                given = self.ask(f"{{ it: {asked} {{ __typename }} }}")["data"]["it"]
                kind = schema.graphql_schema.type_map[given["__typename"]] if given else kind
            found[name, kind.name] = asked, kind
        return list(found.values())

    def leaks_of_arguments(self) -> Iterator[str]:
        """By a public value of any argument."""
        for way, _, fields in self.asking.uses(self.asking.samples):
            for asked, _ in aliased(way, fields):
                yield from self.leaks_of(asked)

    def leaks_of_questions(self) -> Iterator[str]:
        """By an answer that differs from the one about something that does not exist."""
        hidden, unknown = self.secrets()
        uses = zip(
            self.asking.uses(hidden, only_texts=True),
            self.asking.uses(unknown, only_texts=True),
            strict=True,
        )
        for (way, values, fields), (_, _, [control, *_]) in uses:
            told = dict(zip(fields, values, strict=True))
            for asked, names in aliased(way, fields, control=control):
                answer = self.ask(asked)
                yield from self.marked(asked, answer)
                yield from (
                    f"{told[names[name]]} is told from what does not exist by {names[name]}"
                    for name in differing(answer, names)
                )

    def secrets(self) -> tuple[Samples, Samples]:
        """Words, paths and ids of hidden things, and such of nothing."""
        words = list(self.world.marks.told)
        given = {
            "String": words,
            "path": self.paths(self.world.hidden),
            "ID": list(self.hidden_ids),
        }
        nothing = {"String": [NOBODY], "path": ["/nobody/"], "ID": ["nobody"]}
        return Samples({**given, **PLACES}), Samples({**nothing, **PLACES})

    def ask(self, query: str) -> dict[str, Any]:
        """The answer to an operation."""
        response = self.client.post("/graphql/", {"query": query}, content_type="application/json")
        return response.json()

    def leaks_of(self, query: str) -> Iterator[str]:
        """What one operation with public values gives away."""
        answer = self.ask(query)
        yield from self.marked(query, answer)
        refused = [each for each in answer.get("errors", []) if not is_refusal(each)]
        yield from (f"{each['message']}\n  by {query}" for each in refused)
        yield from (f"{each}\n  by {query}" for each in miscounted(answer.get("data")))

    def marked(self, query: str, answer: Any) -> Iterator[str]:
        """The words of hidden things in an answer."""
        text = json.dumps(answer, ensure_ascii=False)
        found = self.world.marks.found_in(text)
        found |= {
            f"The id of {self.hidden_ids[each]}"
            for each in TEXT.findall(text)
            if each in self.hidden_ids
        }
        yield from (f"{what}\n  by {query}" for what in sorted(found))


def aliased(
    way: str, fields: list[str], *, control: str | None = None
) -> Iterator[tuple[str, dict[str, str]]]:
    """Operations that ask for the fields at a place, and the fields by the name of their answer."""
    named = {f"a{number}": field for number, field in enumerate(fields)}
    first = [f"control: {control}"] if control else []
    room = [f"{name}: {field}" for name, field in named.items()]
    for part in packed(room, tokens=1200, most=MOST_ALIASES):
        inside = {name: field for name, field in named.items() if f"{name}: {field}" in part}
        yield "{ " + way % " ".join([*first, part]) + " }", inside


def is_refusal(error: dict[str, Any]) -> bool:
    """Whether an error says that an argument is not possible."""
    return error["extensions"]["code"] == "BAD_USER_INPUT"


def differing(answer: dict[str, Any], names: dict[str, str]) -> set[str]:
    """The names under which an answer is not that of the control."""
    differ: set[str] = set()
    told = defaultdict(set)
    for error in answer.get("errors", []):
        name = next(
            (each for each in error.get("path", []) if each in names or each == "control"), None
        )
        told[name].add((error["message"], error["extensions"]["code"]))

    def compare(value: Any) -> None:
        if isinstance(value, dict) and "control" in value:
            differ.update(each for each in names if value[each] != value["control"])
        for each in value.values() if isinstance(value, dict) else value:
            if isinstance(each, dict | list):
                compare(each)

    compare(answer.get("data") or {})
    return differ | {name for name in names if told[name] != told["control"]}


def miscounted(value: Any) -> Iterator[str]:
    """Lists whose total is not the number of their nodes."""
    if isinstance(value, dict):
        is_list = {"totalCount", "pageInfo", "nodes", "edges"} <= value.keys()
        if is_list and not value["pageInfo"]["hasPreviousPage"]:
            counts = {value["totalCount"], len(value["nodes"]), len(value["edges"])}
            if len(counts) != 1 and not is_cut(value):
                yield f"A list counts {value['totalCount']} and holds {len(value['nodes'])}"
        value = list(value.values())
    for each in value if isinstance(value, list) else []:
        yield from miscounted(each)


def is_cut(connection: dict[str, Any]) -> bool:
    """Whether more is to come, as the answer itself says."""
    more = connection["totalCount"] > len(connection["nodes"]) == len(connection["edges"])
    return more and connection["pageInfo"]["hasNextPage"]
