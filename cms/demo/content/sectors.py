"""Sectors of activity on two levels, as the article about Château-Gombert names them."""

from cms.demo.shelf import Shelf
from snippets.models import Sector

from .calendar import OPENING

SECTORS = {
    ("sante", "Santé"): (
        ("medtech", "Medtech"),
        ("e-sante", "E-santé"),
    ),
    ("environnement", "Environnement"): (("solaire", "Solaire"),),
    ("numerique", "Numérique"): (
        ("cybersecurite", "Cybersécurité"),
        ("intelligence-artificielle", "Intelligence artificielle"),
        ("donnees", "Données"),
        ("logiciels", "Logiciels"),
    ),
    ("industrie", "Industrie"): (
        ("microelectronique", "Microélectronique"),
        ("mecanique-energetique", "Mécanique-énergétique"),
        ("optique", "Optique"),
    ),
}


def provide_sectors(shelf: Shelf) -> None:
    for (slug, name), parts in SECTORS.items():
        parent = shelf.provide(Sector, slug, OPENING, name=name)
        for part_slug, part_name in parts:
            shelf.provide(Sector, part_slug, OPENING, name=part_name, parent=parent)


def main_sectors() -> list[str]:
    return [slug for slug, _ in SECTORS]


def all_sectors() -> list[str]:
    """The slugs of the parents, each followed by its parts."""
    return [slug for (parent, _), parts in SECTORS.items() for slug in (parent, *dict(parts))]
