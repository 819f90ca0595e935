"""Ways through a document that end, whatever is written in it."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    Node,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from cms.api.limits.errors import LimitError

MOST_NESTED = 100
"""Selections inside one another, those of fragments included; Python's stack holds 1,000 calls."""


class Written:
    """A document as it is written, before anybody knows whether it is valid."""

    def __init__(self, document: DocumentNode) -> None:
        definitions = document.definitions
        self.document = document
        self.operations = [
            each for each in definitions if isinstance(each, OperationDefinitionNode)
        ]
        self.fragments = {
            each.name.value: each
            for each in definitions
            if isinstance(each, FragmentDefinitionNode)
        }

    @cached_property
    def definitions(self) -> list[OperationDefinitionNode | FragmentDefinitionNode]:
        """Its operations, then its fragments."""
        return [*self.operations, *self.fragments.values()]

    def measure(
        self, join: Callable[[Iterable[int]], int]
    ) -> Callable[[SelectionSetNode | None], int]:
        """Counts fields below a selection: the deepest with `max`, all with `sum`."""
        return Measure(self.fragments, join).of

    def merged(self, selections: Iterable[SelectionSetNode]) -> dict[str, list[FieldNode]]:
        """The fields that are answered in one place, by the name they are answered under.

        Whether a type condition holds is not asked: it may for some object.
        """
        fields: dict[str, list[FieldNode]] = {}
        spread: set[str] = set()
        waiting = [node for each in selections for node in reversed(each.selections)]
        while waiting:
            node = waiting.pop()
            if isinstance(node, FieldNode):
                name = node.alias.value if node.alias else node.name.value
                fields.setdefault(name, []).append(node)
                continue
            if isinstance(node, FragmentSpreadNode):
                name = node.name.value
                if name in spread or name not in self.fragments:
                    continue
                spread.add(name)
                node = self.fragments[name]
            waiting.extend(reversed(node.selection_set.selections))
        return fields


class Measure:
    """Counts fields through fragments.

    Each fragment is counted once and its number kept, so that fragments which spread each other a
    million times are counted in no time. One that spreads itself is refused.
    """

    def __init__(
        self,
        fragments: dict[str, FragmentDefinitionNode],
        join: Callable[[Iterable[int]], int],
    ) -> None:
        self.fragments, self.join = fragments, join
        self.known: dict[str, int] = {}
        self.open: set[str] = set()

    def of(self, selection: SelectionSetNode | None, inside: int = 0) -> int:
        """The number of a selection that stands `inside` so many others."""
        if selection is None:
            return 0
        if inside > MOST_NESTED:
            raise LimitError(
                "Fragments and fields are nested too deeply: nest them less.", limit="depth"
            )
        return self.join([0, *(self.of_node(node, inside + 1) for node in selection.selections)])

    def of_node(self, node: SelectionNode, inside: int) -> int:
        """The number of a field, an inline fragment or a spread."""
        if isinstance(node, FragmentSpreadNode):
            return self.of_fragment(node.name.value, inside)
        return self.of(node.selection_set, inside) + isinstance(node, FieldNode)

    def of_fragment(self, name: str, inside: int) -> int:
        """The number of a fragment; 0 for one that is not there, which validation tells."""
        if name in self.open:
            raise LimitError(
                f"Fragment {name} spreads itself, which never ends: take it out of itself.",
                self.fragments[name],
                limit="fragments",
            )
        if name not in self.known and name in self.fragments:
            self.open.add(name)
            self.known[name] = self.of(self.fragments[name].selection_set, inside)
            self.open.remove(name)
        return self.known.get(name, 0)


def nodes(document: DocumentNode) -> Iterator[Node]:
    """Every node of a document."""
    waiting: list[Node] = [document]
    while waiting:
        node = waiting.pop()
        yield node
        for key in node.keys:
            below = getattr(node, key, None)
            if isinstance(below, Node):
                waiting.append(below)
            elif isinstance(below, tuple | list):
                waiting.extend(each for each in below if isinstance(each, Node))
