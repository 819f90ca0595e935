"""Two imaginary testimonials: one told in prose, one as an interview."""

from cms.demo import blocks
from cms.demo.blocks import Block
from cms.demo.media import add_picture
from cms.demo.pictures import UPRIGHT, Scene
from cms.demo.shelf import Shelf
from cms.demo.typography import typeset
from pages.models import StandardPage, Testimonial, TestimonialIndex
from snippets.models import Organisation, Person, Photo, Sector, Technopole

from .calendar import moment
from .notice import notice

PROSE = "camille-exemple-du-laboratoire-a-l-entreprise"
INTERVIEW = "sacha-modele-deux-entreprises-un-agenda"


def provide_testimonials(shelf: Shelf, index: TestimonialIndex) -> None:
    provide_prose(shelf, index)
    provide_interview(shelf, index)


def provide_prose(shelf: Shelf, index: TestimonialIndex) -> None:
    page = Testimonial(
        title=typeset("Camille Exemple, du laboratoire à l'entreprise"),
        slug=PROSE,
        search_description=typeset("Témoignage imaginaire : du laboratoire à l'entreprise."),
        person=shelf.get(Person, "camille-exemple"),
        role=typeset("Fondatrice de Brise imaginaire"),
        organisations=shelf.all_of(Organisation, ("brise-imaginaire", "laboratoire-des-exemples")),
        technopole=shelf.get(Technopole, "arbois"),
        sectors=shelf.all_of(Sector, ("environnement", "solaire")),
        standfirst=typeset(
            "Sept ans de mesures dans un laboratoire, puis une entreprise au bout du couloir : "
            "l'histoire imaginaire d'une physicienne de l'Arbois."
        ),
        portrait=add_picture(shelf, Scene(f"portrait-{PROSE}", UPRIGHT), "Portrait paysage d'un témoignage"),
        pull_quote=typeset("Je n'ai pas quitté la recherche, j'ai changé d'étage."),
        body=blocks.identified(prose_body(shelf), PROSE),
    )  # fmt: skip
    shelf.provide_page(page, index, moment(2025, 9, 15))


def prose_body(shelf: Shelf) -> list[Block]:
    camille = shelf.get(Person, "camille-exemple")
    return [
        notice("Camille Exemple, Brise imaginaire et le Laboratoire des exemples"),
        blocks.heading("Un couloir, deux métiers"),
        blocks.paragraph(
            "<p>Pendant sept ans, Camille Exemple a mesuré la lumière rasante. Le jour où un voisin "
            "de palier lui a demandé combien de soleil recevait son toit, elle a compris que sa "
            "réponse pouvait <b>servir à d'autres</b>.</p>"
        ),
        blocks.quote(
            "Une bonne mesure, c'est une mesure dont quelqu'un a besoin.",
            camille,
            "Fondatrice de Brise imaginaire",
            shelf.get(Organisation, "brise-imaginaire"),
        ),
        blocks.paragraph(
            "<p>L'entreprise est née au bout du même couloir. Le laboratoire prête ses instruments, "
            "l'entreprise rapporte des questions nouvelles.</p>"
        ),
        blocks.image(
            shelf.get(Photo, "arbois"),
            "Un plateau dessiné, qui n'est pas tout à fait celui de l'Arbois",
            "Dessin : des collines sous le soleil, telles que Camille Exemple les mesurerait",
        ),
    ]


def provide_interview(shelf: Shelf, index: TestimonialIndex) -> None:
    page = Testimonial(
        title=typeset("Sacha Modèle : deux entreprises, un agenda"),
        slug=INTERVIEW,
        search_description=typeset("Entretien imaginaire avec une fondatrice de deux entreprises."),
        no_index=True,
        person=shelf.get(Person, "sacha-modele"),
        role=typeset("Fondatrice de l'Atelier fictif et d'Écume fictive"),
        organisations=shelf.all_of(Organisation, ("atelier-fictif", "ecume-fictive")),
        technopole=shelf.get(Technopole, "luminy"),
        sectors=shelf.all_of(Sector, ("sante", "medtech", "numerique")),
        standfirst=typeset(
            "Comment mène-t-on deux entreprises à la fois ? Réponses imaginaires d'une fondatrice "
            "de Luminy qui n'existe que dans cette démonstration."
        ),
        portrait=shelf.get(Photo, "portrait-sacha-modele"),
        pull_quote=typeset(
            "Le mardi est à l'une, le jeudi est à l'autre, le reste est négociable."
        ),
        body=blocks.identified(interview_body(shelf), INTERVIEW),
    )
    shelf.provide_page(page, index, moment(2025, 11, 24))


def interview_body(shelf: Shelf) -> list[Block]:
    sacha = shelf.get(Person, "sacha-modele")
    return [
        notice("Sacha Modèle, l'Atelier fictif et Écume fictive"),
        blocks.question_answer(
            "Pourquoi une seconde entreprise ?",
            "<p>Parce que les capteurs de la première produisaient des données dont personne ne "
            "s'occupait. Il fallait une équipe <b>dont ce soit le métier</b>.</p>",
            sacha,
        ),
        blocks.question_answer(
            "Qu'est-ce qui vous retient à Luminy ?",
            "<p>Les rencontres que l'on n'a pas prévues :</p>"
            "<ul><li>une question posée à la machine à café ;</li>"
            "<li>un instrument prêté pour l'après-midi ;</li>"
            "<li>un avis franc avant de signer.</li></ul>",
            sacha,
        ),
        blocks.question_answer(
            "Un conseil à qui débute ?",
            "<p>Raconter son projet avant qu'il soit prêt. On apprend à le finir en l'expliquant.</p>",
        ),
        blocks.organisations(
            "Ses deux entreprises imaginaires",
            *shelf.all_of(Organisation, ("atelier-fictif", "ecume-fictive")),
        ),
        blocks.call_to_action(
            "Cet entretien est inventé.",
            "Comprendre la démonstration",
            page=shelf.get(StandardPage, "a-propos"),
        ),
    ]
