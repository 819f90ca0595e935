"""Migrations that the code of the release before could not run beside are found, each kind of them."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib.postgres.operations import (
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    UnaccentExtension,
)
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.functions import Lower, Now
from wagtail.blocks.migrations.migrate_operation import MigrateStreamData

from cms.expanding import BASELINE, breaks, problems
from snippets.migrating import AddIndexInUse

INDEX = models.Index(fields=["name"], name="thing_by_name")
CHECK = models.CheckConstraint(condition=models.Q(count__gte=0), name="counted")
TAKEN = "old code still reads and writes it"
FORBIDS = "old code may write what it forbids"
LOCKS = "it keeps writers out of the table while it is made: use "
FILLS = "old code adds rows without it: give it null=True or a db_default"
AUTHOR = "nobody but its author knows whether old code can read what it "


def before() -> ProjectState:
    """A table as the release before has it."""
    state = ProjectState()
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=50)),
        ("count", models.IntegerField(default=0)),
        ("note", models.TextField(null=True)),
        ("slug", models.SlugField(unique=True)),
        ("rank", models.IntegerField(db_default=1)),
    ]
    options = {"unique_together": {("name", "count")}}
    migrations.CreateModel("Thing", fields, options).state_forwards("pages", state)
    migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]).state_forwards(
        "pages", state
    )
    return state


def migration(*operations: Operation, **marks: str) -> migrations.Migration:
    made = migrations.Migration("9999_planted", "pages")
    made.operations = list(operations)
    vars(made).update(marks)
    return made


def found(*operations: Operation) -> list[str]:
    return list(breaks(migration(*operations), before()))


def add(field: models.Field) -> Operation:
    return migrations.AddField("thing", "new", field)


def alter(name: str, field: models.Field) -> Operation:
    return migrations.AlterField("thing", name, field)


BAD = {
    "table dropped": (migrations.DeleteModel("Thing"), TAKEN),
    "model renamed": (migrations.RenameModel("Thing", "Object"), TAKEN),
    "table renamed": (migrations.AlterModelTable("Thing", "object"), TAKEN),
    "column dropped": (migrations.RemoveField("thing", "note"), TAKEN),
    "column renamed": (migrations.RenameField("thing", "note", "remark"), TAKEN),
    "required column": (add(models.IntegerField(default=0)), FILLS),
    "required relation": (add(models.ForeignKey("pages.Other", models.CASCADE)), FILLS),
    "generated column": (
        add(
            models.GeneratedField(
                expression=Lower("name"), output_field=models.TextField(), db_persist=True
            )
        ),
        "the whole table is written anew while nobody can use it",
    ),
    "type changed": (
        alter("count", models.BigIntegerField(default=0)),
        "IntegerField becomes BigIntegerField: the table may be written anew, and old code reads another type",
    ),
    "no longer null": (
        alter("note", models.TextField()),
        "old code may write none: a later release forbids it",
    ),
    "shorter": (alter("name", models.CharField(max_length=20)), "old code may write more"),
    "unique now": (
        alter("name", models.CharField(max_length=50, unique=True)),
        "old code may write the same twice",
    ),
    "index by the way": (
        alter("name", models.CharField(max_length=50, db_index=True)),
        f"{LOCKS}Meta.indexes and AddIndexInUse",
    ),
    "default of the database gone": (
        alter("rank", models.IntegerField(default=1)),
        "old code adds rows without it",
    ),
    "column of another name": (
        alter("count", models.IntegerField(default=0, db_column="total")),
        "db_column changes what old code reads or writes",
    ),
    "another sorting": (
        alter("name", models.CharField(max_length=50, db_collation="nocase")),
        "db_collation changes what old code reads or writes",
    ),
    "rule": (migrations.AddConstraint("thing", CHECK), FORBIDS),
    "unique together": (migrations.AlterUniqueTogether("thing", {("name", "rank")}), FORBIDS),
    "order": (
        migrations.AlterOrderWithRespectTo("thing", "other"),
        "old code adds rows without their place",
    ),
    "index that locks": (migrations.AddIndex("thing", INDEX), f"{LOCKS}AddIndexInUse"),
    "index for one database": (
        AddIndexConcurrently("thing", INDEX),
        "SQLite has none: use AddIndexInUse, which is for both databases",
    ),
    "index dropped for one database": (
        RemoveIndexConcurrently("thing", "thing_by_name"),
        "SQLite has none: use RemoveIndex, which takes a moment only",
    ),
    "data": (migrations.RunPython(migrations.RunPython.noop), f"{AUTHOR}writes"),
    "blocks": (MigrateStreamData("pages", "Thing", "body", []), f"{AUTHOR}writes"),
    "SQL": (migrations.RunSQL("SELECT 1"), f"{AUTHOR}leaves"),
    "unknown": (
        type("Novel", (Operation,), {"describe": lambda self: "Novel"})(),
        "nobody knows what it does",
    ),
}

GOOD = {
    "table": migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))]),
    "nullable column": add(models.IntegerField(null=True)),
    "column the database fills": add(models.DateTimeField(db_default=Now())),
    "nullable relation": add(models.ForeignKey("pages.Other", models.CASCADE, null=True)),
    "relation of many": add(models.ManyToManyField("pages.Other")),
    "longer": alter("name", models.CharField(max_length=80)),
    "null now": alter("count", models.IntegerField(null=True)),
    "not unique now": alter("slug", models.SlugField()),
    "words for editors": alter(
        "name", models.CharField("nom", max_length=50, help_text="Par exemple", blank=True)
    ),
    "default of the code": alter("count", models.IntegerField(default=3)),
    "default of the database": alter("count", models.IntegerField(default=0, db_default=0)),
    "field of our own": alter("name", type("Ours", (models.CharField,), {})(max_length=50)),
    "options": migrations.AlterModelOptions("thing", {"verbose_name": "chose"}),
    "no longer unique together": migrations.AlterUniqueTogether("thing", set()),
    "index that locks nobody out": AddIndexInUse("thing", INDEX),
    "extension": UnaccentExtension(),
    "for the code only": migrations.SeparateDatabaseAndState(
        state_operations=[migrations.RemoveField("thing", "note")]
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_breaks_old_code_is_told(name: str) -> None:
    operation, why = BAD[name]
    operation.state_forwards = lambda app, state: None
    assert found(operation) == [f"{operation.describe()}: {why}."]


@pytest.mark.parametrize("name", GOOD)
def test_what_expands_is_fine(name: str) -> None:
    assert found(GOOD[name]) == []


def test_what_is_done_to_the_database_alone_is_looked_at() -> None:
    hidden = migrations.SeparateDatabaseAndState([migrations.DeleteModel("Thing")])
    assert found(hidden) == [f"Delete model Thing: {TAKEN}."]


def test_what_a_migration_made_it_may_change() -> None:
    make = migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))])
    required = migrations.AddField("new", "name", models.CharField(max_length=50))
    assert found(make, required, migrations.AddIndex("new", INDEX)) == []


def test_column_is_compared_with_what_the_same_migration_made_of_it() -> None:
    longer, shorter = (alter("name", models.CharField(max_length=n)) for n in (90, 60))
    assert found(longer, shorter) == ["Alter field name on thing: old code may write more."]


@pytest.fixture
def planted() -> Callable[..., list[str]]:
    """What is said of a migration that comes after all others."""

    def said(*operations: Operation, app: str = "pages", **marks: str) -> list[str]:
        key = (app, "9999_planted")
        return list(
            problems(
                SimpleNamespace(
                    disk_migrations={key: migration(*operations, **marks)},
                    project_state=lambda asked, *, at_end: before() if asked == key else None,
                )
            )
        )

    return said


def test_reason_is_enough_and_must_be_needed(planted: Callable[..., list[str]]) -> None:
    drop, fine = migrations.RemoveField("thing", "note"), GOOD["nullable column"]
    drop_told = (
        "pages.9999_planted: Remove field note from thing: old code still reads and writes it."
    )
    assert planted(drop) == [drop_told]
    assert planted(drop, beside_old_code="") == [drop_told]
    assert planted(drop, beside_old_code="Since 1.2 nothing reads it.") == []
    assert planted(fine) == []
    assert planted(fine, beside_old_code="Why not?") == [
        "pages.9999_planted: it expands only, beside_old_code has nothing to explain. Remove it."
    ]


def test_apps_of_others_are_theirs(planted: Callable[..., list[str]]) -> None:
    drop = migrations.RemoveField("thing", "note")
    assert planted(drop, app="wagtailcore") == []
    assert len(planted(drop, app="exchange")) == 1


def test_the_project_expands_only() -> None:
    call_command("check_migrations")


def test_baseline_names_migrations_that_exist() -> None:
    assert BASELINE.items() <= MigrationLoader(None).disk_migrations.keys()


@pytest.mark.django_db(transaction=True)
def test_index_is_made_and_dropped_while_the_table_is_in_use() -> None:
    state = MigrationLoader(None).project_state()
    table = state.apps.get_model("publishing", "change")._meta.db_table
    operation = AddIndexInUse("change", models.Index(fields=["locale"], name="change_by_locale"))
    after = state.clone()
    operation.state_forwards("publishing", after)

    def indexes() -> dict:
        with connection.cursor() as cursor:
            return connection.introspection.get_constraints(cursor, table)

    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("publishing", editor, state, after)
    assert indexes()["change_by_locale"]["columns"] == ["locale"]
    with connection.schema_editor(atomic=False) as editor:
        operation.database_backwards("publishing", editor, after, state)
    assert "change_by_locale" not in indexes()
