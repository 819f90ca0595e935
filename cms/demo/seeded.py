"""Seeded reports: the same texts, slugs and days for the same seed."""

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.text import slugify

from pages.models import EventReport, GalleryPicture, RelatedReport, Speaker
from pages.models.report_parts import EventReportTag

from . import blocks
from .blocks import Block
from .cast import Cast, few
from .content import phrases
from .content.calendar import FIRST_12_14, PARIS
from .content.imaginary_reports import VIDEO
from .content.notice import notice
from .typography import typeset

SPAN = timedelta(days=5 * 365)
RECENT = 50
"""Related reports are chosen among this many that came before."""


class Writer:
    """Writes the reports of one seed, the oldest first."""

    def __init__(self, cast: Cast, count: int) -> None:
        self.cast, self.count = cast, count
        self.chance = cast.chance
        self.editions: Counter[Any] = Counter()
        self.recent: list[EventReport] = []

    def write(self, number: int) -> EventReport:
        """Report `number`, counted from 0; all of it is in memory, nothing is saved."""
        subject = self.chance.choice(phrases.SUBJECTS)
        title = typeset(f"Rencontre imaginaire n° {number + 1} : {subject}")
        slug = f"essai-{self.cast.seed}-{number + 1}-{slugify(subject)}"
        series, technopole = self.pick(self.cast.series), self.pick(self.cast.technopoles)
        self.editions[series, technopole] += 1
        starts_at = self.moment(number)
        report = EventReport(
            title=title,
            slug=slug,
            series=series,
            edition=self.editions[series, technopole],
            technopole=technopole,
            venue=typeset(self.pick(phrases.VENUES)),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            standfirst=typeset(f"{self.pick(phrases.OPENINGS)} {self.pick(phrases.ENDINGS)}"),
            cover=self.pick(self.cast.covers),
            search_description=typeset(f"Compte rendu imaginaire : {subject}."),
            body=blocks.identified(self.body(subject), slug),
        )
        self.relate(report)
        return report

    def pick(self, things: Any) -> Any:
        return self.chance.choice(things)

    def moment(self, number: int) -> datetime:
        """When report `number` began: the days are spread evenly over the span."""
        day = FIRST_12_14 - SPAN + SPAN * number / self.count
        hour = self.chance.choice((9, 12, 14, 18))
        return datetime.combine(day, time(hour), PARIS)

    def relate(self, report: EventReport) -> None:
        """Give the report its relations and children."""
        report.organisers = few(self.cast, self.cast.organisations, 2)
        report.sectors = few(self.cast, self.cast.sectors, 3)
        report.tagged_items = [EventReportTag(tag=tag) for tag in few(self.cast, self.cast.tags, 3)]
        report.speakers = [
            Speaker(
                person=person,
                role=self.pick(phrases.ROLES),
                organisation=self.pick(self.cast.organisations),
                topic=typeset(self.pick(phrases.SUBJECTS).capitalize()),
            )
            for person in few(self.cast, self.cast.people, 3)
        ]
        report.gallery = [
            GalleryPicture(image=image, caption=typeset(self.pick(phrases.HEADINGS)))
            for image in few(self.cast, self.cast.covers, 3)
        ]
        related = few(self.cast, self.recent, 2) if self.recent else []
        report.related_reports = [RelatedReport(report=each) for each in related]

    def remember(self, reports: list[EventReport]) -> None:
        """Reports that were saved can be related to."""
        self.recent = [*self.recent, *reports][-RECENT:]

    def body(self, subject: str) -> list[Block]:
        """About eight blocks: a notice, the story, and two or three of the rarer ones."""
        story = [
            notice("La rencontre, les personnes et les organisations"),
            blocks.heading(self.pick(phrases.HEADINGS)),
            blocks.paragraph(f"<p>Le sujet : <b>{subject}</b>. {self.prose()}</p>"),
            self.quote(),
            blocks.paragraph(f"<p>{self.prose()}</p>{self.links()}"),
        ]
        rare = self.chance.sample(RARE, self.chance.randint(2, 4))
        return story + [made for kind in rare for made in kind(self)]

    def prose(self) -> str:
        parts = (phrases.OPENINGS, phrases.MIDDLES, phrases.MIDDLES, phrases.ENDINGS)
        return " ".join(self.pick(part) for part in parts)

    def links(self) -> str:
        links = [blocks.to_page(page, "ce que sont ces essais") for page in self.cast.about]
        links += [blocks.to_page(page, page.title) for page in self.recent[-1:]]
        links.append('<a href="https://example.org/">un site d\'exemple</a>')
        return f"<p>À lire aussi : {', '.join(links)}.</p>"

    def quote(self) -> Block:
        words, person, role = map(self.pick, (phrases.WORDS_SAID, self.cast.people, phrases.ROLES))
        return blocks.quote(words, person, role, self.pick(self.cast.organisations))

    def part(self) -> list[Block]:
        return [
            blocks.heading(self.pick(phrases.HEADINGS), "3"),
            blocks.paragraph(f"<p>{self.prose()}</p>"),
        ]

    def people(self) -> list[Block]:
        return [blocks.people("Ils ont raconté", *few(self.cast, self.cast.people, 3))]

    def organisations(self) -> list[Block]:
        chosen = few(self.cast, self.cast.organisations, 4)
        return [blocks.organisations("Elles étaient là", *chosen)]

    def figures(self) -> list[Block]:
        told = [
            blocks.key_figure(
                f"{self.chance.randint(2, 9999):,}".replace(",", " "),
                label,
                unit,
                source="Invention",
            )
            for label, unit in self.chance.sample(phrases.FIGURE_LABELS, 2)
        ]
        return [blocks.key_figures("En chiffres imaginaires", *told)]

    def image(self) -> list[Block]:
        return [blocks.image(self.pick(self.cast.covers), "Un paysage dessiné")]

    def gallery(self) -> list[Block]:
        first, second = self.chance.sample(self.cast.covers, 2)
        return [blocks.gallery(blocks.figure(first, "Avant"), blocks.figure(second, "Après"))]

    def question(self) -> list[Block]:
        answer = f"<p>{self.pick(phrases.MIDDLES)}</p>"
        return [
            blocks.question_answer(
                self.pick(phrases.QUESTIONS), answer, self.pick(self.cast.people)
            )
        ]

    def embed(self) -> list[Block]:
        return [blocks.embed(VIDEO)]

    def downloads(self) -> list[Block]:
        return [blocks.downloads("À télécharger", each) for each in self.cast.documents]

    def testimonial(self) -> list[Block]:
        return (
            [blocks.testimonial(self.pick(self.cast.testimonials))]
            if self.cast.testimonials
            else []
        )

    def invitation(self) -> list[Block]:
        address = "https://example.org/inscription"
        return [
            blocks.call_to_action(
                "La prochaine n'aura pas lieu.", "Ne pas s'inscrire", address=address
            )
        ]


RARE = (
    Writer.part,
    Writer.people,
    Writer.organisations,
    Writer.figures,
    Writer.image,
    Writer.gallery,
    Writer.question,
    Writer.embed,
    Writer.downloads,
    Writer.testimonial,
    Writer.invitation,
)  # fmt: skip
