"""Which migrations the code of the release before could not run beside.

During an update without downtime the database is migrated first, and old and new processes serve side by
side until the last old one is replaced. So a migration may only expand: add what old code does not need
to know. What takes away or changes comes with a later release, when no code that runs needs it any more;
such a migration says so in `beside_old_code`.
"""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.postgres.operations import (
    AddIndexConcurrently,
    CreateExtension,
    RemoveIndexConcurrently,
)
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field, ManyToManyField

from cms.expanding_fields import change_of_field
from snippets.migrating import AddIndexInUse

MARK = "beside_old_code"
"""The attribute of a migration that says why old code may run beside it all the same."""

BASELINE = {
    "accounts": "0003_sign_in",
    "api": "0001_initial",
    "checking": "0001_verdicts",
    "cms": "0004_pages_that_end",
    "demo": "0001_initial",
    "newsletter": "0001_initial",
    "pages": "0009_newsletterissue",
    "previews": "0002_unsaved_forms",
    "publishing": "0001_journal_and_leases",
    "snippets": "0009_files_to_delete",
    "translating": "0001_initial",
    "webhooks": "0001_messages",
}
"""The last migration of each app from before the first release: no older code runs beside those."""

ROOMS = ("cms", "pages", "snippets")

TAKES_AWAY = "old code still reads and writes it"
FORBIDS = "old code may write what it forbids"
VERDICTS: dict[type, str] = {
    migrations.CreateModel: "",
    migrations.AlterModelOptions: "",
    migrations.AlterModelManagers: "",
    migrations.AlterModelTableComment: "",
    migrations.AlterConstraint: "",
    migrations.RemoveConstraint: "",
    migrations.RemoveIndex: "",
    migrations.RenameIndex: "",
    CreateExtension: "",
    AddIndexInUse: "",
    migrations.DeleteModel: TAKES_AWAY,
    migrations.RenameModel: TAKES_AWAY,
    migrations.AlterModelTable: TAKES_AWAY,
    migrations.RemoveField: TAKES_AWAY,
    migrations.RenameField: TAKES_AWAY,
    migrations.AddConstraint: FORBIDS,
    migrations.AlterOrderWithRespectTo: "old code adds rows without their place",
    migrations.AddIndex: "it keeps writers out of the table while it is made: use AddIndexInUse",
    AddIndexConcurrently: "SQLite has none: use AddIndexInUse, which is for both databases",
    RemoveIndexConcurrently: "SQLite has none: use RemoveIndex, which takes a moment only",
    migrations.RunPython: "nobody but its author knows whether old code can read what it writes",
    migrations.RunSQL: "nobody but its author knows whether old code can read what it leaves",
}
"""Why old code could not run beside an operation of a kind; nothing if it can."""


def problems(loader: MigrationLoader) -> Iterator[str]:
    """A sentence for each thing that old code could not run beside, in the migrations since the baseline."""
    ours = {each.label for each in apps.get_app_configs() if each.name.split(".")[0] in ROOMS}
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app not in ours or name <= BASELINE.get(app, ""):
            continue
        state = loader.project_state((app, name), at_end=False)
        found = list(breaks(migration, state))
        reason = getattr(migration, MARK, "")
        if not reason:
            yield from (f"{app}.{name}: {each}" for each in found)
        elif not found:
            yield f"{app}.{name}: it expands only, {MARK} has nothing to explain. Remove it."


def breaks(migration: migrations.Migration, state: ProjectState) -> Iterator[str]:
    """What a migration does that old code could not run beside. What it made itself it may change."""
    made: set[str] = set()
    for operation in migration.operations:
        for part in parts(operation):
            if isinstance(part, migrations.CreateModel):
                made.add(part.name_lower)
            is_new = getattr(part, "model_name_lower", getattr(part, "name_lower", "")) in made
            if not is_new and (why := why_not(part, migration.app_label, state)):
                yield f"{part.describe()}: {why}."
        operation.state_forwards(migration.app_label, state)


def parts(operation: Operation) -> list[Operation]:
    """What an operation does to the database."""
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return [each for part in operation.database_operations for each in parts(part)]
    return [operation]


def why_not(operation: Operation, app: str, state: ProjectState) -> str:
    """Why old code could not run beside an operation; nothing if it can."""
    if isinstance(operation, migrations.AddField):
        return new_field(operation.field)
    if isinstance(operation, migrations.AlterField):
        model = state.models[app, operation.model_name_lower]
        return change_of_field(model.fields[operation.name], operation.field)
    if isinstance(operation, migrations.AlterUniqueTogether | migrations.AlterIndexTogether):
        return together(operation, app, state)
    kinds = (kind for kind in type(operation).__mro__ if kind in VERDICTS)
    return VERDICTS[kind] if (kind := next(kinds, None)) else "nobody knows what it does"


def new_field(field: Field) -> str:
    """Old code adds rows without the new column."""
    if field.generated:
        return "the whole table is written anew while nobody can use it"
    if isinstance(field, ManyToManyField) or field.null or field.has_db_default():
        return ""
    return "old code adds rows without it: give it null=True or a db_default"


def together(
    operation: migrations.AlterUniqueTogether | migrations.AlterIndexTogether,
    app: str,
    state: ProjectState,
) -> str:
    """Taking a rule away hinders nobody."""
    before = state.models[app, operation.name_lower].options.get(operation.option_name) or ()
    if operation.option_value <= set(map(tuple, before)):
        return ""
    return FORBIDS
