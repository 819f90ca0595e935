"""The people of the article, as it names them, then imaginary ones."""

from datetime import date
from typing import Any

from cms.demo.media import add_picture
from cms.demo.pictures import UPRIGHT, Scene
from cms.demo.shelf import Shelf
from cms.demo.typography import typeset
from snippets.models import Affiliation, Organisation, Person, PersonLink

from .calendar import OPENING

COUNCILLOR = "Conseiller métropolitain délégué à l’innovation en charge des Technopôles"

REAL: dict[str, dict[str, Any]] = {
    "olivier-detournay": {
        "name": "Olivier Detournay",
        "biography": "<p>Entrepreneur du technopôle de Château-Gombert, fondateur de deux entreprises.</p>",
        "affiliations": (
            ("Fondateur", "planktovie", None, None),
            ("Fondateur", "softcell-therapeutics", None, None),
        ),
    },
    "jerome-mouterde": {
        "name": "Jérôme Mouterde",
        "biography": "<p>Entrepreneur du technopôle de Château-Gombert.</p>",
        "affiliations": (("Co-fondateur et dirigeant", "dualsun", None, None),),
    },
    "arnaud-mercier": {
        "name": "Arnaud Mercier",
        "biography": "<p>Élu de la Métropole, en charge des technopôles.</p>",
        "affiliations": ((COUNCILLOR, "metropole-aix-marseille-provence", None, None),),
    },
}

IMAGINARY: dict[str, dict[str, Any]] = {
    "camille-exemple": {
        "name": "Camille Exemple",
        "biography": "Physicienne imaginaire passée du laboratoire à l'entreprise.",
        "affiliations": (
            ("Fondatrice", "brise-imaginaire", date(2021, 3, 1), None),
            ("Ingénieure de recherche", "laboratoire-des-exemples", date(2014, 9, 1), date(2021, 2, 28)),
        ),
    },
    "dominique-fictif": {
        "name": "Dominique Fictif",
        "biography": "Directeur imaginaire d'un laboratoire qui ouvre volontiers ses portes.",
        "affiliations": (("Directeur", "laboratoire-des-exemples", date(2016, 1, 1), None),),
    },
    "sacha-modele": {
        "name": "Sacha Modèle",
        "biography": "Entrepreneuse imaginaire qui mène deux entreprises de front.",
        "affiliations": (
            ("Fondatrice et dirigeante", "atelier-fictif", date(2018, 6, 1), None),
            ("Fondatrice", "ecume-fictive", date(2023, 1, 16), None),
        ),
    },
    "charlie-demo": {
        "name": "Charlie Démo",
        "biography": "Président imaginaire d'une association qui l'est tout autant.",
        "affiliations": (("Président", "parcs-imaginaires", date(2019, 5, 2), None),),
    },
}  # fmt: skip


def provide_people(shelf: Shelf) -> None:
    for slug, told in REAL.items():
        provide_person(shelf, slug, **told)
    for slug, told in IMAGINARY.items():
        biography = f"<p>{told['biography']} <i>Ce nom n'appartient à personne.</i></p>"
        provide_person(
            shelf,
            slug,
            **{**told, "biography": biography},
            photo=add_picture(shelf, Scene(f"portrait-{slug}", UPRIGHT), f"Portrait paysage : {told['name']}"),
            links=[PersonLink(label="Page de démonstration", url=f"https://example.org/{slug}")],
        )  # fmt: skip


def provide_person(shelf: Shelf, slug: str, affiliations: Any, **values: Any) -> None:
    held = [
        Affiliation(
            role=typeset(role),
            organisation=shelf.get(Organisation, organisation),
            since=since,
            until=until,
        )
        for role, organisation, since, until in affiliations
    ]
    shelf.provide(Person, slug, OPENING, affiliations=held, **values)
