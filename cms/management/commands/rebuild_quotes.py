from typing import Any

from django.core.management.base import BaseCommand

from cms.publishing.journal import note, one_change
from pages.models import Quote
from pages.models.base import StoryPage
from pages.querysets import page_types
from pages.told import update_told


class Command(BaseCommand):
    """Brings the quote records of every published page up to date with its body."""

    help = "Bring the quote records of every published page up to date with its body."

    def handle(self, *args: Any, **options: Any) -> None:
        pages = 0
        for model in page_types():
            if issubclass(model, StoryPage):
                pages += self.rebuild(model)
        self.stdout.write(f"{Quote.objects.count()} quotes in {pages} published pages.")

    def rebuild(self, model: type[StoryPage]) -> int:
        """The number of published pages of `model`, whose quotes are now right."""
        published = model.objects.filter(live=True)
        for page in published.iterator(chunk_size=100):
            with one_change():
                if update_told(page):
                    note(page)
        return published.count()
