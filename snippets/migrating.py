"""Operations of migrations that run while the system is in use."""

from typing import Any

from django.contrib.postgres.operations import NotInTransactionMixin
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddIndex
from django.db.migrations.state import ProjectState


class AddIndexInUse(NotInTransactionMixin, AddIndex):
    """An index on a table that is there already. PostgreSQL makes it without keeping writers out; its migration
    has to say `atomic = False`. SQLite has one writer at a time and makes it as ever."""

    atomic = False

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._ensure_not_in_transaction(schema_editor)
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            schema_editor.add_index(model, self.index, **concurrently(schema_editor))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._ensure_not_in_transaction(schema_editor)
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            schema_editor.remove_index(model, self.index, **concurrently(schema_editor))

    def describe(self) -> str:
        return f"{super().describe()}, while it is in use"


def concurrently(schema_editor: BaseDatabaseSchemaEditor) -> dict[str, Any]:
    """What the schema editor of PostgreSQL is told, and no other knows."""
    return {"concurrently": True} if schema_editor.connection.vendor == "postgresql" else {}
