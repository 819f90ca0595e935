"""Nodes of JSON-LD: an organisation, a person, a place, a picture, a quote.

Source: the vocabulary of https://schema.org/. Each takes a thing as readers see it (`Shown`), so that
a node tells nothing that they may not read.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone

from pages.addresses import Addresses
from snippets.pictures import JPEG, ImagePreset
from snippets.reader import Reader
from snippets.renditions import Pictures, given_file

Node = dict[str, Any]
EMPTY = (None, "", [])


class Surroundings(Protocol):
    """What is at hand while pages are described: the reader, the site and the files of pictures."""

    reader: Reader
    addresses: Addresses
    pictures: Pictures


def node(kind: str, *, key: str | None = None, **properties: Any) -> Node:
    """A node of a type, with the properties that hold something; `key` is its @id."""
    told = {"@type": kind, "@id": key, **properties}
    return {name: value for name, value in told.items() if value not in EMPTY}


def named(key: str | None) -> Node | None:
    """A node that is described elsewhere, by its @id; None without one."""
    return {"@id": key} if key else None


def within(address: str | None, fragment: str) -> str | None:
    """The @id of a thing that a page tells; None when the page has no address."""
    return address and f"{address}#{fragment}"


def moment(value: datetime | None) -> str | None:
    """A moment with its offset, in Paris time."""
    return value and timezone.localtime(value).isoformat(timespec="seconds")


def publisher(around: Surroundings) -> Node | None:
    """Who publishes the site; None while the site has no name."""
    address, name = f"{around.addresses.base_url}/", around.addresses.site_name
    return (
        node("Organization", key=within(address, "publisher"), name=name, url=address)
        if name
        else None
    )


def picture(photo: Any, around: Surroundings) -> Node | None:
    """The file of a picture that social networks read; None while none is made."""
    if photo is None:
        return None
    files = around.pictures.files(photo)
    file = given_file(photo, files, ImagePreset.SOCIAL, JPEG).on(around.addresses.base_url)
    if file.url.startswith("data:"):
        return None
    return node(
        "ImageObject",
        url=file.url,
        width=file.width,
        height=file.height,
        caption=photo.alt,
        creditText=photo.credit,
    )


def organisation(of: Any) -> Node:
    """An organisation."""
    founded = str(of.founded_in) if of.founded_in else None
    return node("Organization", name=of.name, url=of.website, foundingDate=founded)


def person(of: Any, role: str, organisations: Iterable[Any], **more: Any) -> Node:
    """A person as they were that day: their role, and the organisations they spoke for."""
    affiliations = [organisation(each) for each in organisations if each]
    return node("Person", name=of.name, jobTitle=role, affiliation=affiliations, **more)


def place(technopole: Any, venue: str) -> Node | None:
    """Where an event was held: a venue, which may lie in a technopole."""
    if technopole is None:
        return node("Place", name=venue) if venue else None
    point = technopole.location
    address = {"streetAddress": technopole.address, "addressLocality": technopole.city}
    park = node(
        "Place",
        name=technopole.name,
        url=technopole.website,
        address=node("PostalAddress", **address),
        geo=point and node("GeoCoordinates", latitude=point.latitude, longitude=point.longitude),
    )
    if not venue:
        return park
    return node("Place", name=venue, address=park["address"], containedInPlace=park)


def quotation(quote: Any, work: str | None) -> Node:
    """What somebody said, word for word, in the work of that @id."""
    return node(
        "Quotation",
        text=quote.text,
        creator=person(quote.person, quote.role, [quote.organisation]),
        dateCreated=quote.said_on.isoformat(),
        isPartOf=named(work),
    )
