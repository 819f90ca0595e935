"""What can be read in English: the front page and the first 12/14."""

from cms.demo import blocks
from cms.demo.blocks import Block
from cms.demo.shelf import Shelf
from pages.models import EventReport, EventReportIndex, Home
from snippets.models import Organisation, Person

from .calendar import FIRST_12_14, moment
from .places import SOURCE
from .reports import FIRST

TRANSLATED = moment(2026, 2, 3)


def provide_english(shelf: Shelf, home: Home, index: EventReportIndex) -> None:
    standfirst = "Meetings, companies and stories of the three innovation parks. A demonstration."
    shelf.translate(
        home,
        "en",
        TRANSLATED,
        title="Home",
        slug="home",
        standfirst=standfirst,
        body=blocks.identified(home_body(), "home"),
    )
    shelf.translate(
        index, "en", TRANSLATED, title="Events", slug="events", standfirst="What was said there."
    )
    shelf.translate(
        shelf.get(EventReport, FIRST),
        "en",
        TRANSLATED,
        title="Château-Gombert holds its first 12/14",
        slug="first-12-14-chateau-gombert",
        search_description="Two entrepreneurs told their story at Château-Gombert.",
        standfirst=(
            "On Tuesday 8 July 2025 the 12/14 came to Château-Gombert, in Marseille, for the first "
            "time. Two entrepreneurs of the park told their story; then came time to meet."
        ),
        body=blocks.identified(report_body(shelf), "first-12-14"),
    )


def home_body() -> list[Block]:
    return [
        blocks.heading("Château-Gombert’s first 12/14"),
        blocks.paragraph(
            "<p>On 8 July 2025, companies, laboratories and engineering schools met around the "
            "stories of two entrepreneurs.</p>"
        ),
    ]


def report_body(shelf: Shelf) -> list[Block]:
    speakers = shelf.all_of(Person, ("olivier-detournay", "jerome-mouterde"))
    schools = shelf.all_of(Organisation, ("centrale-mediterranee", "polytech-marseille"))
    return [
        blocks.heading("From l’Arbois to Marseille"),
        blocks.paragraph(
            "<p>The 12/14 found their public at l’Arbois, in Aix-en-Provence. The metropolitan "
            "authority, which runs them, has now brought them to Château-Gombert: talks on a theme, "
            "then networking, for companies, laboratories and engineering schools alike.</p>"
        ),
        blocks.people("They told their story", *speakers),
        blocks.paragraph(
            "<p>Arnaud Mercier, the councillor in charge of the parks, was there. He wants the people "
            "of the park to make the 12/14 their own.</p>"
        ),
        blocks.key_figures(
            "The park in figures",
            blocks.key_figure("8", "research laboratories", as_of=FIRST_12_14, source=SOURCE),
            blocks.key_figure("2", "engineering schools", as_of=FIRST_12_14, source=SOURCE),
        ),
        blocks.organisations("The two engineering schools", *schools),
    ]
