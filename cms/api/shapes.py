"""Types of the contract that no model stands behind."""

from cms.api import changes, searching
from cms.api.lists import CONNECTED
from cms.api.pictures import Rendition
from cms.api.site import Site
from pages.navigation import NavigationItem
from pages.redirects import Forwarding
from pages.relatives import Breadcrumb
from pages.seo import Seo
from snippets.promises import promises


class RichText:
    """Formatted text: paragraphs, lists, bold, italic and links."""

    graphql_fields = promises(
        """
        "Sanitised HTML; links lead only where readers may go."
        html(
            "Which spaces stand at French marks." typography: Typography = WEB
            "How links within the site are written." links: LinkStyle = ABSOLUTE
        ): String!
        "The words alone, a line for each paragraph and list item."
        text("Which spaces stand at French marks." typography: Typography = WEB): String!
        "Markdown (CommonMark); links are whole addresses."
        markdown: String!
        "Its links, in the order of the text."
        links: [Link!]!
        """
    )


class Link:
    """A link, with the words a reader clicks on."""

    graphql_fields = promises(
        """
        "The words."
        label: String!
        "Where it leads."
        url: URL!
        "Set when the link leads to content of this site."
        target: LinkTarget
        """
    )


class GeoPoint:
    """A point on the map (WGS 84)."""

    graphql_fields = promises(
        """
        "Degrees, north positive."
        latitude: Float!
        "Degrees, east positive."
        longitude: Float!
        """
    )


class FocalPoint:
    """The point of a picture that must stay visible."""

    graphql_fields = promises(
        """
        "Fraction of the width from the left, 0 to 1."
        x: Float!
        "Fraction of the height from the top, 0 to 1."
        y: Float!
        """
    )


class PageInfo:
    """Where a page of a list begins and ends. Lists go forward only."""

    graphql_fields = promises(
        """
        "Whether more nodes follow."
        hasNextPage: Boolean!
        "Whether this page was asked for with `after`."
        hasPreviousPage: Boolean!
        "Cursor of the first node; null when there is none."
        startCursor: String
        "Cursor of the last node: give it as `after` for the next page. Null when there is none."
        endCursor: String
        """
    )


SHAPES: list[type] = [
    RichText,
    Link,
    GeoPoint,
    FocalPoint,
    Rendition,
    PageInfo,
    Site,
    NavigationItem,
    Breadcrumb,
    Seo,
    Forwarding,
    *searching.SHAPES,
    *changes.SHAPES,
]
"""Those of `cms.newsletter` come with it."""

FACETS = """
    "How the answers on all pages divide."
    facets: SearchFacets!
"""


def connected() -> list[type]:
    """The shapes of everything that comes in lists that can grow."""
    names = [name for name in CONNECTED if name != "Search"]
    found = [*map(edge_of, names), *map(connection_of, names)]
    return [
        *found,
        edge_of("SearchResult", "Search"),
        connection_of("SearchResult", "Search", FACETS),
    ]


def edge_of(name: str, list_name: str = "") -> type:
    """The shape of a node of a list with its cursor."""
    lines = f"""
        "Opaque; gives the nodes that follow when given as `after`."
        cursor: String!
        "The node."
        node: {name}!
    """
    fields = {"__doc__": f"A place in a list of {name}.", "graphql_fields": promises(lines)}
    return type(f"{list_name or name}Edge", (), fields)


def connection_of(name: str, list_name: str = "", more: str = "") -> type:
    """The shape of a list of `name` that can grow, which tells `more` than others."""
    lines = f"""
        "The nodes, in the order of the list."
        nodes: [{name}!]!
        "The nodes with their cursors."
        edges: [{list_name or name}Edge!]!
        "Where this page begins and ends."
        pageInfo: PageInfo!
        "How many nodes there are on all pages."
        totalCount: Int!
        {more}
    """
    fields = {"__doc__": f"A page of a list of {name}.", "graphql_fields": promises(lines)}
    return type(f"{list_name or name}Connection", (), fields)
