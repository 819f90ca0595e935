"""Many stories that are alike: each has every relation and block, which lead to records in turn."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from pages.models import (
    EventReport,
    EventReportIndex,
    GalleryPicture,
    Speaker,
    Testimonial,
    TestimonialIndex,
)
from pages.models.base import StoryPage
from pages.told import update_told
from snippets.models import EventSeries
from tests.factories import (
    PARIS,
    block,
    made,
    make_document,
    make_organisation,
    make_person,
    make_photo,
    make_sector,
    make_standard_page,
    make_technopole,
    make_testimonial,
)


class World:
    """As many stories as are wanted, all alike, which lead to records of their own in turn."""

    def __init__(self, count: int) -> None:
        self.page, self.document = make_standard_page(), make_document()
        self.photos = [make_photo() for _ in range(3)]
        self.sectors = [make_sector() for _ in range(3)]
        self.technopoles = [make_technopole() for _ in range(3)]
        self.series = [made(EventSeries, name=f"Série {number}") for number in range(3)]
        self.organisations = [
            make_organisation(
                name=f"Entreprise mot {number}",
                sectors=[self.of("sectors", number)],
                technopole=self.of("technopoles", number),
            )
            for number in range(count)
        ]
        self.people = [
            make_person(("founder", self.of("organisations", number)), name=f"Mot {number}")
            for number in range(count)
        ]
        self.testimonial = make_testimonial(person=self.people[0])

    def of(self, name: str, number: int) -> Any:
        """One of the records, another one for the next number."""
        records = getattr(self, name)
        return records[number % len(records)]

    def report(self, number: int) -> EventReport:
        """A report in which every relation and block leads somewhere."""
        return EventReport(
            title=f"Rencontre mot {number}",
            standfirst="Une rencontre.",
            starts_at=datetime(2025, 7, 8, 12, tzinfo=PARIS) - timedelta(days=number),
            series=self.of("series", number),
            technopole=self.of("technopoles", number),
            cover=self.of("photos", number),
            organisers=[self.of("organisations", number)],
            sectors=[self.of("sectors", number)],
            speakers=[Speaker(person=self.of("people", number), role="founder")],
            gallery=[GalleryPicture(image=self.of("photos", number))],
            body=self.body(number),
        )

    def testimonial_of(self, number: int) -> Testimonial:
        """A testimonial with all its relations."""
        return Testimonial(
            title=f"Parcours mot {number}",
            standfirst="Une idée.",
            role="fondatrice",
            person=self.of("people", number),
            technopole=self.of("technopoles", number),
            portrait=self.of("photos", number),
            organisations=[self.of("organisations", number)],
            body=self.body(number),
        )

    def body(self, number: int) -> list[dict[str, Any]]:
        """One block of each kind."""
        person, organisation = self.of("people", number).pk, self.of("organisations", number).pk
        photo, document, page = self.of("photos", number).pk, self.document.pk, self.page.pk
        link = f'<p><a linktype="page" id="{page}">a</a> <a linktype="document" id="{document}">b</a></p>'
        said = {"text": "Dit", "person": person, "role": "x", "organisation": organisation}
        return [
            block("heading", {"text": "Heading", "level": "2"}),
            block("paragraph", link),
            block("image", {"image": photo}),
            block("gallery", {"figures": [{"image": photo}, {"image": photo}]}),
            block("quote", said),
            block("key_figures", {"figures": [{"value": "8", "label": "laboratories"}]}),
            block("people", {"people": [person]}),
            block("organisations", {"organisations": [organisation]}),
            block("testimonial", {"testimonial": self.testimonial.pk}),
            block("question_answer", {"question": "Why?", "answer": link, "person": person}),
            block("downloads", {"documents": [document]}),
            block("call_to_action", {"text": "", "link": {"label": "Go", "page": page}}),
            block("highlight", {"title": "", "content": link}),
        ]


def publish(story: StoryPage, below: type[Page]) -> None:
    """Put a story into the tree as a published one."""
    now = timezone.now()
    story.live, story.first_published_at, story.last_published_at = True, now, now
    below.objects.get().add_child(instance=story)
    update_told(story)


def publish_stories(count: int) -> None:
    """So many event reports and testimonials, and as many people and organisations."""
    world = World(count)
    for number in range(count):
        publish(world.report(number), EventReportIndex)
        publish(world.testimonial_of(number), TestimonialIndex)
