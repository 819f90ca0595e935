"""An issue of a newsletter that was never sent."""

from django.utils.text import slugify

from cms.demo.shelf import Shelf
from cms.demo.typography import typeset
from pages.models import EventReport, Home, NewsletterIssue, Testimonial

from .calendar import moment
from .imaginary_reports import LUMINY
from .reports import FIRST
from .testimonials import PROSE

TITLE = "La lettre des technopôles, numéro d'exemple"


def provide_letter(shelf: Shelf, home: Home) -> None:
    chosen = [shelf.get(EventReport, FIRST), shelf.get(EventReport, LUMINY)]
    page = NewsletterIssue(
        title=typeset(TITLE),
        slug=slugify(TITLE),
        search_description=typeset("Une lettre d'information d'exemple, jamais envoyée."),
        number=1,
        subject=typeset("Château-Gombert a tenu son premier 12/14"),
        preheader=typeset("Et un café imaginaire à Luminy, un parcours inventé"),
        introduction=typeset(
            "<p>Cette lettre n'a été envoyée à personne : elle montre comment le site en compose une, "
            "et la <b>fige</b> quand elle est publiée.</p>"
        ),
        sections=[
            ("chosen", {"title": "À la une", "items": [item(each) for each in chosen]}),
            (
                "chosen",
                {
                    "title": "Un parcours",
                    "items": [
                        {
                            **item(shelf.get(Testimonial, PROSE)),
                            "title": typeset("Camille Exemple a changé d'étage"),
                            "excerpt": typeset("De la mesure à l'entreprise, une histoire imaginaire."),
                        }
                    ],
                },
            ),
            ("rule", {"title": "Tout le reste", "technopole": None, "kind": "all"}),
        ],
    )  # fmt: skip
    shelf.provide_page(page, home, moment(2025, 10, 1))


def item(story: EventReport | Testimonial) -> dict:
    """A story that is told as it tells itself."""
    return {"story": story, "title": "", "excerpt": "", "picture": None}
