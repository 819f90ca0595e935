"""Editors see in the admin what tools take from a feed."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from tests.admin.conftest import editor, sign_in, writing
from tests.admin.test_in_browser import signed_in
from tests.factories import make_report, make_technopole

__all__ = ["editor", "sign_in", "writing"]

pytestmark = pytest.mark.django_db


def screen(client: Client, **parameters: str) -> BeautifulSoup:
    response = client.get(reverse("feed_doctor"), parameters)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_only_those_who_sign_in_see_it(client: Client) -> None:
    response = client.get(reverse("feed_doctor"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("wagtailadmin_login"))


def test_menu_leads_to_it(writing: Client) -> None:
    home = writing.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("feed_doctor") in home
    assert "Flux des lettres" in home


def test_form_stands_there_before_a_feed_is_chosen(writing: Client) -> None:
    make_technopole(name="Luminy")
    page = screen(writing)
    assert page.find("select", {"name": "feed"}).find("option")["value"] == "/feeds/all.rss"
    assert len(page.find("select", {"name": "feed"}).find_all("option")) == 10
    assert [option.text for option in page.find("select", {"name": "technopole"})("option")] == [
        "tout",
        "Luminy",
    ]
    assert page.find("input", {"name": "limit"})["value"] == "5"
    assert page.find(class_="doctor") is None


def test_records_are_those_that_are_readable_now(writing: Client) -> None:
    soon = timezone.now() + timedelta(days=1)
    technopole = make_technopole(name="Luminy", expire_at=soon)
    make_technopole(name="Brouillon", live=False)
    assert "Luminy" in screen(writing).find("select", {"name": "technopole"}).text
    assert "Brouillon" not in screen(writing).text
    with travel(soon + timedelta(minutes=1)):
        assert technopole.name not in screen(writing).find("select", {"name": "technopole"}).text
    make_technopole(name="Arbois")
    assert "Arbois" in screen(writing).find("select", {"name": "technopole"}).text


def test_feed_is_told_with_its_parameters(writing: Client) -> None:
    make_report(title="Midi", technopole=make_technopole(name="Luminy"))
    make_report(title="<b>Ailleurs</b>")
    page = screen(writing, feed="/feeds/all.rss", technopole="luminy", utm_source="lettre")
    told = page.find(class_="doctor")
    assert told.find("a")["href"] == "/feeds/all.rss?technopole=luminy&utm_source=lettre"
    assert [title.text for title in told(class_="doctor-item__title")] == ["Midi"]
    assert [tool.text for tool in told("h3")] == ["Mailchimp", "Buttondown", "MailUp"]
    assert "Il n’y a pas d’image." in told.text
    assert "à regarder" in told.text
    everything = screen(writing, feed="/newsletter/items.json").find(class_="doctor")
    assert "<b>Ailleurs</b>" in everything.text
    assert everything.find("b") is None


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("limit", "0", "limit : donnez un nombre entier de 1 à 100."),
        ("since", "hier", "since : donnez un moment avec son décalage"),
        ("technopole", "nulle-part", "Sélectionnez un choix valide."),
        ("image", "800", "Sélectionnez un choix valide."),
        ("feed", "/admin/", "Sélectionnez un choix valide."),
        ("utm_source", "a" * 201, "utm_source : n’écrivez son nom"),
    ],
)
def test_refusal_stands_beside_its_field(
    writing: Client, name: str, value: str, sentence: str
) -> None:
    make_report()
    page = screen(writing, **{"feed": "/feeds/all.rss", name: value})
    [told] = page.select(".error-message, .w-field__errors .error-message")
    assert told.text.strip().replace("\u00a0", " ").startswith(sentence)
    field = page.find(attrs={"name": name}).find_parent(class_="w-field")
    assert "w-field--error" in field["class"]
    assert page.find(class_="doctor") is None


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_screen_fits(browser_page: Any, editor: Any, width: int) -> None:
    make_technopole(name="Technopôle dont le nom est plus long que les autres")
    make_report(title="Midi")
    tab = signed_in(browser_page, editor)
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(f"{reverse('feed_doctor')}?feed=/feeds/all.rss")
    tab.get_by_role("heading", name="Buttondown").wait_for()
    edges = tab.evaluate(
        "[...document.querySelectorAll('main select, main input, main dd')]"
        ".map((each) => each.getBoundingClientRect().right)"
    )
    assert len(edges) > 20
    assert max(edges) <= width
