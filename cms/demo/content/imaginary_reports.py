"""Two imaginary reports, at l'Arbois and at Luminy: together they show every block."""

from cms.demo import blocks
from cms.demo.blocks import Block, figure, key_figure, to_page
from cms.demo.media import add_embed, add_picture
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

from .calendar import moment
from .notice import notice
from .standing import PROGRAMME
from .testimonials import INTERVIEW

ARBOIS = "cafe-imaginaire-arbois-mesurer-le-soleil"
LUMINY = "cafe-imaginaire-luminy-soigner-a-domicile"
VIDEO = "https://www.youtube.com/watch?v=demonstration-fictive"


def provide_arbois(shelf: Shelf, index: EventReportIndex) -> None:
    page = EventReport(
        title=typeset("Café imaginaire à l'Arbois : mesurer le soleil"),
        slug=ARBOIS,
        search_description=typeset("Compte rendu imaginaire : un laboratoire et une entreprise parlent de mesure."),
        series=shelf.get(EventSeries, "cafes-imaginaires"),
        edition=1,
        technopole=shelf.get(Technopole, "arbois"),
        venue=typeset("Salle imaginaire du Plateau"),
        starts_at=moment(2025, 10, 16, 9),
        ends_at=moment(2025, 10, 16, 11),
        organisers=shelf.all_of(Organisation, ["parcs-imaginaires"]),
        standfirst=typeset(
            "Comment savoir ce qu'un toit reçoit de lumière ? Un laboratoire et une entreprise, "
            "imaginaires l'un et l'autre, ont comparé leurs instruments autour d'un café."
        ),
        cover=add_picture(shelf, Scene(ARBOIS), "Couverture d'un café imaginaire à l'Arbois"),
        sectors=shelf.all_of(Sector, ("environnement", "solaire", "optique")),
        body=blocks.identified(arbois_body(shelf), ARBOIS),
        speakers=[
            Speaker(
                person=shelf.get(Person, "camille-exemple"),
                role=typeset("Fondatrice de Brise imaginaire"),
                organisation=shelf.get(Organisation, "brise-imaginaire"),
                topic=typeset("Du capteur au toit"),
            ),
            Speaker(
                person=shelf.get(Person, "dominique-fictif"),
                role=typeset("Directeur du Laboratoire des exemples"),
                organisation=shelf.get(Organisation, "laboratoire-des-exemples"),
                topic=typeset("La lumière rasante"),
            ),
        ],
        gallery=[GalleryPicture(image=shelf.get(Photo, "arbois"), caption=typeset("Le plateau, dessiné"))],
    )  # fmt: skip
    page.tags.add(*shelf.tags("démonstration", "mesure"))
    shelf.provide_page(page, index, moment(2025, 10, 17))


def arbois_body(shelf: Shelf) -> list[Block]:
    dominique = shelf.get(Person, "dominique-fictif")
    laboratory = shelf.get(Organisation, "laboratoire-des-exemples")
    return [
        notice("La rencontre, les personnes et les organisations"),
        blocks.heading("Deux façons de compter la lumière"),
        blocks.paragraph(
            "<p>Le laboratoire compte les photons, l'entreprise compte les euros. Entre les deux, "
            "<i>beaucoup de poussière</i> : c'est elle qui fausse les mesures, et c'est d'elle que "
            "l'on a parlé toute la matinée.</p>"
        ),
        blocks.quote(
            "Un instrument sale donne un résultat propre, et faux.",
            dominique,
            "Directeur du Laboratoire des exemples",
            laboratory,
        ),
        blocks.key_figures(
            "Une matinée imaginaire en chiffres",
            key_figure("1 250", "mesures comparées", as_of=moment(2025, 10, 16).date(), source="Invention"),
            key_figure("3,5", "de toits observés", unit="km²", source="Invention"),
        ),
        blocks.people("Ils ont raconté", shelf.get(Person, "camille-exemple"), dominique),
        blocks.organisations(
            "Elles étaient là", shelf.get(Organisation, "brise-imaginaire"), laboratory
        ),
        blocks.image(
            shelf.get(Photo, "arbois"), "Le plateau au moment des mesures", decorative=True
        ),
    ]  # fmt: skip


