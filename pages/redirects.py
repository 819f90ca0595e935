"""Where old paths lead, as far as readers may go there.

A redirect to a page that is not readable would give its address away: for readers it does not exist.
"""

from dataclasses import dataclass
from typing import Self

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat, StrIndex, Substr
from django.db.models.lookups import Exact
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect

from pages.addresses import Addresses
from pages.querysets import pages_of_site, readable_pages
from snippets.drafts import as_drafted
from snippets.promises import promises

QUERY_STRING = StrIndex("old_path", Value("?"))
BARE_PATH = Case(
    When(old_path__contains="?", then=Substr("old_path", 1, QUERY_STRING - 1)),
    default=F("old_path"),
)
"""An old path without its query string."""
WHOLE = ("http://", "https://")
"""What an address elsewhere begins with."""


@dataclass(frozen=True)
class Forwarding:
    """A path of the site where no page stands any more, and where it leads."""

    pk: int
    old_path: str
    to: str
    permanent: bool
    location: str
    """Where a browser on the site is sent: a path as long as it stays there."""

    graphql_name = "Redirect"
    graphql_fields = promises(
        """
        "Path on the site, language prefix included, without a slash at its end; it may hold a query string. Upper case and accents count."
        path: String!
        "Whole address of the page or of the place elsewhere that it leads to."
        to: URL!
        "Whether it leads there for good (301), or for a time (302)."
        permanent: Boolean!
        """,
        path="old_path",
    )

    @classmethod
    def of(cls, redirect: Redirect, addresses: Addresses) -> Self:
        """What readers are told of a redirect that leads somewhere."""
        page = as_drafted(redirect.redirect_page)
        location = addresses.path(page) if page else redirect.redirect_link
        is_whole = location.lower().startswith(WHOLE)
        to = location if is_whole else addresses.base_url + location
        return cls(redirect.pk, redirect.old_path, to, redirect.is_permanent, location)


def forwarding(addresses: Addresses) -> QuerySet[Redirect]:
    """The redirects that lead readers somewhere, one for each path: no page stands there."""
    leading = Redirect.objects.filter(leads_somewhere(addresses)).exclude(
        leads_to_itself(addresses)
    )
    first = Q(site__isnull=False) | Q(pk__lt=OuterRef("pk"))
    twins = leading.filter(first, old_path=OuterRef("old_path"))
    kept = leading.filter(Q(site__isnull=False) | ~Exists(twins))
    located = kept.annotate(bare_path=BARE_PATH, tree_path=tree_path(addresses))
    standing = readable_pages().values("url_path")
    return located.exclude(tree_path__in=standing).select_related("redirect_page")


def leads_somewhere(addresses: Addresses) -> Q:
    """Whether a redirect leads to a readable page of the site, or elsewhere."""
    elsewhere = Q(redirect_link__startswith="/") & ~Q(redirect_link__startswith="//")
    for scheme in WHOLE:
        elsewhere |= Q(redirect_link__istartswith=scheme)
    to_page = Q(redirect_page__in=pages_of_site(addresses).values("pk"))
    return to_page | (Q(redirect_page__isnull=True) & elsewhere)


def leads_to_itself(addresses: Addresses) -> Q:
    """Whether a redirect leads back to its own path, for ever."""
    ways = [
        Concat(Value(host), F("old_path"), Value(end))
        for host in ("", addresses.base_url)
        for end in ("", "/")
    ]
    return Q(redirect_page__isnull=True, redirect_link__in=ways)


def tree_path(addresses: Addresses) -> Case:
    """The tree path of a page that would stand at the bare old path."""
    whens = []
    for prefix, root in sorted(addresses.roots.values(), reverse=True):
        start = Substr("bare_path", 1, len(prefix) + 1)
        rest = Substr("bare_path", len(prefix) + 2)
        whens += [
            When(bare_path=prefix or "/", then=Value(root)),
            When(Exact(start, Value(f"{prefix}/")), then=Concat(Value(root), rest, Value("/"))),
        ]
    return Case(*whens, default=Value(""), output_field=TextField())


def forwarding_at(path: str, addresses: Addresses) -> Forwarding | None:
    """Where a path, with or without a query string, leads readers to; None when nowhere.

    Written as Wagtail looks paths up: decoded first, then as it came; with its query string first.
    """
    candidates = spellings(path)
    known = list(Redirect.objects.filter(old_path__in=candidates).values_list("pk", flat=True))
    if not known:
        return None
    found = {each.old_path: each for each in forwarding(addresses).filter(pk__in=known)}
    redirect = next((found[each] for each in candidates if each in found), None)
    return redirect and Forwarding.of(redirect, addresses)


def spellings(path: str) -> list[str]:
    """The old paths by which a path is known, the most exact first."""
    try:
        whole = Redirect.normalise_path(path, decode_unicode=False)
    except ValueError:
        return []
    bare = whole.partition("?")[0]
    written = (uri_to_iri(whole), whole, uri_to_iri(bare), bare)
    return [each for each in dict.fromkeys(written) if "\0" not in each]
