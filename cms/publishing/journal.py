"""The journal: what became readable, changed or disappeared, numbered in the order of the commits.

Receivers of signals only note what was touched. At the end of the transaction, under a lock, what
readers may read of it now is compared with what the journal says they could, and the differences
are written: so each change is told once, whatever led to it.

The lock makes numbers commit in order. Without it a slow transaction that took its number first
would commit after a reader has passed that number, and the reader would never see it.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import (
    DEFAULT_DB_ALIAS,
    InterfaceError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Max, Model
from wagtail.models import Page

from cms.connections import is_gone, let_go
from cms.publishing.models import Change, ChangeAction, Forgotten
from cms.publishing.states import Keys, Readable, State, among, chunks
from cms.publishing.touched import Touched
from cms.publishing.upkeep import once_each
from pages.kinds import ContentKind

CHANGING, MAKING, LOCK = 0x74656370, 0x7465636F, 0x7465636E
"""PostgreSQL's advisory locks are numbers; these are ours, in the order in which they are taken: the
one that all changes share and the schedule has alone, before any row is touched; the one of making
something new in the admin; the journal's."""
PATIENCE = "2s"
"""Whoever begins a change meanwhile waits as well."""
LOCK_NOT_AVAILABLE = "55P03"

HEAD = f"SELECT MAX(number) FROM {Change._meta.db_table}"  # noqa: S608

touched: ContextVar[Touched | None] = ContextVar("touched", default=None)
followers: list[Callable[[Sequence[Change]], None]] = []
"""What else is written in the transaction of changes, once they have their numbers."""


@contextmanager
def one_change() -> Iterator[None]:
    """A transaction that ends with its lines of the journal: both hold, or neither does."""
    with transaction.atomic():
        if touched.get() is not None:
            yield
            return
        lock(CHANGING, shared=True)
        token = touched.set(Touched())
        try:
            with once_each():
                yield
            if not transaction.get_rollback():
                settle(touched.get())
        finally:
            touched.reset(token)


class BusyError(Exception):
    """Others are changing something, and it takes long."""


@contextmanager
def one_change_alone() -> Iterator[None]:
    """The same while no other change is under way, so that neither locks rows which the other is to
    wait for: what people do must never lose a deadlock to what happens by itself."""
    with transaction.atomic():
        lock_alone()
        with one_change():
            yield


@contextmanager
def noting() -> Iterator[Touched]:
    """Where to note what was touched: settled at the end of the transaction that `one_change`
    opened, else at once, within whatever transaction there is."""
    if (open_notes := touched.get()) is not None:
        yield open_notes
        return
    with transaction.atomic():
        notes = Touched()
        yield notes
        settle(notes)


def note(*things: Model) -> None:
    """Note that things may read otherwise than before."""
    with noting() as notes:
        notes.add(*things)


def forget(*things: Model) -> None:
    """Have the lines about things that go, old ones and the last, tell their id and kind only."""
    with noting() as notes:
        notes.forget(*things)


def head(database: BaseDatabaseWrapper | None = None) -> int:
    """The number of the last change: the version of all that is public.

    Asked for every answer that is kept, so it goes to the connection of the driver, sqlite3's or
    psycopg's: Django's cursor would take four times as long as the statement.
    """
    database = database or connections[DEFAULT_DB_ALIAS]
    if database.connection is None:
        database.ensure_connection()
    try:
        return last_number(database)
    except (OperationalError, InterfaceError) as error:
        if not is_gone(error) or database.in_atomic_block:
            raise
    # A connection that was kept led to a server that is gone: another one may be there by now.
    let_go()
    database.ensure_connection()
    return last_number(database)


def last_number(database: BaseDatabaseWrapper) -> int:
    """The number of the last change, asked of this connection."""
    try:
        return database.connection.execute(HEAD).fetchone()[0] or 0
    except Exception:
        with database.wrap_database_errors:
            raise


def horizon() -> int:
    """Who has read less than up to this number may have missed a withdrawal that is forgotten."""
    return Forgotten.objects.aggregate(last=Max("number"))["last"] or 0


def settle(notes: Touched) -> None:
    """Write what the touched objects have become for readers."""
    if not notes:
        return
    lock()
    readable = Readable()
    notes.expand(moved_pages(readable, notes))
    told: list[Change] = []
    for kind in ContentKind:
        if kind is ContentKind.REDIRECT:
            known = last_changes(kind, notes.keys(kind)).values()
            notes.reach_paths(
                path for each in (*told, *known) for path in (each.path, each.left_path)
            )
        if kind in notes.whole:
            told += differences(readable, kind, None, changed=notes.changed[kind])
        elif keys := notes.keys(kind):
            told += differences(readable, kind, keys, changed=notes.changed[kind])
    written = write(told)
    if notes.forgotten:
        blank(notes, written)


