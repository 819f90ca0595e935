"""What search engines ask a site for: the map of its pages, and where they may not go."""

from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from pages.addresses import Addresses
from pages.sitemap import entries, files

XML = "application/xml; charset=utf-8"
ROBOTS = """User-agent: *
Disallow: {admin}

Sitemap: {sitemap}
"""
"""Documents are for readers, and found like pages. Private ones ask who is there, whoever comes."""


@require_safe
@gzip_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """The pages of the site in all languages; an index of files when they are too many for one."""
    addresses = Addresses.of_site()
    pages = files(addresses)
    number = request.GET.get("file")
    if number is None and pages.num_pages > 1:
        address = addresses.base_url + reverse("sitemap")
        listed = [f"{address}?file={each}" for each in pages.page_range]
        return render(request, "sitemap_index.xml", {"files": listed}, content_type=XML)
    try:
        kept = list(pages.page(number or 1))
    except InvalidPage:
        raise Http404 from None
    told = entries(kept, addresses)
    return render(request, "sitemap.xml", {"entries": told}, content_type=XML)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Every path but the admin's, and where the map of the pages is."""
    base_url = Addresses.of_site().base_url
    text = ROBOTS.format(admin=reverse("wagtailadmin_home"), sitemap=base_url + reverse("sitemap"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
