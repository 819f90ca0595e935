"""Files are deleted with the row that names them, whatever the storage does meanwhile.

Their names are written in the transaction in which the row goes. After its commit they are deleted at once; what
cannot be, or was left by a process that died, is tried again until the storage says that it is gone. An address
that readers lost would otherwise give the file for ever, to whoever knows it.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from time import monotonic

from django.apps import apps
from django.core.files.storage import FileSystemStorage, Storage
from django.db import Error, transaction
from django.db.models import FileField, Model
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from snippets.models import FileToDelete

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=15)
"""Between two tries; each is twice as long as the one before."""
SECONDS_AT_ONCE = 10
"""So long whoever made a change waits for its files to go; what is left then goes without them."""
AT_ONCE = 500
"""Files that one statement names at most."""
UNDER_WAY = timedelta(hours=1)
"""A file that is no older may be one whose row is not committed yet."""

logger = logging.getLogger(__name__)


class Own(threading.local):
    """Keys of the rows that a thread wrote and may not have committed. Those that were taken back are not found."""

    def __init__(self) -> None:
        self.keys: list[int] = []


own = Own()


def let_go(*files: FieldFile) -> None:
    """Have files deleted once nothing can be taken back. Call it in the transaction in which their row goes."""
    due_at = timezone.now() + FIRST_PAUSE
    for file in filter(None, files):
        row = FileToDelete.objects.create(field=str(file.field), name=file.name, due_at=due_at)
        own.keys.append(row.pk)
        transaction.on_commit(delete_own, robust=True)


def let_go_of(thing: Model) -> None:
    """Have the files deleted that a row names which goes; not one that a migration deletes, which may come before our
    table."""
    if type(thing)._meta.apps is apps:
        let_go(*(getattr(thing, field.attname) for field in file_fields(type(thing))))


def delete_own() -> None:
    """Delete what this thread let go of: all of it after the first commit that asks, nothing after the others."""
    keys, own.keys = own.keys, []
    until = monotonic() + SECONDS_AT_ONCE
    for start in range(0, len(keys), AT_ONCE):
        mine = FileToDelete.objects.filter(pk__in=keys[start : start + AT_ONCE], tries=0)
        if not delete(list(mine), until):
            mine.update(tries=1)
            return


def delete_next() -> bool:
    """Try the file that has waited longest. False when none is due, or it cannot be deleted now."""
    row = FileToDelete.objects.due().first()
    if row is None:
        return False
    tries, due_at = row.tries + 1, timezone.now() + pause_after(row.tries)
    mine = FileToDelete.objects.filter(pk=row.pk, due_at=row.due_at)
    if not mine.update(tries=tries, due_at=due_at):
        return True  # somebody else tries it
    row.tries = tries
    return delete([row])


def pause_after(tries: int) -> timedelta:
    """How long a file is left alone that was tried so often."""
    return min(FIRST_PAUSE * 2 ** min(tries, 10), LONGEST_PAUSE)


def delete(rows: Sequence[FileToDelete], until: float | None = None) -> bool:
    """Delete files, and the rows of those that are gone; whether all could be tried. One that something names
    again is no longer ours."""
    gone = []
    try:
        for field in {row.field for row in rows}:
            of_field = [row for row in rows if row.field == field]
            storage = storage_of(field)
            named = names_in_use(storage, [row.name for row in of_field])
            for row in of_field:
                if until is not None and monotonic() > until:
                    return False
                if row.name in named or try_to_delete(storage, row):
                    gone.append(row.pk)
    except Error:
        raise
    except Exception as error:  # noqa: BLE001  each storage raises what it likes
        # Neither name nor message: whoever reads logs is not to learn the address.
        what = type(error).__name__
        logger.warning("Files wait to be deleted, and are tried again: %s", what)
        return False
    finally:
        FileToDelete.objects.filter(pk__in=gone).delete()
    return True


def try_to_delete(storage: Storage, row: FileToDelete) -> bool:
    """Delete a file; False where another one may have its name by now."""
    may_be_given_again = row.tries or isinstance(storage, FileSystemStorage)
    if may_be_given_again and has_name_of(storage, row):
        return False
    storage.delete(row.name)
    return True


def has_name_of(storage: Storage, row: FileToDelete) -> bool:
    """Whether a file has the name that was written since, by somebody who may still commit it: a disk gives a name
    again once it is free, which it is where a process died between the file and its row."""
    try:
        written_at = storage.get_modified_time(row.name)
    except FileNotFoundError:
        return False
    return row.since < written_at > timezone.now() - UNDER_WAY


def names_in_use(storage: Storage, names: Sequence[str]) -> set[str]:
    """Those of the names in a storage that rows have."""
    found: set[str] = set()
    for field in all_file_fields():
        if is_same(field.storage, storage):
            rows = field.model._base_manager.filter(**{f"{field.name}__in": names})
            found.update(rows.values_list(field.name, flat=True))
    return found


def storage_of(field: str) -> Storage:
    """Where the files of a field lie. Raises LookupError where there is none of that name."""
    storages = {str(each): each.storage for each in all_file_fields()}
    return storages[field]


def is_same(one: Storage, other: Storage) -> bool:
    """Whether two storages are one place."""
    return one is other or one.deconstruct() == other.deconstruct()


@cache
def file_fields(model: type[Model]) -> tuple[FileField, ...]:
    """The fields of a table that hold names of files."""
    return tuple(each for each in model._meta.local_concrete_fields if isinstance(each, FileField))


def all_file_fields() -> Iterator[FileField]:
    """Those of all tables."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield from file_fields(model)
