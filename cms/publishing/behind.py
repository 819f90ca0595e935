"""What was saved in a change and is to be brought up to date at its end."""

from collections import defaultdict
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db.models import Model
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task

Keys = dict[type[Model], set[Any]]
"""Keys of things by their model; those of pages of all types by the model of them all."""


class Behind:
    """The things to index, and those whose references are to be found."""

    def __init__(self) -> None:
        self.in_index: Keys = defaultdict(set)
        self.in_references: Keys = defaultdict(set)
        self.of_task = {
            "modelsearch.tasks.insert_or_update_object_task": self.in_index,
            "wagtail.tasks.update_reference_index_task": self.in_references,
        }


DELETES_FILES = "wagtail.tasks.delete_file_from_storage_task"
"""Of Wagtail, for files of pictures and documents, after the commit. Ours are noted before it, and go even where the
storage fails meanwhile."""

behind: ContextVar[Behind | None] = ContextVar("behind", default=None)


class OnceEach(ImmediateBackend):
    """The backend of Wagtail's tasks: runs them at once, but leaves those that bring a saved thing
    up to date to the end of the change under way, and files to be deleted to `snippets/deleted_files.py`."""

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> Any:
        """The result of the task; None where it is left to others, or to the end."""
        if task.module_path == DELETES_FILES:
            return None
        waiting = behind.get()
        if waiting is None or task.module_path not in waiting.of_task:
            return super().enqueue(task, args, kwargs)
        app_label, model_name, key = args
        add(waiting.of_task[task.module_path], apps.get_model(app_label, model_name), key)
        return None


def add(keys: Keys, model: type[Model], key: Any) -> None:
    """Add the key of a thing, which may be told as a text."""
    root = model._meta.get_parent_list()[-1] if model._meta.parents else model
    keys[root].add(root._meta.pk.to_python(key))
