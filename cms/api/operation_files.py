"""Reads the `.graphql` files of a frontend: each operation, with the fragments it spreads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    DefinitionNode,
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    Source,
    parse,
    print_ast,
)

from cms.api.limits.walking import nodes

ENDINGS = {".graphql", ".gql"}


class UnusableFilesError(Exception):
    """What is wrong in the files of a frontend, a line for each problem."""


@dataclass(frozen=True)
class Found:
    """An operation in a file."""

    name: str
    document: DocumentNode
    file: str
    line: int

    @property
    def text(self) -> str:
        """The operation and its fragments, in the one way they are printed."""
        return printed(self.document)


def printed(document: DocumentNode) -> str:
    """A document in the one way it is printed, whatever its spaces, comments and order."""
    fragments = [each for each in document.definitions if isinstance(each, FragmentDefinitionNode)]
    others = [each for each in document.definitions if each not in fragments]
    fragments.sort(key=lambda fragment: fragment.name.value)
    return print_ast(DocumentNode(definitions=[*others, *fragments]))


def read_folder(folder: Path) -> list[Found]:
    """Every operation below a folder; fragments may stand in other files of it."""
    definitions = [each for path in files(folder) for each in read(path, folder)]
    fragments = {
        each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)
    }
    operations = [each for each in definitions if isinstance(each, OperationDefinitionNode)]
    refuse(problems(operations, definitions))
    return [
        Found(each.name.value, with_fragments(each, fragments), *place_of(each))
        for each in operations
    ]


def files(folder: Path) -> list[Path]:
    """The files with operations below a folder, without what npm put there."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in ENDINGS and "node_modules" not in path.parts
    )


def read(path: Path, folder: Path) -> Iterable[DefinitionNode]:
    """The definitions in a file."""
    name = path.relative_to(folder).as_posix()
    try:
        return parse(Source(path.read_text(encoding="utf-8"), name)).definitions
    except GraphQLSyntaxError as error:
        refuse([f"{name}:{error.locations[0].line} {error.message}"])
    except UnicodeDecodeError:
        refuse([f"{name}:1 This is no text in UTF-8."])
    return []


def problems(
    operations: list[OperationDefinitionNode], definitions: list[DefinitionNode]
) -> Iterator[str]:
    """Operations without a name, and names that stand twice."""
    for each in operations:
        if each.name is None:
            yield told(each, "Give the operation a name.")
    seen: set[tuple[str, str]] = set()
    for each in definitions:
        name = each.name.value if getattr(each, "name", None) else None
        if name and (each.kind, name) in seen:
            yield told(each, f"The name {name} stands twice: choose another.")
        seen.add((each.kind, name or ""))


def with_fragments(
    operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]
) -> DocumentNode:
    """A document of an operation and of the fragments it needs, by name."""
    needed: dict[str, FragmentDefinitionNode] = {}
    waiting: list[DefinitionNode] = [operation]
    while waiting:
        for node in nodes(waiting.pop()):
            name = node.name.value if isinstance(node, FragmentSpreadNode) else None
            if name in fragments and name not in needed:
                needed[name] = fragments[name]
                waiting.append(fragments[name])
    return DocumentNode(definitions=[operation, *needed.values()])


def place_of(node: DefinitionNode) -> tuple[str, int]:
    """The file and the line a definition begins in."""
    return node.loc.source.name, node.loc.start_token.line


def told(node: DefinitionNode, reason: str) -> str:
    """A problem with its place."""
    file, line = place_of(node)
    return f"{file}:{line} {reason}"


def refuse(found: Iterable[str]) -> None:
    """Raise UnusableFilesError with all problems, if there are any."""
    if lines := list(found):
        raise UnusableFilesError("\n".join(lines))