def blank(notes: Touched, written: list[Change]) -> None:
    """Take out of all lines where the forgotten things stood. One that was withdrawn before is told
    once more: what `changes` answers of it is another answer now."""
    told = {(change.kind, change.object_id) for change in written}
    paths = set()
    for kind, keys in notes.forgotten.items():
        lines = Change.objects.filter(kind=kind.name, object_id__in=keys)
        last = {change.object_id: change for change in lines}
        again = [change for key, change in last.items() if (kind.name, key) not in told]
        write(
            Change(
                action=ChangeAction.WITHDRAWN,
                kind=kind.name,
                object_id=change.object_id,
                locale=change.locale,
            )
            for change in again
        )
        if kind is not ContentKind.QUOTE:
            paths |= {path for pair in lines.values_list("path", "left_path") for path in pair}
        lines.update(path="", left_path="")
    for column in ("path", "left_path"):
        spelled = {each for path in paths if path for each in (path, path.rstrip("/"))}
        Change.objects.filter(**{f"{column}__in": spelled - {""}}).update(**{column: ""})


def lock(number: int = LOCK, *, shared: bool = False) -> None:
    """Wait for the transactions that hold a lock before this one. SQLite has one writer at a time."""
    if connection.vendor == "postgresql":
        kind = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {kind}(%s)", [number])


def lock_alone() -> None:
    """Wait until no change is under way, or raise BusyError."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        try:
            lock(CHANGING)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
                raise BusyError from error
            raise
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


def write(changes: Iterable[Change]) -> list[Change]:
    """Append changes, in their order, and tell the followers."""
    written = Change.objects.bulk_create(list(changes), batch_size=500)
    for tell in followers:
        tell(written)
    return written


def differences(
    readable: Readable, kind: ContentKind, keys: Keys | None, *, changed: Container[int] = ()
) -> Iterator[Change]:
    """What the journal lacks about the objects of these keys, or about all of a kind. Those
    `changed` read otherwise, even if they stand where they stood."""
    known, now = last_changes(kind, keys), readable.states(kind, keys)
    for key in sorted({*known, *now}):
        before, state = known.get(key), now.get(key)
        if action := action_of(before, state, is_changed=key in changed):
            yield change_of(action, kind, key, state, before)


def action_of(
    before: Change | None, state: State | None, *, is_changed: bool
) -> ChangeAction | None:
    """What happened to something for its readers, if anything did."""
    if before is None:
        return ChangeAction.PUBLISHED if state else None
    if state is None:
        return ChangeAction.WITHDRAWN
    if is_changed or state != State(before.path, before.locale, before.fingerprint):
        return ChangeAction.UPDATED
    return None


def change_of(
    action: ChangeAction, kind: ContentKind, key: int, state: State | None, before: Change | None
) -> Change:
    """A line of the journal. What is withdrawn keeps the place it stood at."""
    path = state.path if state else before.path
    return Change(
        action=action,
        kind=kind.name,
        object_id=key,
        path=path,
        left_path=before.path if before and before.path != path else "",
        locale=state.locale if state else before.locale,
        fingerprint=state.fingerprint if state else "",
    )


def last_changes(kind: ContentKind, keys: Keys | None) -> dict[int, Change]:
    """The last line about each of the objects that, after the journal, readers may read."""
    of_kind = Change.objects.filter(kind=kind.name).order_by()
    found = {}
    for keys_of_part in chunks(keys):
        part = among(of_kind, keys_of_part, "object_id")
        newest = part.values("object_id").annotate(last=Max("number")).values("last")
        for change in Change.objects.filter(number__in=newest).exclude(
            action=ChangeAction.WITHDRAWN
        ):
            found[change.object_id] = change
    return found


def moved_pages(readable: Readable, notes: Touched) -> Iterator[int]:
    """The changed pages that may stand elsewhere than before: with all that is below them. What is
    below a page that was not readable may be readable, and moves with it all the same."""
    for kind, keys in notes.changed_pages():
        known = last_changes(kind, keys)
        now = readable.states(kind, known)
        for part in chunks(keys - known.keys()):
            unknown = among(Page.objects.filter(numchild__gt=0), part)
            yield from unknown.values_list("pk", flat=True)
        yield from (key for key, state in now.items() if state.path != known[key].path)
