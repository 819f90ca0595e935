"""A file is read and validated as a whole before anything is written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha1
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from pydantic import BaseModel, TypeAdapter, ValidationError

from cms.exchange.exporting import CONTENT
from cms.exchange.references import Ref
from cms.exchange.shapes import FORMAT, VERSION, Former, Forwarding, Video, adapter
from cms.exchange.telling import BY_TYPE
from pages.kinds import ContentKind
from snippets.uploads.decoding import UndecodableError, measure
from snippets.uploads.documents import is_what_it_is_called

HEAD = {"format", "version", "exported_at", "items", "videos", "redirects", "former_slugs"}
OTHERS = {"videos": Video, "redirects": Forwarding, "former_slugs": Former}
"""What a file tells besides its items."""
MOST_BYTES = 200 * 1024 * 1024
"""Of one file in an archive: what is larger is no picture of ours, and would fill the memory."""


class Problem(NamedTuple):
    """What is wrong in a file, and where."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


class RefusedError(Exception):
    """A file from which nothing was brought in."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class Item:
    """A thing in a file."""

    ref: Ref
    told: BaseModel
    number: int
    """Its position in the file, from 0."""

    @property
    def place(self) -> str:
        """Where it stands."""
        called = getattr(self.told, "name", None) or getattr(self.told, "title", "")
        return f"items[{self.number}] ({self.told.type} {called})"


@dataclass
class Content:
    """What a file holds, in its right shape."""

    items: list[Item] = field(default_factory=list)
    videos: list[Video] = field(default_factory=list)
    redirects: list[Forwarding] = field(default_factory=list)
    former_slugs: list[Former] = field(default_factory=list)


class Source:
    """A file with content: an archive, or JSON with its pictures and documents in a folder beside it."""

    def __init__(self, path: Path) -> None:
        try:
            self.archive = ZipFile(path) if path.suffix == ".zip" else None
        except (OSError, BadZipFile) as error:
            raise RefusedError([Problem("", f"{path} cannot be read: {error}.")]) from error
        self.path = path

    def read(self, name: str) -> bytes | None:
        """The bytes of one file; None where it is not there."""
        try:
            if self.archive is None:
                return self.beside(name).read_bytes()
            if self.archive.getinfo(name).file_size > MOST_BYTES:
                return None
            return self.archive.read(name)
        except (KeyError, OSError, BadZipFile):
            return None

    def beside(self, name: str) -> Path:
        """A file in the folder of the content. Raises OSError for one elsewhere."""
        folder = self.path.parent.resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise FileNotFoundError(name)
        return path

    def content(self) -> dict[str, Any]:
        """The content, as JSON. Raises RefusedError."""
        try:
            data = self.read(CONTENT) if self.archive else self.path.read_bytes()
            told = json.loads(data if data is not None else b"")
        except OSError as error:
            raise RefusedError([Problem("", f"{self.path} cannot be read: {error}.")]) from error
        except (ValueError, RecursionError) as error:
            raise RefusedError([Problem(CONTENT, f"This is not JSON: {error}.")]) from error
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            problem = Problem("format", f"This is no file of content: {FORMAT} is expected.")
            raise RefusedError([problem])
        if told.get("version") != VERSION:
            raise RefusedError([Problem("version", f"Only version {VERSION} can be brought in.")])
        return told


def shaped(told: dict[str, Any]) -> tuple[Content, list[Problem]]:
    """What is told, in its right shape, and what is not."""
    content: Content = Content()
    problems: list[Problem] = []
    unknown = sorted(told.keys() - HEAD)
    problems += [Problem(name, "Nothing of this name is known here.") for name in unknown]
    for number, each in enumerate(listed(told, "items", problems)):
        place = f"items[{number}]"
        kind = BY_TYPE.get(each.get("type")) if isinstance(each, dict) else None
        if kind is None:
            known = ", ".join(BY_TYPE)
            problems.append(Problem(place, f"Its type is none of these: {known}."))
            continue
        if item := valid(adapter(kind), each, f"{place} ({label_of(each)})", problems):
            ref = Ref(kind, item.key, getattr(item, "locale", "")).canonical
            content.items.append(Item(ref, item, number))
    for name, shape in OTHERS.items():
        for number, each in enumerate(listed(told, name, problems)):
            if item := valid(TypeAdapter(shape), each, f"{name}[{number}]", problems):
                getattr(content, name).append(item)
    return content, problems


def listed(told: dict[str, Any], name: str, problems: list[Problem]) -> list[Any]:
    """A list of a file; one that is not there is empty."""
    found = told.get(name, [])
    if isinstance(found, list):
        return found
    problems.append(Problem(name, "This is not a list."))
    return []


def label_of(told: dict[str, Any]) -> str:
    """How something is called that may be of a wrong shape."""
    return f"{told['type']} {told.get('name') or told.get('title') or told.get('key', '')}"


def valid(shape: TypeAdapter, told: Any, place: str, problems: list[Problem]) -> Any:
    """What is told in its right shape; None, with what is wrong noted, where it is not."""
    try:
        return shape.validate_python(told, strict=False)
    except ValidationError as error:
        for each in error.errors(include_url=False, include_context=False):
            way = " › ".join([place, *map(str, each["loc"])])
            problems.append(Problem(way, f"{each['msg']}."))
        return None


def repeated(items: list[Item]) -> Iterator[Problem]:
    """Things that a file tells twice."""
    first: dict[Ref, Item] = {}
    for item in items:
        other = first.setdefault(item.ref, item)
        if other is not item:
            yield Problem(item.place, f"{item.ref} is told above, as {other.place}.")


def missing_files(items: list[Item], source: Source) -> Iterator[Problem]:
    """Pictures and documents whose files are not there, or are other ones."""
    for item in items:
        file = getattr(item.told, "file", None)
        if file is None:
            continue
        data = source.read(file.path)
        if data is None:
            yield Problem(f"{item.place} › file", f"{file.path} is not there, or too large.")
        elif sha1(data, usedforsecurity=False).hexdigest() != file.sha1:
            yield Problem(f"{item.place} › file", f"{file.path} is another file: its sum differs.")
        elif item.ref.kind is ContentKind.DOCUMENT and not is_document(file.path, data):
            yield Problem(f"{item.place} › file", f"{file.path} is no document that is taken.")
        elif item.ref.kind is ContentKind.IMAGE and not is_picture(file.path, data):
            yield Problem(f"{item.place} › file", f"{file.path} is no picture that can be read.")


def is_picture(name: str, data: bytes) -> bool:
    """Whether a file is a picture that editors may upload."""
    if name.rpartition(".")[2].lower() not in settings.WAGTAILIMAGES_EXTENSIONS:
        return False
    try:
        measure(BytesIO(data))
    except UndecodableError:
        return False
    return True


def is_document(name: str, data: bytes) -> bool:
    """Whether a file is a document that editors may upload."""
    return is_what_it_is_called(name, BytesIO(data))
