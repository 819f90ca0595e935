"""A link that shows one draft to somebody without an account."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.previews.tokens import kind_of
from tests.factories import make_person, make_report

LINK = re.compile(r'value="(http://testserver/drafts/[^"]+)"')


def screen(thing: Any) -> str:
    return reverse("share_draft", args=[kind_of(type(thing)), thing.pk])


def link_to(thing: Any, client: Client) -> str:
    """The link that the admin gives to whoever is signed in."""
    page = client.post(screen(thing), {"share": ""}).content.decode()
    return LINK.search(page)[1]


def test_link_shows_the_draft_and_says_so(writing: Client, client: Client) -> None:
    report = make_report(title="Rencontre publiée")
    report.title = "Rencontre en brouillon"
    report.save_revision()
    make_report(title="Autre brouillon", live=False)
    response = client.get(link_to(report, writing))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Rencontre en brouillon" in page
    assert "Autre brouillon" not in page
    assert "Ceci est un brouillon, tel qu’enregistré en dernier" in page
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "Rencontre publiée" in client.get(report.url).content.decode()


def test_people_the_draft_introduces_are_shown_with_it(writing: Client, client: Client) -> None:
    person = make_person(name="Camille Exemple", live=False)
    body = [("people", {"title": "", "people": [person]})]
    report = make_report(live=False, body=body)
    assert "Camille Exemple" in client.get(link_to(report, writing)).content.decode()


def test_records_are_shared_too(writing: Client, client: Client) -> None:
    person = make_person(name="Camille Exemple", live=False)
    assert "Camille Exemple" in client.get(link_to(person, writing)).content.decode()


def shows(link: str) -> bool:
    return Client().get(link).status_code == 200


def is_dead(link: str) -> bool:
    response = Client().get(link)
    assert "Camille" not in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    return response.status_code == 410


def test_link_ends(writing: Client, settings: Any) -> None:
    settings.SHARE_DAYS = 2
    link = link_to(make_person(name="Camille", live=False), writing)
    with time_machine.travel(timezone.now() + timedelta(hours=47)):
        assert shows(link)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert is_dead(link)


def test_link_ends_with_the_draft(writing: Client) -> None:
    published, deleted = (make_person(name="Camille", live=False) for number in range(2))
    links = [link_to(each, writing) for each in (published, deleted)]
    published.save_revision().publish()
    deleted.delete()
    assert [is_dead(link) for link in links] == [True, True]


def test_all_links_are_taken_back_at_once(writing: Client) -> None:
    person = make_person(name="Camille", live=False)
    links = [link_to(person, writing) for number in range(2)]
    page = writing.post(screen(person), {"revoke": ""}, follow=True).content.decode()
    assert "Les liens donnés jusqu’ici ne montrent plus rien." in page
    assert all(is_dead(link) for link in links)
    assert shows(link_to(person, writing))


def test_link_ends_when_its_giver_may_edit_no_more(writing: Client, editor: Any) -> None:
    link = link_to(make_person(name="Camille", live=False), writing)
    editor.groups.remove(Group.objects.get(name="Rédacteurs"))
    assert is_dead(link)


def test_a_token_of_one_kind_opens_nothing_of_the_other(writing: Client, client: Client) -> None:
    link = link_to(make_report(live=False), writing)
    token = link.rstrip("/").rpartition("/")[2]
    answer = client.post(
        "/graphql/",
        {"query": "{ preview { __typename } }"},
        content_type="application/json",
        headers={"Preview-Token": token},
    )
    assert answer.status_code == 403
    for other in ("x", "x" * 600, token[:-1]):
        assert client.get(reverse("shared_draft", args=[other])).status_code == 410


@pytest.mark.parametrize("days", [0, 14])
def test_only_who_may_edit_may_share(
    days: int, writing: Client, client: Client, settings: Any
) -> None:
    settings.SHARE_DAYS = days
    report = make_report(live=False)
    assert client.get(screen(report)).status_code == 302
    assert writing.get(screen(report)).status_code == (200 if days else 302)
    root = Page.objects.get(depth=1)
    assert writing.get(f"/admin/share/wagtailcore.page/{root.pk}/").status_code == 404
    form = writing.get(reverse("wagtailadmin_pages:edit", args=[report.pk])).content.decode()
    assert (screen(report) in form) == bool(days)
