"""Cache tags: what an answer holds, so that whoever keeps it can drop it when that changes.

They are those that `changes` tells of each change. `Organisation:5` stands for one thing that the
answer holds; `Organisation` for a list of them, or for the absence of one: every change of any of
them touches it. A change of something tells the tags of the pages and records that name it, too:
an answer need not name what its things name.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLField,
    GraphQLNamedType,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_list_type,
    visit,
)

from cms.publishing.showing import tag_of, type_name
from cms.publishing.states import MODELS
from pages.kinds import KINDS, ContentKind
from pages.redirects import Forwarding
from snippets.records import Record

MOST = 100
"""Tags of an answer: some 2,500 bytes in a header."""

SITE = type_name(ContentKind.SITE)
EVERYTHING = "*"
"""What stands for any change at all: an answer that tells the version of the content."""

NAMES = {type_name(kind) for kind in ContentKind}
RECORDS = {type_name(kind) for kind, model in MODELS.items() if issubclass(model, Record)}
ABOVE_PAGES = {
    type_name(kind)
    for kind in (
        ContentKind.HOME,
        ContentKind.EVENT_REPORT_INDEX,
        ContentKind.TESTIMONIAL_INDEX,
        ContentKind.STANDARD_PAGE,
    )
}
"""The types of pages that may stand above another one."""
NARROWING = {"filter", "search", "query"}
"""Arguments that look at other things than those they let through."""


@dataclass
class Tags:
    """What one answer holds: noted while it is made."""

    whole: set[str] = field(default_factory=set)
    things: set[tuple[ContentKind, Any]] = field(default_factory=set)

    def note(self, thing: Any) -> None:
        """Something that stands in the answer."""
        if (kind := KINDS.get(type(thing))) is not None:
            self.things.add((kind, thing.pk))

    def note_root(self, value: Any, declared: GraphQLNamedType, schema: Any) -> None:
        """What a root field found: nothing, or a way elsewhere, ends when something else stands there."""
        if value is None or isinstance(value, Forwarding):
            self.whole |= names_of(declared, schema)

    def note_language(self, language: str) -> None:
        """The language of the answer: a record may have a translation into another one some day."""
        if language != settings.LANGUAGE_CODE:
            self.whole |= RECORDS

    def listed(self) -> list[str]:
        """The tags in order, at most `MOST`. Where there are more, the type that has most of them
        stands for all of its things: that drops the answer too often, and never too rarely."""
        whole = {SITE, *self.whole}
        counted = Counter(kind for kind, _ in self.things if type_name(kind) not in whole)
        for kind, _ in counted.most_common():
            if len(whole) + counted.total() <= MOST:
                break
            whole.add(type_name(kind))
            del counted[kind]
        return sorted(
            [*whole, *(tag_of(kind, key) for kind, key in self.things if kind in counted)]
        )


class Following(Visitor):
    """Finds the types whose lists a document reads."""

    def __init__(self, types: TypeInfo, schema: Any) -> None:
        super().__init__()
        self.types, self.schema = types, schema
        self.found: set[str] = set()

    def enter_field(self, node: FieldNode, *place: Any) -> None:
        """Note what a field follows."""
        definition, parent = self.types.get_field_def(), self.types.get_parent_type()
        if definition is not None and parent is not None:
            self.found.update(self.followed(node, definition, parent))

    def followed(
        self, node: FieldNode, definition: GraphQLField, parent: GraphQLNamedType
    ) -> Iterator[str]:
        """The types on whose things, whichever there are, the value of a field depends."""
        name, named = node.name.value, get_named_type(definition.type)
        is_root = parent is self.schema.query_type
        if f"{parent.name}.{name}" in ("Query.changes", "Site.version"):
            yield EVERYTHING
        if named.name.endswith("Connection"):
            yield from names_of(get_named_type(named.fields["nodes"].type), self.schema)
        if is_root and is_list_type(get_nullable_type(definition.type)):
            yield from names_of(named, self.schema)
        if name == "navigation" and is_root:
            yield type_name(ContentKind.NAVIGATION)
        if name in ("translations", "children"):
            yield from names_of(parent, self.schema)
        if name in ("breadcrumbs", "structuredData"):
            yield from ABOVE_PAGES
        if any(argument.name.value in NARROWING for argument in node.arguments):
            yield from RECORDS


def followed(document: DocumentNode, schema: Any) -> frozenset[str]:
    """The types whose lists a valid document reads; `EVERYTHING` where it tells of any change."""
    types = TypeInfo(schema)
    following = Following(types, schema)
    visit(document, TypeInfoVisitor(types, following))
    return frozenset(following.found)


def names_of(named: GraphQLNamedType, schema: Any) -> set[str]:
    """The tags of a type: of an abstract one, those of all that it may be."""
    types: Iterable[GraphQLNamedType] = (
        schema.get_possible_types(named) if is_abstract_type(named) else [named]
    )
    return {each.name for each in types} & NAMES
