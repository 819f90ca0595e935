"""What published pages tell, kept in tables of its own: quotes and mentions."""

from pages.models.base import StoryPage
from pages.models.mentions import update_mentions
from pages.models.quotes import update_quotes


def update_told(page: StoryPage) -> bool:
    """Bring the quotes and mentions of a published page up to date with it; tells whether it
    mentions others than before."""
    update_quotes(page)
    return update_mentions(page)
