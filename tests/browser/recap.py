"""A recap and how an editor types it: made-up people, places and companies throughout."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tests.browser import editing
from tests.factories import PARIS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

TITLE = "Première rencontre de midi à Montclair"
PATH = "/evenements/premiere-rencontre-de-midi-a-montclair/"
STANDFIRST = (
    "Après la colline voisine, les rencontres de midi s’installent au parc de Montclair. "
    "Deux entrepreneurs y ont raconté leur chemin devant des voisins venus des laboratoires, "
    "des écoles et des entreprises."
)
SERIES = "Midi des voisins"
TECHNOPOLE = "Parc de Montclair"
VENUE = "Grande salle de l’École du vent"

KNOWN_PERSON = "Camille Exemple"
KNOWN_ROLE = "co-fondateur et dirigeant d’Atelier Exemple"
KNOWN_ORGANISATION = "Atelier Exemple"
TOPIC = "de l’atelier au marché"
NEW_PERSON = "Dominique Fictif"
NEW_ROLE = "fondatrice d’Algues Exemple et de Cellules Exemple"
SECOND_ORGANISATION = "Algues Exemple"
NEW_ORGANISATION = "Cellules Exemple"
NEW_RECORDS = (NEW_PERSON, NEW_ORGANISATION)

OPENING = (
    "Le rendez-vous réunit ceux qui travaillent au parc sans toujours se croiser : on vient avec "
    "une question, on repart avec une adresse. Le reste est dit sur la page du parc."
)
INSIDE_LINK = ("la page du parc", "Le parc de Montclair")
PARTNERS = (
    "Deux entrepreneurs du parc ont pris la parole, puis la salle. La matinée avait été préparée "
    "avec l’association des voisins, dont le programme de l’année est en ligne."
)
OUTSIDE_LINK = ("le programme de l’année", "https://voisins.example/programme")
TOOL = "Une table pour que les voisins se connaissent"
AIM = "On y vient pour prêter une idée, en emprunter deux et goûter la soupe du jour."
QUOTE = (
    "Que l’on vienne raconter un essai manqué, annoncer un projet ou montrer une machine, il faut "
    "que les voisins se parlent, s’entraident et se voient. Cette table est faite pour cela, et je "
    "souhaite que chacun s’y sente assez chez lui pour y amener, la fois suivante, un inconnu"
)
OFFICIAL = "Claude Imaginaire"
OFFICIAL_ROLE = "conseillère déléguée à l’innovation, en charge des parcs imaginaires"
COUNCIL = "Assemblée de Montclair"
NETWORK = (
    "Trois parcs se relaient désormais : deux en ville, un sur le plateau, et la même soupe.",
    "Le prochain rendez-vous se tiendra à l’automne.",
)
PLACE = "Ce que l’on trouve à Montclair"
FIELDS = (
    "Au pied de la colline, on mesure le vent, on cultive des algues et on règle des machines : "
    "la mer, le solaire, les logiciels et la mécanique fine y partagent ateliers et bancs d’essai."
)
FIGURES = (("8", "laboratoires imaginaires"), ("2", "écoles d’ingénieurs imaginaires"))
SCHOOLS_TITLE = "Ils y étaient"
SCHOOLS = ("École du vent", SECOND_ORGANISATION)
PICTURE_TITLE = "La salle"
ALT = "Une grande table dressée dans une salle vitrée, vue depuis la porte"
CAPTION = "La salle avant l’arrivée des participants"
CLOSING = "Une pépinière imaginaire prête ses bureaux à ceux qui commencent."

BODY = [
    ("ParagraphBlock", OPENING),
    ("ParagraphBlock", PARTNERS),
    ("HeadingBlock", TOOL),
    ("ParagraphBlock", AIM),
    ("QuoteBlock", QUOTE),
    ("ParagraphBlock", "\n".join(NETWORK)),
    ("HeadingBlock", PLACE),
    ("ParagraphBlock", FIELDS),
    ("KeyFiguresBlock", FIGURES),
    ("OrganisationsBlock", SCHOOLS),
    ("ImageBlock", (ALT, CAPTION)),
    ("ParagraphBlock", CLOSING),
]
"""What a frontend must get of the body, in this order."""

QUERY = """
query Recap($path: String!, $person: String!) {
  page(path: $path) { ... on EventReport {
    title standfirst venue startsAt endsAt edition
    series { name } technopole { name }
    speakers { role topic person { name } organisation { name } }
    body {
      __typename
      ... on HeadingBlock { heading: text level }
      ... on ParagraphBlock { content { text(typography: PLAIN) html } }
      ... on QuoteBlock { quote { text(typography: PLAIN) role person { name } organisation { name } } }
      ... on KeyFiguresBlock { figures { value label } }
      ... on OrganisationsBlock { title organisations { name } }
      ... on ImageBlock { figure { alt caption } }
    }
  } }
  person(slug: $person) { name affiliations { role organisation { name } } }
  eventReports { totalCount nodes { title } }
  quotes { totalCount nodes {
    text(typography: PLAIN) role saidOn person { name } organisation { name } technopole { name }
    page { path }
  } }
  people { nodes { name } }
  organisations { nodes { name } }
}
"""


def type_whole(page: Page, picture: Path) -> None:
    """Fill the empty form of a report."""
    write_head(page)
    write_speakers(page)
    write_body(page, picture)


def write_head(page: Page) -> None:
    """The title, the standfirst and the event."""
    editing.fill(page, {"id_title": TITLE, "id_standfirst": STANDFIRST})
    editing.choose(page, "id_series", SERIES)
    editing.choose(page, "id_technopole", TECHNOPOLE)
    starts_at, ends_at = (datetime(2025, 7, 8, hour, tzinfo=PARIS) for hour in (12, 14))
    moments = {"id_starts_at": editing.typed(starts_at), "id_ends_at": editing.typed(ends_at)}
    editing.fill(page, {"id_venue": VENUE, **moments})


def write_speakers(page: Page) -> None:
    """One person of the directory, and one who is new there and runs two companies."""
    known = editing.add_row(page, "speakers")
    editing.choose(page, f"{known}-person", KNOWN_PERSON)
    editing.choose(page, f"{known}-organisation", KNOWN_ORGANISATION)
    editing.fill(page, {f"{known}-role": KNOWN_ROLE, f"{known}-topic": TOPIC})
    new = editing.add_row(page, "speakers")
    companies = [("Fondatrice", SECOND_ORGANISATION), ("Fondatrice", NEW_ORGANISATION)]
    editing.create_person(page, f"{new}-person", NEW_PERSON, companies)
    editing.fill(page, {f"{new}-role": NEW_ROLE})


def write_body(page: Page, picture: Path) -> None:
    """The body, block after block."""
    opening = add_paragraph(page, OPENING)
    editing.link_to_page(page, opening, *INSIDE_LINK)
    partners = add_paragraph(page, PARTNERS)
    editing.link_to_address(page, partners, *OUTSIDE_LINK)
    add_heading(page, TOOL)
    add_paragraph(page, AIM)
    add_quote(page)
    add_paragraph(page, *NETWORK)
    add_heading(page, PLACE)
    add_paragraph(page, FIELDS)
    add_figures(page)
    add_organisations(page)
    add_picture(page, picture)
    add_paragraph(page, CLOSING)


def add_heading(page: Page, text: str) -> None:
    """A heading of a section."""
    block = editing.add_block(page, "heading")
    editing.fill(page, {f"{block}-text": text})


def add_paragraph(page: Page, *texts: str) -> str:
    """A block of paragraphs; where it stands in the form."""
    block = editing.add_block(page, "paragraph")
    editing.write(page, block, *texts)
    return block


def add_quote(page: Page) -> None:
    """What the official said, with the title held that day."""
    block = editing.add_block(page, "quote")
    editing.fill(page, {f"{block}-text": QUOTE, f"{block}-role": OFFICIAL_ROLE})
    editing.choose(page, f"{block}-person", OFFICIAL)
    editing.choose(page, f"{block}-organisation", COUNCIL)


def add_figures(page: Page) -> None:
    """The figures of the park: the block begins with an empty one."""
    block = editing.add_block(page, "key_figures")
    for number, (value, label) in enumerate(FIGURES):
        if number:
            editing.add_item(page, f"{block}-figures")
        figure = f"{block}-figures-{number}-value"
        editing.fill(page, {f"{figure}-value": value, f"{figure}-label": label})


def add_organisations(page: Page) -> None:
    """Who was there: the block begins with an empty choice."""
    block = editing.add_block(page, "organisations")
    editing.fill(page, {f"{block}-title": SCHOOLS_TITLE})
    for number, name in enumerate(SCHOOLS):
        if number:
            editing.add_item(page, f"{block}-organisations")
        editing.choose(page, f"{block}-organisations-{number}-value", name)


def add_picture(page: Page, picture: Path) -> None:
    """A picture that nobody uploaded before."""
    block = editing.add_block(page, "image")
    field = f"{block}-image"
    editing.upload_picture(page, field, picture, title=PICTURE_TITLE, alt=ALT)
    editing.fill(page, {f"{block}-caption": CAPTION})
