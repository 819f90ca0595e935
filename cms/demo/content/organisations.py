"""The organisations of the article, then imaginary ones that carry everything else."""

from typing import Any

from cms.demo.media import add_picture
from cms.demo.pictures import Emblem
from cms.demo.shelf import Shelf
from snippets.models import Organisation, OrganisationLink, Sector, Technopole

from .calendar import OPENING
from .places import NETWORK_SITE

REAL: dict[str, dict[str, Any]] = {
    "metropole-aix-marseille-provence": {
        "name": "Métropole Aix-Marseille-Provence",
        "kind": "public_body",
        "website": NETWORK_SITE,
        "presentation": (
            "<p>Elle pilote les 12/14 de ses technopôles et soutient l'accompagnement des "
            "entreprises innovantes sur son territoire.</p>"
        ),
    },
    "planktovie": {
        "name": "Planktovie",
        "kind": "company",
        "technopole": "chateau-gombert",
        "presentation": "<p>Une entreprise fondée par Olivier Detournay.</p>",
    },
    "softcell-therapeutics": {
        "name": "Softcell Therapeutics",
        "kind": "company",
        "technopole": "chateau-gombert",
        "presentation": "<p>Une entreprise fondée par Olivier Detournay.</p>",
    },
    "dualsun": {
        "name": "Dualsun",
        "kind": "company",
        "technopole": "chateau-gombert",
        "presentation": "<p>Une entreprise que Jérôme Mouterde a cofondée et qu'il dirige.</p>",
    },
    "centrale-mediterranee": {
        "name": "Centrale Méditerranée",
        "kind": "engineering_school",
        "technopole": "chateau-gombert",
        "presentation": "<p>L'une des deux grandes écoles d'ingénieurs du technopôle.</p>",
    },
    "polytech-marseille": {
        "name": "Polytech Marseille",
        "kind": "engineering_school",
        "technopole": "chateau-gombert",
        "presentation": "<p>L'une des deux grandes écoles d'ingénieurs du technopôle.</p>",
    },
    "marseille-innovation": {
        "name": "Marseille Innovation",
        "kind": "business_nursery",
        "presentation": (
            "<p>Une pépinière, soutenue par la Métropole, où grandissent des entreprises "
            "innovantes.</p>"
        ),
    },
    "impulse": {
        "name": "Impulse",
        "kind": "incubator",
        "presentation": (
            "<p>Un incubateur, soutenu par la Métropole, où naissent des entreprises innovantes.</p>"
        ),
    },
}

IMAGINARY: dict[str, dict[str, Any]] = {
    "parcs-imaginaires": {
        "name": "Association des Parcs imaginaires",
        "kind": "association",
        "founded_in": 2019,
        "sectors": [],
        "about": "Association imaginaire qui organise les rencontres de la démonstration.",
    },
    "brise-imaginaire": {
        "name": "Brise imaginaire",
        "kind": "company",
        "technopole": "arbois",
        "founded_in": 2021,
        "sectors": ["environnement", "solaire"],
        "about": "Entreprise imaginaire qui mesure le vent et le soleil sur les toits.",
    },
    "atelier-fictif": {
        "name": "Atelier fictif",
        "kind": "company",
        "technopole": "luminy",
        "founded_in": 2018,
        "sectors": ["sante", "medtech"],
        "about": "Entreprise imaginaire qui dessine des capteurs pour les soins à domicile.",
    },
    "ecume-fictive": {
        "name": "Écume fictive",
        "kind": "company",
        "technopole": "luminy",
        "founded_in": 2023,
        "sectors": ["numerique", "donnees"],
        "about": "Entreprise imaginaire, seconde aventure de la fondatrice de l'Atelier fictif.",
    },
    "laboratoire-des-exemples": {
        "name": "Laboratoire des exemples",
        "kind": "laboratory",
        "technopole": "arbois",
        "founded_in": 2009,
        "sectors": ["industrie", "optique"],
        "about": "Laboratoire imaginaire qui étudie la lumière rasante.",
    },
}


def provide_organisations(shelf: Shelf) -> None:
    for slug, told in REAL.items():
        technopole = told.get("technopole") and shelf.get(Technopole, told["technopole"])
        shelf.provide(Organisation, slug, OPENING, **{**told, "technopole": technopole})
    for slug, told in IMAGINARY.items():
        provide_imaginary(shelf, slug, **told)


def provide_imaginary(
    shelf: Shelf, slug: str, about: str, sectors: list[str], technopole: str = "", **told: Any
) -> None:
    """An organisation that says that it does not exist, with every field filled."""
    address = f"https://example.org/{slug}"
    shelf.provide(
        Organisation,
        slug,
        OPENING,
        **told,
        technopole=shelf.get(Technopole, technopole) if technopole else None,
        sectors=shelf.all_of(Sector, sectors),
        presentation=f"<p>{about} <i>Elle n'existe que pour la démonstration.</i></p>",
        website=address,
        logo=add_picture(shelf, Emblem(f"emblem-{slug}"), f"Emblème : {told['name']}"),
        links=[OrganisationLink(label="Carnet", url=f"{address}/carnet")],
    )
