"""A path that the first report had once: it leads to where the report stands."""

from wagtail.contrib.redirects.models import Redirect

from cms.demo.shelf import Shelf
from pages.models import EventReport

from .reports import FIRST

OLD_PATH = "/actualites/premier-12-14"


def provide_old_path(shelf: Shelf) -> None:
    if not Redirect.objects.filter(old_path=OLD_PATH).exists():
        shelf.record([Redirect.add_redirect(OLD_PATH, shelf.get(EventReport, FIRST))])
