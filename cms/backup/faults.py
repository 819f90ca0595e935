"""What goes wrong, in sentences for whoever operates the system."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import CommandError
from django.db import Error


class BackupError(Exception):
    """A backup or a restore cannot be done; the text says why, and what to do."""


@contextmanager
def told_in_a_sentence() -> Iterator[None]:
    """What goes wrong inside ends the command with a sentence, never with a traceback."""
    try:
        yield
    except BackupError as error:
        raise CommandError(str(error)) from error
    except (Error, sqlite3.Error) as error:
        raise CommandError(f"The database says: {str(error).strip()}") from error
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise CommandError(f"{place}{error.strerror or error}") from error