def provide_luminy(shelf: Shelf, index: EventReportIndex) -> None:
    page = EventReport(
        title=typeset("Café imaginaire à Luminy : soigner à domicile"),
        slug=LUMINY,
        search_description=typeset("Compte rendu imaginaire : des capteurs qui savent se faire oublier."),
        series=shelf.get(EventSeries, "cafes-imaginaires"),
        edition=1,
        technopole=shelf.get(Technopole, "luminy"),
        venue=typeset("Atelier imaginaire des Pins"),
        starts_at=moment(2026, 1, 20, 12),
        ends_at=moment(2026, 1, 20, 14),
        organisers=shelf.all_of(Organisation, ("parcs-imaginaires", "atelier-fictif")),
        standfirst=typeset(
            "Un capteur utile est un capteur que l'on oublie. C'est la thèse d'une fondatrice "
            "imaginaire, discutée à Luminy devant un public qui l'était tout autant."
        ),
        cover=add_picture(shelf, Scene(LUMINY), "Couverture d'un café imaginaire à Luminy"),
        sectors=shelf.all_of(Sector, ("sante", "medtech", "donnees")),
        body=blocks.identified(luminy_body(shelf), LUMINY),
        speakers=[
            Speaker(
                person=shelf.get(Person, "sacha-modele"),
                role=typeset("Fondatrice de l'Atelier fictif et d'Écume fictive"),
                organisation=shelf.get(Organisation, "atelier-fictif"),
                topic=typeset("Des capteurs discrets"),
            ),
            Speaker(
                person=shelf.get(Person, "charlie-demo"),
                role=typeset("Président de l'Association des Parcs imaginaires"),
                organisation=shelf.get(Organisation, "parcs-imaginaires"),
                topic=typeset("Accueil"),
            ),
        ],
        gallery=[
            GalleryPicture(image=shelf.get(Photo, key), caption=typeset(caption))
            for key, caption in (("luminy", "Luminy, dessiné"), ("series-cafes-imaginaires", "La série, dessinée"))
        ],
        related_reports=[RelatedReport(report=shelf.get(EventReport, ARBOIS))],
    )  # fmt: skip
    page.tags.add(*shelf.tags("démonstration", "santé à domicile"))
    shelf.provide_page(page, index, moment(2026, 1, 21))


def luminy_body(shelf: Shelf) -> list[Block]:
    sacha = shelf.get(Person, "sacha-modele")
    programme = shelf.get(Attachment, PROGRAMME)
    before = add_picture(shelf, Scene("luminy-avant"), "Premier état d'un dessin")
    after = add_picture(shelf, Scene("luminy-apres"), "Second état d'un dessin")
    arbois = shelf.get(EventReport, ARBOIS)
    add_embed(shelf, VIDEO, "Une vidéo qui n'existe pas")
    return [
        notice("La rencontre, les personnes et les organisations"),
        blocks.heading("Se faire oublier"),
        blocks.paragraph(
            "<p>La discussion prolongeait celle "
            f"{to_page(arbois, 'du premier café imaginaire')} : comment mesurer sans gêner ?</p>"
            "<ol><li>Poser moins de capteurs.</li><li>Les poser mieux.</li>"
            "<li>Ne garder que ce qui sert au soin.</li></ol>"
        ),
        blocks.quote(
            "Le meilleur capteur est celui dont le patient a oublié le nom.",
            sacha,
            "Fondatrice de l'Atelier fictif et d'Écume fictive",
            shelf.get(Organisation, "atelier-fictif"),
        ),
        blocks.gallery(
            figure(before, "Avant la rencontre", "Un premier paysage de collines, sans visiteurs"),
            figure(after, "Après la rencontre"),
            figure(shelf.get(Photo, "luminy"), decorative=True),
        ),
        blocks.heading("Trois questions du public", "3"),
        blocks.question_answer(
            "Que deviennent les données ?",
            "<p>Elles restent chez la personne, et s'effacent d'elles-mêmes au bout d'un mois.</p>",
            sacha,
        ),
        blocks.embed(VIDEO),
        blocks.downloads("À télécharger", programme),
        blocks.testimonial(shelf.testimonial(INTERVIEW)),
        blocks.call_to_action(
            "Le programme tenait sur une page.", "Voir le programme", document=programme
        ),
        blocks.call_to_action(
            "Le prochain café imaginaire n'aura pas lieu.",
            "Ne pas s'inscrire",
            address="https://example.org/inscription",
        ),
        blocks.call_to_action(
            "Tout ceci est inventé.",
            "Comprendre la démonstration",
            page=shelf.get(StandardPage, "a-propos"),
        ),
    ]
