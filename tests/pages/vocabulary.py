"""What JSON-LD may say: the types and properties of schema.org that this house uses.

Source: https://schema.org/docs/full.html; a type has the properties of the types above it too.
"""

from collections.abc import Iterator
from typing import Any

THING = {"description", "image", "mainEntityOfPage", "name", "subjectOf", "url"}
WORK = THING | {
    *("about", "author", "creator", "dateCreated", "dateModified", "datePublished", "headline"),
    *("inLanguage", "isPartOf", "keywords", "mainEntity", "publisher", "text", "creditText"),
}
EVENT = THING | {
    *("endDate", "location", "organizer", "performer", "startDate", "superEvent"),
}
PROPERTIES = {
    "Article": WORK,
    "BreadcrumbList": THING | {"itemListElement"},
    "CollectionPage": WORK,
    "Event": EVENT,
    "EventSeries": EVENT,
    "GeoCoordinates": THING | {"latitude", "longitude"},
    "ImageObject": WORK | {"caption", "height", "width"},
    "ListItem": THING | {"item", "position"},
    "Organization": THING | {"foundingDate"},
    "Person": THING | {"affiliation", "jobTitle"},
    "Place": THING | {"address", "containedInPlace", "geo"},
    "PostalAddress": THING | {"addressLocality", "streetAddress"},
    "ProfilePage": WORK,
    "Quotation": WORK,
    "WebPage": WORK,
    "WebSite": WORK,
}
ADDRESSES = {"@id", "item", "url"}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node of a document, at any depth."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield each
            for inner in each.values():
                yield from nodes(inner)


def check(document: dict[str, Any]) -> None:
    """Fail unless a document of JSON-LD keeps to the vocabulary, and says nothing empty."""
    assert document.keys() == {"@context", "@graph"}
    assert document["@context"] == "https://schema.org"
    told = list(nodes(document["@graph"]))
    described = {node["@id"] for node in told if "@type" in node and "@id" in node}
    for node in told:
        if "@type" not in node:
            assert node.keys() == {"@id"}
            assert node["@id"] in described, node
            continue
        assert node.keys() - {"@type", "@id"} <= PROPERTIES[node["@type"]], node
        for name, value in node.items():
            assert value not in (None, "", [], {}), f"{node['@type']}.{name}"
            if name in ADDRESSES:
                assert value.startswith(("http://", "https://")), f"{name}: {value}"


def one(document: dict[str, Any], kind: str) -> dict[str, Any]:
    """The only node of a type at the top of a document."""
    [found] = [node for node in document["@graph"] if node["@type"] == kind]
    return found
