"""Stories as the API tells them to newsletters, with as little in them as there can be; how they are read."""

from typing import Any

from bs4 import BeautifulSoup

from cms.newsletter.pictures import MailFile

Told = dict[str, Any]

SPACE = "\u00a0"
OLIVIER = {"name": "Olivier Roy"}
ROLE = {"role": "directeur", "organisation": {"name": "Planktovie"}}
IMAGE = (
    '<img src="https://example.org/{}.jpg" width="600" alt="{}"'
    ' style="display:block;width:100%;max-width:600px;height:auto;margin:0 0 8px;line-height:1.5">'
)


def report(*body: Told, **parts: Any) -> Told:
    """A report with these blocks."""
    return {
        "__typename": "EventReport",
        "title": "Le premier 12/14",
        "url": "https://example.org/fr/bilans/12-14/",
        "locale": "fr",
        "standfirst": "Deux récits.",
        "venue": None,
        "startsAt": "2025-07-08T12:00:00+02:00",
        "endsAt": "2025-07-08T14:00:00+02:00",
        "technopole": None,
        "speakers": [],
        "cover": None,
        "gallery": [],
        "body": list(body),
        **parts,
    }


def told_testimonial(*body: Told, **parts: Any) -> Told:
    """A testimonial with these blocks."""
    return {
        "__typename": "Testimonial",
        "title": "Ma voie",
        "url": "https://example.org/fr/temoignages/ma-voie/",
        "locale": "fr",
        "standfirst": "Elle raconte.",
        "role": "fondatrice",
        "person": {"name": "Ada Roux"},
        "portrait": None,
        "pullQuote": None,
        "body": list(body),
        **parts,
    }


def block(name: str, **fields: Any) -> Told:
    """A block of the type `{name}Block`."""
    return {"__typename": f"{name}Block", **fields}


def picture(key: str, alt: str = "Un buffet", credit: str | None = None) -> Told:
    """A picture as it is, without a place in a text."""
    return {"id": key, "alt": alt, "credit": credit, "width": 3000, "height": 2000}


def figure(key: str, alt: str = "", caption: str | None = None, credit: str | None = None) -> Told:
    """A picture in its place."""
    return {"alt": alt, "caption": caption, "credit": credit, "image": picture(key)}


def files(*keys: str, width: int = 1200, height: int = 801) -> dict[str, MailFile]:
    """A file for each of these pictures."""
    return {
        key: MailFile(f"https://example.org/{key}.jpg", width, height, 90_000, "image/jpeg")
        for key in keys
    }


def words(html: str) -> list[str]:
    """The texts that are read, one by one."""
    return list(BeautifulSoup(html, "html.parser").stripped_strings)


def below(*lines: str) -> str:
    """A text with what every text of the report ends with."""
    online = f"À lire en ligne{SPACE}: https://example.org/fr/bilans/12-14/"
    return "\n".join((*lines, "", online))
