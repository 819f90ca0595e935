"""Withdraws a picture in a process that is killed after the commit, while it deletes files; then works.

Run as a program with a DATABASE_URL of its own: `python -m tests.storing.killed`. It prints how many files of the
picture there were before, after the kill, and after a worker looked once.
"""

import os
import signal
import sys
import tempfile
from datetime import timedelta

import django

SPARED = 2
"""Files that go before the process does."""


def main(folder: str) -> None:
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    settings.MEDIA_ROOT = folder
    from cms.publishing.background import FILES
    from cms.publishing.making import make_files
    from snippets.models import FileToDelete
    from tests.factories import make_photo

    photo = make_photo()
    make_files(photo)
    files = [each.file for each in photo.renditions.all()]

    def there() -> int:
        return sum(each.storage.exists(each.name) for each in files)

    told = [there()]
    connection.close()
    process = os.fork()
    if not process:
        delete_until_killed(photo)
    os.waitpid(process, 0)
    told.append(there())
    if type(photo).objects.exists() or FileToDelete.objects.count() < told[-1]:
        sys.exit("The picture is there, or files are that nobody knows of.")
    FileToDelete.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    FILES.once(in_worker=True)
    if FileToDelete.objects.exists():
        sys.exit("Files wait.")
    told.append(there())
    sys.stdout.write(" ".join(map(str, told)))


def delete_until_killed(photo: object) -> None:
    """Delete the picture; the third file is one too many."""
    from django.core.files.storage import FileSystemStorage

    delete, gone = FileSystemStorage.delete, []

    def die(storage: FileSystemStorage, name: str) -> None:
        if len(gone) == SPARED:
            os.kill(os.getpid(), signal.SIGKILL)
        gone.append(name)
        delete(storage, name)

    FileSystemStorage.delete = die
    photo.delete()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(folder)
