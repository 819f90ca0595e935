"""The browser of an editor is never sent to another host."""

from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from pages.models import EventReportIndex
from snippets.models import Person
from tests import factories

LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "link": "href",
    "use": "href",
}


class Loads(HTMLParser):
    """What a page makes a browser load."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note the address of whatever is loaded without a click."""
        address = dict(attributes).get(LOADED.get(tag, ""))
        if address:
            self.addresses.append(address)


def screens() -> list[str]:
    person, report = factories.make_person(), factories.make_report(cover=factories.make_photo())
    index = EventReportIndex.objects.get().pk
    lists = ("organisation", "person", "technopole", "sector", "eventseries")
    return [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_account"),
        reverse("wagtailadmin_explore", args=[index]),
        reverse("wagtailadmin_pages:add", args=["pages", "eventreport", index]),
        reverse("wagtailadmin_pages:edit", args=[report.pk]),
        reverse("wagtailadmin_pages:history", args=[report.pk]),
        *(reverse(f"wagtailsnippets_snippets_{name}:list") for name in lists),
        reverse(f"wagtailsnippets_snippets_{Person._meta.model_name}:edit", args=[person.pk]),
        reverse("wagtailimages:index"),
        reverse("wagtailimages:add_multiple"),
        reverse("wagtaildocs:index"),
        reverse("wagtailusers_users:index"),
        reverse("wagtailsites:index"),
        reverse("wagtailadmin_reports:site_history"),
    ]


def foreign(client: Client, screen: str) -> list[str]:
    """What the screen loads from another host; it must load something from this one."""
    answer = client.get(screen)
    assert answer.status_code == 200, screen
    page = Loads()
    page.feed(answer.content.decode())
    assert page.addresses, screen
    return [address for address in page.addresses if not is_here(address)]


def is_here(address: str) -> bool:
    own = address.startswith(("http://testserver/", "data:image/", *settings.MEDIA_ORIGINS))
    return own or (address.startswith(("/", "#", "?")) and not address.startswith("//"))


@pytest.mark.django_db
def test_the_way_in_loads_nothing_from_elsewhere(client: Client) -> None:
    assert foreign(client, reverse("wagtailadmin_login")) == []


def test_no_screen_loads_anything_from_elsewhere(administering: Client) -> None:
    found = {screen: foreign(administering, screen) for screen in screens()}
    assert {screen: addresses for screen, addresses in found.items() if addresses} == {}
