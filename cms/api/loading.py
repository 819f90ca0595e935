"""Loads what an operation selects before resolvers read it, a wave at a time.

A wave is what stands at one depth of the answer. The relations selected in it are fetched for all
its things at once, then whatever they point to, in one query a model, as readable objects that the
answer's reader remembers. Rich text is expanded in one go for the whole answer. Resolvers then
read without a query, however many things there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, GraphQLObjectType, GraphQLResolveInfo, get_named_type
from graphql.execution.collect_fields import collect_sub_fields
from graphql.type import is_abstract_type, is_leaf_type
from wagtail.models import Page

from cms.api.fetching import fetch_relations, find_what_is_pointed_to, getter
from cms.api.nested import NESTED, nested_values
from cms.api.preparations import PREPARATIONS
from cms.api.registered import things, type_name
from cms.api.resolvers import RESOLVERS
from pages.querysets import complete
from snippets.blocks import choices_as_references
from snippets.promises import Promise, promised_fields
from snippets.reading import read_all
from snippets.rich_text import source_of


@dataclass(frozen=True)
class Selected:
    """A promised field of a type, and the nodes that select it."""

    of: GraphQLObjectType
    promise: Promise
    nodes: list[FieldNode]

    @property
    def name(self) -> str:
        """`Type.field`, as resolvers and preparations are known."""
        return f"{self.of.name}.{self.promise.name}"

    @property
    def source(self) -> str:
        """The attribute it reads."""
        return self.promise.field_source

    @property
    def type(self) -> Any:
        """The type of the field, without lists and exclamation marks."""
        return get_named_type(self.of.fields[self.promise.name].type)


@dataclass(frozen=True)
class Group:
    """Things of one type that stand in one wave, and the nodes that select something of them."""

    of: GraphQLObjectType
    things: list[Any]
    nodes: list[FieldNode]


class Loading:
    """Loads one root field of an answer."""

    def __init__(self, info: GraphQLResolveInfo) -> None:
        self.info, self.context = info, info.context
        self.texts: set[str] = set()

    def load(self, value: Any) -> Any:
        """`value` of the root field, with everything that is selected below it at hand."""
        wave = self.grouped([(self.info.return_type, [value], self.info.field_nodes)])
        while wave:
            wave = self.grouped(self.load_wave(wave))
        self.context.expand(self.texts)
        self.context.pictures.load()
        return value

    def load_wave(self, wave: list[Group]) -> list[tuple[Any, list[Any], list[FieldNode]]]:
        """Load one wave; gives declared type, values and nodes of what stands below it."""
        for group in wave:
            if isinstance(group.things[0], Page):
                complete(group.things)
        chosen = [(group, list(self.selected(group))) for group in wave]
        plain = [
            (group.things, [field for field in fields if field.name not in PREPARATIONS])
            for group, fields in chosen
        ]
        sources = [(things, [field.source for field in fields]) for things, fields in plain]
        leading = [(things, list(led_by(fields))) for things, fields in plain]
        counted = [(things, list(counted_by(things, fields))) for things, fields in plain]
        with choices_as_references():
            fetch_relations(sources, self.context.reader)
            find_what_is_pointed_to(leading, self.context.reader, counted)
        for group, fields in chosen:
            for field in fields:
                if field.name in PREPARATIONS:
                    PREPARATIONS[field.name](group.things, field, self.info)
        return [below for group, fields in chosen for below in self.values(group, fields)]

    def selected(self, group: Group) -> Iterator[Selected]:
        """The promised fields that are selected of a group."""
        info, promised = self.info, promised_fields(things[group.of.name])
        collected = collect_sub_fields(
            info.schema, info.fragments, info.variable_values, group.of, group.nodes
        )
        for nodes in collected.values():
            if promise := promised.get(nodes[0].name.value):
                yield Selected(group.of, promise, nodes)

    def values(
        self, group: Group, fields: list[Selected]
    ) -> Iterator[tuple[Any, list[Any], list[FieldNode]]]:
        """What stands below a group, field by field; rich texts are only noted."""
        for field in fields:
            if is_leaf_type(field.type) or field.type.name == "Rendition":
                continue
            if field.name in NESTED:
                for found, nodes in nested_values(group.things, field, self.info):
                    yield field.type, found, nodes
                continue
            values = self.resolved(group.things, field)
            found = [each for value in values for each in listed(value)]
            if field.type.name == "RichText":
                self.texts.update(source_of(text) for text in found)
            yield field.type, found, field.nodes

    def resolved(self, things: list[Any], field: Selected) -> list[Any]:
        """The values of a field of things."""
        if (resolve := RESOLVERS.get(field.name)) is None:
            return read_all(things, field.source, self.context.reader)
        return [resolve(thing, self.info) for thing in things]

    def grouped(self, below: Iterable[tuple[Any, list[Any], list[FieldNode]]]) -> list[Group]:
        """One group for each type of a wave, so that everything of a model is asked for at once."""
        groups: dict[str, Group] = {}
        for declared, found, nodes in below:
            for name, these in self.by_type(get_named_type(declared), found).items():
                of = self.info.schema.type_map[name]
                group = groups.setdefault(name, Group(of, [], []))
                group.things.extend(these)
                group.nodes.extend(node for node in nodes if node not in group.nodes)
        return list(groups.values())

    def by_type(self, declared: Any, found: list[Any]) -> dict[str, list[Any]]:
        """What was found, by the name of its type."""
        groups = defaultdict(list)
        for value in found:
            for thing in listed(value):
                name = type_name(thing) if is_abstract_type(declared) else declared.name
                groups[name].append(thing)
        return groups


def led_by(fields: list[Selected]) -> Iterator[str]:
    """The attributes of things that may point to others: a text, a number or a date does not."""
    return (field.source for field in fields if not is_leaf_type(field.type))


def counted_by(things: list[Any], fields: list[Selected]) -> Iterator[str]:
    """The attributes that texts, numbers and dates are made of, and that are not given themselves."""
    given = set(led_by(fields))
    for field in fields:
        if is_leaf_type(field.type):
            read = getattr(getter(type(things[0]), field.source), "reads", ())
            yield from (name for name in read if name not in given)


def listed(value: Any) -> list[Any]:
    """The values of a list, the one of a field, or none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
