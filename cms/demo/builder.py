"""Builds the demo metropolis: the same for `make run`, for tests and for benchmarks."""

from collections.abc import Callable, Iterable

from wagtail.models import Revision, Site

from cms.publishing.journal import one_change
from pages.models import (
    EventReport,
    EventReportIndex,
    Home,
    NewsletterIssue,
    StandardPage,
    Testimonial,
    TestimonialIndex,
)
from snippets.models import (
    Attachment,
    EventSeries,
    Organisation,
    Person,
    Photo,
    Sector,
    Technopole,
)

from .accounts import provide_accounts
from .bulk import write_reports
from .cast import make_cast
from .content.english import provide_english
from .content.imaginary_reports import provide_arbois, provide_luminy
from .content.letters import provide_letter
from .content.moved import provide_old_path
from .content.organisations import provide_organisations
from .content.people import provide_people
from .content.places import provide_technopoles
from .content.reports import provide_first_report
from .content.sectors import provide_sectors
from .content.series import provide_series
from .content.standing import fill_home, fill_indexes, provide_about, provide_programme
from .content.testimonials import provide_testimonials
from .models import DemoLoad
from .seeded import Writer
from .shelf import Shelf

DEMO = "demo"
BATCH = 50
Progress = Callable[[range], Iterable[int]]
STORIES = (EventReport, Testimonial, StandardPage, NewsletterIssue)
FACTS = (Technopole, Organisation, Person, Sector, EventSeries, Photo, Attachment)


@one_change()
def build_demo() -> Shelf | None:
    """Load the demo; None when it is loaded already, whatever was deleted of it since."""
    if DemoLoad.standing(DEMO):
        return None
    shelf = Shelf(DemoLoad.objects.create(name=DEMO))
    provide_accounts(shelf)
    provide_directory(shelf)
    provide_stories(shelf)
    return shelf


@one_change()
def build_reports(count: int, seed: int = 1, *, progress: Progress = iter) -> Shelf | None:
    """Load `count` further reports, the demo first; None when this seed is loaded already.

    `progress` is given the numbers of the reports and yields them as they are written.
    """
    build_demo()
    name = f"reports of seed {seed}"
    if DemoLoad.standing(name):
        return None
    shelf = Shelf(DemoLoad.objects.create(name=name))
    provide_accounts(shelf)
    writer = Writer(make_cast(shelf, count, seed), count)
    index = EventReportIndex.objects.child_of(french_home()).get()
    batch: list[EventReport] = []
    for number in progress(range(count)):
        batch.append(writer.write(number))
        if len(batch) == BATCH or number == count - 1:
            write_reports(shelf, index, batch)
            writer.remember(batch)
            batch = []
    return shelf


def provide_directory(shelf: Shelf) -> None:
    """The facts: what stories point to comes first."""
    provide_sectors(shelf)
    provide_technopoles(shelf)
    provide_organisations(shelf)
    provide_series(shelf)
    provide_people(shelf)


def provide_stories(shelf: Shelf) -> None:
    home = french_home()
    reports = EventReportIndex.objects.child_of(home).get()
    provide_programme(shelf)
    provide_about(shelf, home)
    provide_testimonials(shelf, TestimonialIndex.objects.child_of(home).get())
    provide_arbois(shelf, reports)
    provide_luminy(shelf, reports)
    provide_first_report(shelf, reports)
    provide_letter(shelf, home)
    provide_old_path(shelf)
    fill_indexes(shelf, home)
    fill_home(shelf, home)
    provide_english(shelf, home, reports)


def has_content() -> bool:
    """Whether somebody has written or uploaded anything here."""
    return Revision.objects.exists() or any(
        model._default_manager.exists() for model in (*STORIES, *FACTS)
    )


def french_home() -> Home:
    """The front page of the site."""
    return Home.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
