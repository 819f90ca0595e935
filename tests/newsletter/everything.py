"""Mails that hold whatever a mail can."""

from django.utils import timezone

from cms.publishing.making import make_files
from pages.models import EventReport, GalleryPicture, NewsletterIssue, Speaker
from snippets.models import Photo
from tests import factories
from tests.pages.stories import filled

LONG_WORD = "hydroélectro" * 7 + "métrie"
LONG_ADDRESS = "https://example.com/" + "rencontres-de-l-innovation/" * 6
LONG_WORDS = (
    f'<p>{LONG_WORD} <a href="{LONG_ADDRESS}">{LONG_ADDRESS}</a></p>'
    f"<ul><li><b>{LONG_WORD}</b></li></ul><ol><li><i>{LONG_WORD}</i></li></ol>"
)


def report_of_everything() -> EventReport:
    """A report with each type of block, twice: the second time in words that are too long for a line."""
    person = factories.make_person(name=LONG_WORD)
    organisation = factories.make_organisation(name=LONG_WORD, website=LONG_ADDRESS)
    report = factories.make_report(
        slug="tout",
        title=f"Tout, jusqu’à {LONG_WORD}",
        standfirst=f"Un mot : {LONG_WORD}.",
        venue=LONG_WORD,
        technopole=factories.make_technopole(),
        starts_at=timezone.now(),
        cover=factories.make_photo(credit="© Atelier"),
        speakers=[Speaker(person=person, role=LONG_WORD, organisation=organisation, topic="L’air")],
        gallery=[GalleryPicture(image=factories.make_photo(), caption="La salle")],
        body=[*filled(), *too_long(person.pk, organisation.pk)],
    )
    for photo in Photo.objects.filter(title="Photo"):
        make_files(photo)
    return report


def too_long(person: int, organisation: int) -> list[dict]:
    """Blocks that would make a narrow screen scroll sideways if words were not broken."""
    words = {
        "heading": {"text": LONG_WORD, "level": "2"},
        "paragraph": LONG_WORDS,
        "quote": {"text": LONG_WORD, "person": person, "role": LONG_WORD},
        "highlight": {"title": LONG_WORD, "content": LONG_WORDS},
        "question_answer": {"question": LONG_WORD, "answer": LONG_WORDS, "person": person},
        "key_figures": {"figures": [{"value": "1 250", "unit": "m²", "label": LONG_WORD}]},
        "people": {"title": LONG_WORD, "people": [person]},
        "organisations": {"organisations": [organisation]},
        "call_to_action": {"link": {"label": LONG_WORD, "address": LONG_ADDRESS}},
    }
    return [factories.block(name, value) for name, value in words.items()]


def issue_of_twelve() -> NewsletterIssue:
    """An issue with as many stories as one tells, each with a picture; one of them in words that are
    too long for a line."""
    photo = factories.make_photo()
    make_files(photo)
    titles = [*(f"Rencontre {number}" for number in range(11)), f"Jusqu’à {LONG_WORD}"]
    stories = [
        factories.make_report(title=title, standfirst=f"{title} : ce qui s’est dit.", cover=photo)
        for title in titles
    ]
    return factories.make_issue(
        factories.chosen(*stories),
        number=12,
        preheader="Douze récits",
        introduction="<p>Douze récits de <b>rencontres</b>.</p>",
    )
