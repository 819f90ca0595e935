"""The page about the demo, and what stands on the front page and above the lists."""

from cms.demo import blocks
from cms.demo.blocks import Block, to_document, to_page
from cms.demo.media import add_document, add_picture
from cms.demo.pictures import Scene
from cms.demo.shelf import Shelf
from cms.demo.typography import typeset
from pages.models import EventReport, EventReportIndex, Home, StandardPage, TestimonialIndex
from snippets.models import Attachment, Organisation, Photo

from .calendar import moment

ABOUT = "a-propos"
PROGRAMME = "programme-de-demonstration"


def provide_programme(shelf: Shelf) -> None:
    lines = [
        "Programme de démonstration",
        "12 h 00  Accueil",
        "12 h 15  Deux récits",
        "13 h 00  Repas et rencontres",
        "Ce document ne décrit aucun événement réel.",
    ]
    add_document(shelf, PROGRAMME, "Programme de démonstration", lines)


def provide_about(shelf: Shelf, home: Home) -> StandardPage:
    add_picture(shelf, Scene("a-propos"), "Couverture de la page À propos")
    page = StandardPage(
        title="À propos",
        slug=ABOUT,
        show_in_menus=True,
        standfirst=typeset("Ce site raconte la vie des technopôles : ses rencontres, ceux qui y travaillent."),
        seo_title=typeset("À propos de ce site de démonstration"),
        search_description=typeset("Ce que ce site raconte, et ce qui y est imaginaire."),
        cover=shelf.get(Photo, "a-propos"),
        body=blocks.identified(about_body(shelf, home), "a-propos"),
    )  # fmt: skip
    return shelf.provide_page(page, home, moment(2025, 7, 2))


def about_body(shelf: Shelf, home: Home) -> list[Block]:
    events = EventReportIndex.objects.child_of(home).first()
    return [
        blocks.highlight(
            "Contenu de démonstration",
            "<p>Le compte rendu du premier 12/14 de Château-Gombert s'appuie sur un événement réel. "
            "Les autres récits, leurs personnes et leurs entreprises sont <b>imaginaires</b>, "
            "et chacun le dit.</p>",
        ),
        blocks.heading("Trois technopôles, un réseau"),
        blocks.paragraph(
            "<p>Le réseau de la Métropole Aix-Marseille-Provence compte trois technopôles : "
            "Château-Gombert et Luminy à Marseille, l'Arbois à Aix-en-Provence. "
            f"Ce qui s'y passe se lit dans {to_page(events, 'les comptes rendus')}.</p>"
            if events
            else "<p>Le réseau de la Métropole compte trois technopôles.</p>"
        ),
        blocks.organisations(
            "Qui pilote les 12/14", shelf.get(Organisation, "metropole-aix-marseille-provence")
        ),
        blocks.heading("Les dessins", "3"),
        blocks.paragraph(
            "<p>Les images sont dessinées par le programme : aucune ne montre un lieu réel. "
            f"Le {to_document(shelf.get(Attachment, PROGRAMME), 'programme à télécharger')} "
            "est lui aussi un exemple.</p>"
        ),
    ]


def fill_home(shelf: Shelf, home: Home) -> None:
    """Give the front page its texts, unless somebody has written there."""
    report = shelf.get(EventReport, "premier-12-14-chateau-gombert")
    body = [
        blocks.heading("Le premier 12/14 de Château-Gombert"),
        blocks.paragraph(
            "<p>Le 8 juillet 2025, entreprises, laboratoires et écoles d'ingénieurs se sont "
            f"retrouvés autour de deux récits d'entrepreneurs. {to_page(report, 'Lire le compte rendu')}.</p>"
        ),
        blocks.key_figures(
            "Le réseau en chiffres",
            blocks.key_figure("3", "technopôles"),
            blocks.key_figure("8", "laboratoires de recherche à Château-Gombert"),
            blocks.key_figure("2", "grandes écoles d'ingénieurs à Château-Gombert"),
        ),
        blocks.call_to_action(
            "Ce site est une démonstration.",
            "Ce qui y est vrai, ce qui ne l'est pas",
            page=shelf.get(StandardPage, "a-propos"),
        ),
    ]
    standfirst = "Les rencontres, les entreprises et les récits des trois technopôles."
    shelf.fill(
        home,
        moment(2026, 1, 21),
        standfirst=typeset(standfirst),
        body=blocks.identified(body, "accueil"),
    )


def fill_indexes(shelf: Shelf, home: Home) -> None:
    """Say above the two lists what they hold, unless somebody has."""
    for model, standfirst in (
        (EventReportIndex, "Ce qui s'est dit lors des rencontres des technopôles."),
        (TestimonialIndex, "Des entrepreneurs racontent leur chemin. Tous sont ici imaginaires."),
    ):
        index = model.objects.child_of(home).first()
        if index is not None:
            shelf.fill(index, moment(2025, 7, 2), standfirst=typeset(standfirst))
