"""The operations that frontends keep in files: known by hash, and held to the schema."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import transaction
from graphql import DocumentNode, GraphQLError, parse

from cms.api.documents import LIMITS, checked, hash_of
from cms.api.errors import RefusedError
from cms.api.limits import LimitError
from cms.api.limits.tokens import parsed
from cms.api.models import KnownOperation
from cms.api.operation_files import Found, UnusableFilesError, printed, read_folder


def import_folder(folder: Path, frontend: str) -> list[KnownOperation]:
    """Replace the operations of a frontend by those in a folder: all of them, or none."""
    found = read_folder(folder)
    if lines := list(unserved(found)):
        raise UnusableFilesError("\n".join(lines))
    with transaction.atomic():
        KnownOperation.objects.filter(frontend=frontend).delete()
        return KnownOperation.objects.bulk_create(
            KnownOperation(
                frontend=frontend,
                name=each.name,
                hash=hash_of(each.text),
                text=each.text,
                file=each.file,
                line=each.line,
            )
            for each in found
        )


def unserved(found: Iterable[Found]) -> Iterator[str]:
    """File, line and reason of everything in new operations that the schema does not serve."""
    for each in found:
        for error in errors_in(each.document):
            place = (error.source.name, error.locations[0].line) if error.locations else None
            file, line = place or (each.file, each.line)
            yield f"{file}:{line} {error.message}"


def no_longer_served() -> Iterator[str]:
    """Frontend, file, line and reason of every known operation that the schema does not serve."""
    for known in KnownOperation.objects.all():
        for error in errors_in(parse(known.text)):
            yield f"{known} {error.message}"


def errors_in(document: DocumentNode) -> list[GraphQLError]:
    """Why a document would be refused."""
    try:
        parsed(printed(document), LIMITS.tokens)
        checked(document)
    except LimitError as error:
        return [error]
    except RefusedError as refusal:
        return refusal.errors
    return []


def find_text(hash_: str) -> str | None:
    """The text of a known operation."""
    return KnownOperation.objects.filter(hash=hash_).values_list("text", flat=True).first()


def is_known(document: DocumentNode) -> bool:
    """Whether a frontend keeps this operation, whatever its spaces and comments."""
    return KnownOperation.objects.filter(hash=hash_of(printed(document))).exists()
