"""The three technopoles: what the article says of them, and where they lie on the map."""

from decimal import Decimal
from typing import Any

from cms.demo.media import add_picture
from cms.demo.pictures import Scene
from cms.demo.shelf import Shelf
from snippets.models import KeyFigure, Sector, Technopole

from .calendar import FIRST_12_14, OPENING
from .sectors import all_sectors

NETWORK_SITE = "https://ampmetropole.fr/"
SOURCE = "Métropole Aix-Marseille-Provence"

TECHNOPOLES: dict[str, dict[str, Any]] = {
    "chateau-gombert": {
        "name": "Technopôle de Château-Gombert",
        "tagline": "Les sciences de l'ingénieur, toutes filières confondues",
        "presentation": (
            "<p>Adossé au campus de Saint-Jérôme, le site se consacre aux <b>sciences de l'ingénieur</b>. "
            "Santé, environnement, numérique et industrie y voisinent, tout près des laboratoires "
            "et des écoles d'ingénieurs.</p>"
        ),
        "city": "Marseille",
        "address": "Château-Gombert, 13013 Marseille",
        "latitude": Decimal("43.341900"),
        "longitude": Decimal("5.436500"),
        "website": NETWORK_SITE,
        "sectors": all_sectors(),
        "figures": (("8", "", "laboratoires de recherche"), ("2", "", "grandes écoles d'ingénieurs")),
    },
    "luminy": {
        "name": "Technopôle de Luminy",
        "tagline": "L'autre technopôle marseillais",
        "presentation": (
            "<p>Luminy est, avec Château-Gombert, l'un des deux technopôles marseillais du réseau "
            "de la Métropole. Chaque site a ses spécificités ; ensemble, ils se complètent.</p>"
        ),
        "city": "Marseille",
        "address": "Luminy, 13009 Marseille",
        "latitude": Decimal("43.232000"),
        "longitude": Decimal("5.438000"),
        "website": NETWORK_SITE,
        "sectors": [],
        "figures": (("2", "technopôles", "du réseau métropolitain à Marseille : Château-Gombert et Luminy"),),
    },
    "arbois": {
        "name": "Technopôle de l'Arbois",
        "tagline": "Là où les 12/14 ont commencé",
        "presentation": (
            "<p>À Aix-en-Provence, l'Arbois est le troisième technopôle du réseau de la Métropole. "
            "Les 12/14 y ont d'abord trouvé leur public, avant de gagner Château-Gombert.</p>"
        ),
        "city": "Aix-en-Provence",
        "address": "Plateau de l'Arbois, Aix-en-Provence",
        "latitude": Decimal("43.496000"),
        "longitude": Decimal("5.330000"),
        "website": NETWORK_SITE,
        "sectors": [],
        "figures": (("3", "technopôles", "dans le réseau métropolitain"),),
    },
}  # fmt: skip


def provide_technopoles(shelf: Shelf) -> None:
    for slug, told in TECHNOPOLES.items():
        values = {**told, "sectors": shelf.all_of(Sector, told["sectors"])}
        figures = values.pop("figures")
        values["photo"] = add_picture(shelf, Scene(slug), f"{told['name']}, dessin")
        values["key_figures"] = [
            KeyFigure(
                value=value,
                unit=unit,
                label=label.replace("'", "’"),
                as_of=FIRST_12_14,
                source=SOURCE,
            )
            for value, unit, label in figures
        ]
        shelf.provide(Technopole, slug, OPENING, **values)
