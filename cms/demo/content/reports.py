"""The report of the customer's article: the first 12/14 at Château-Gombert."""

from cms.demo import blocks
from cms.demo.blocks import Block, to_document, to_page
from cms.demo.media import add_picture
from cms.demo.pictures import Scene
from cms.demo.shelf import Shelf
from cms.demo.typography import typeset
from pages.models import (
    EventReport,
    EventReportIndex,
    GalleryPicture,
    RelatedReport,
    Speaker,
    StandardPage,
)
from snippets.models import Attachment, EventSeries, Organisation, Person, Photo, Sector, Technopole

from .calendar import FIRST_12_14, moment
from .imaginary_reports import ARBOIS, LUMINY
from .people import COUNCILLOR
from .places import NETWORK_SITE, SOURCE
from .sectors import main_sectors
from .standing import PROGRAMME

FIRST = "premier-12-14-chateau-gombert"
WORDS = "il faut que la communauté technopolitaine devienne forte, connectée, visible"


def provide_first_report(shelf: Shelf, index: EventReportIndex) -> None:
    page = EventReport(
        title=typeset("Château-Gombert a tenu son premier 12/14"),
        slug=FIRST,
        search_description=typeset("Deux entrepreneurs ont raconté leur parcours à Château-Gombert."),
        series=shelf.get(EventSeries, "12-14"),
        edition=1,
        technopole=shelf.get(Technopole, "chateau-gombert"),
        starts_at=moment(2025, 7, 8, 12),
        ends_at=moment(2025, 7, 8, 14),
        organisers=shelf.all_of(Organisation, ["metropole-aix-marseille-provence"]),
        standfirst=typeset(
            "Mardi 8 juillet 2025, le technopôle marseillais a accueilli les 12/14 pour la première "
            "fois. Au menu : le parcours de deux entrepreneurs du site, puis le temps de se rencontrer."
        ),
        cover=add_picture(shelf, Scene(FIRST), "Couverture du premier 12/14 de Château-Gombert"),
        sectors=shelf.all_of(Sector, main_sectors()),
        body=blocks.identified(body(shelf, index), FIRST),
        speakers=speakers(shelf),
        gallery=[
            GalleryPicture(image=shelf.get(Photo, "chateau-gombert"), caption=typeset("Les collines, dessinées")),
            GalleryPicture(image=shelf.get(Photo, "series-12-14"), caption=typeset("La série 12/14, dessinée")),
        ],
        related_reports=[RelatedReport(report=each) for each in shelf.all_of(EventReport, (ARBOIS, LUMINY))],
    )  # fmt: skip
    page.tags.add(*shelf.tags("12/14", "entrepreneuriat", "réseau"))
    shelf.provide_page(page, index, moment(2025, 7, 10))


def speakers(shelf: Shelf) -> list[Speaker]:
    told = (
        ("olivier-detournay", "Fondateur de Planktovie et Softcell Therapeutics", "planktovie"),
        ("jerome-mouterde", "Co-fondateur et dirigeant de Dualsun", "dualsun"),
    )
    return [
        Speaker(
            person=shelf.get(Person, person),
            role=role,
            organisation=shelf.get(Organisation, organisation),
            topic=typeset("Son parcours d'entrepreneur"),
        )
        for person, role, organisation in told
    ]


def body(shelf: Shelf, index: EventReportIndex) -> list[Block]:
    return [*meeting(shelf), *purpose(shelf), *site(shelf), *onward(shelf, index)]


def meeting(shelf: Shelf) -> list[Block]:
    return [
        blocks.heading("Un rendez-vous venu de l'Arbois"),
        blocks.paragraph(
            "<p>Le <b>12/14</b> avait trouvé son public à Aix-en-Provence, au technopôle de l'Arbois. "
            "La Métropole, qui le pilote, l'a proposé cette fois à Marseille : des échanges autour "
            "d'un thème, suivis d'un moment pour élargir son réseau. Entreprises, laboratoires "
            "et écoles d'ingénieurs de Château-Gombert ont répondu présent.</p>"
        ),
        blocks.people(
            "Ils ont raconté leur parcours",
            *shelf.all_of(Person, ("olivier-detournay", "jerome-mouterde")),
        ),
        blocks.paragraph(
            "<p>Olivier Detournay a fondé deux entreprises, Planktovie et Softcell Therapeutics. "
            "Jérôme Mouterde a cofondé Dualsun, qu'il dirige. Tous deux entreprennent "
            "à Château-Gombert.</p>"
        ),
    ]


def purpose(shelf: Shelf) -> list[Block]:
    return [
        blocks.heading("Que le site s'en empare"),
        blocks.paragraph(
            "<p>Faire circuler les idées, nouer des liens, entraîner tout le monde : tel est le but. "
            "Arnaud Mercier, qui assistait à la rencontre, souhaite que les acteurs du site fassent "
            "du 12/14 leur propre outil, pour raconter une expérience aussi bien que pour présenter "
            "un projet ou un dispositif.</p>"
        ),
        blocks.quote(
            WORDS,
            shelf.get(Person, "arnaud-mercier"),
            COUNCILLOR,
            shelf.get(Organisation, "metropole-aix-marseille-provence"),
        ),
        blocks.paragraph(
            "<p>La formule resserre aussi les liens entre les trois technopôles de la Métropole, "
            "Château-Gombert, Luminy et l'Arbois, dont les forces se complètent.</p>"
        ),
    ]


def site(shelf: Shelf) -> list[Block]:
    schools = (
        "centrale-mediterranee",
        "polytech-marseille",
        "marseille-innovation",
        "impulse",
    )
    return [
        blocks.heading("Château-Gombert, quatre filières"),
        blocks.heading("Ce que l'on y fait", "3"),
        blocks.paragraph(
            "<p>Voué aux sciences de l'ingénieur, le site touche le campus de Saint-Jérôme. On y trouve :</p>"
            "<ul><li>la santé, avec la medtech et l'e-santé ;</li>"
            "<li>l'environnement, dont le solaire ;</li>"
            "<li>le numérique : cybersécurité, intelligence artificielle, données, logiciels ;</li>"
            "<li>l'industrie : microélectronique, mécanique-énergétique, optique.</li></ul>"
        ),
        blocks.key_figures(
            "Le technopôle en chiffres",
            blocks.key_figure("8", "laboratoires de recherche", as_of=FIRST_12_14, source=SOURCE),
            blocks.key_figure("2", "grandes écoles d'ingénieurs", as_of=FIRST_12_14, source=SOURCE),
        ),
        blocks.organisations(
            "Écoles, pépinière et incubateur", *shelf.all_of(Organisation, schools)
        ),
    ]


def onward(shelf: Shelf, index: EventReportIndex) -> list[Block]:
    about = shelf.get(StandardPage, "a-propos")
    programme = shelf.get(Attachment, PROGRAMME)
    return [
        blocks.image(shelf.get(Photo, "chateau-gombert"), "Un paysage dessiné pour la démonstration"),
        blocks.paragraph(
            f"<p>Pour aller plus loin : {to_page(about, 'ce que montre cette démonstration')}, "
            f"{to_document(programme, 'un exemple de document')} et le "
            f'<a href="{NETWORK_SITE}">site de la Métropole</a>.</p>'
        ),
        blocks.call_to_action(
            "D'autres rencontres sont racontées ici.", "Tous les comptes rendus", page=index
        ),
    ]  # fmt: skip
