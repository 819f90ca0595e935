from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from cms.publishing.making import drop, make_files
from snippets.models import Photo, Rendition


class Command(BaseCommand):
    """Makes every file that a preset promises and no process has made yet."""

    help = "Make the missing files of all pictures, and drop the ones no longer wanted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anew",
            action="store_true",
            help="Drop all of them first, for instance when the folder of a backup lacks them.",
        )

    def handle(self, *args: Any, anew: bool, **options: Any) -> None:
        made = failed = 0
        for photo in Photo.objects.order_by("pk").iterator():
            if anew:
                drop(Rendition.objects.filter(image=photo))
            try:
                made += make_files(photo)
                Photo.objects.filter(pk=photo.pk, file=photo.file.name).update(files_due_at=None)
            except Exception as error:  # noqa: BLE001  each decoder raises what it likes
                failed += 1
                self.stderr.write(f"Picture {photo.pk}, {photo.title}: {error}")
        self.stdout.write(f"{made} files made; {failed} pictures cannot be read.")
