"""Series of events: the 12/14 of the article, and an imaginary one."""

from cms.demo.media import add_picture
from cms.demo.pictures import Scene
from cms.demo.shelf import Shelf
from snippets.models import EventSeries, Organisation

from .calendar import OPENING

DECORATED = "cafes-imaginaires"
"""The series whose picture tells nothing that its name does not."""

SERIES = {
    "12-14": {
        "name": "12/14",
        "promise": "À l'heure du déjeuner, échanger autour d'un thème et faire connaissance.",
        "organiser": "metropole-aix-marseille-provence",
    },
    "cafes-imaginaires": {
        "name": "Les Cafés imaginaires",
        "promise": "Série de démonstration : un café, deux récits, aucune personne réelle.",
        "organiser": "parcs-imaginaires",
    },
}


def provide_series(shelf: Shelf) -> None:
    for slug, told in SERIES.items():
        shelf.provide(
            EventSeries,
            slug,
            OPENING,
            **{**told, "organiser": shelf.get(Organisation, told["organiser"])},
            photo=add_picture(
                shelf,
                Scene(f"series-{slug}"),
                f"Image de la série {told['name']}",
                is_decorative=slug == DECORATED,
            ),
        )
