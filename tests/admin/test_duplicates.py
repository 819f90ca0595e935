"""The screens on which duplicates are found and merged, and what they say."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.merging.duplicates import Pair, pairs
from snippets.models import Organisation, Person
from tests.admin.duplicated import Used, translated
from tests.factories import (
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.thorough


@pytest.fixture
def used(db: None) -> Used:
    return Used()


def address(first: Any, second: Any) -> str:
    return reverse("merge", args=[first._meta.model_name, first.pk, second.pk])


@pytest.mark.parametrize("case", ["languages", "translations", "offline"])
def test_some_cannot_be_merged(publishing: Client, case: str) -> None:
    first = make_person(name="Eva")
    if case == "languages":
        second = translated(make_person(), "Eve")
    elif case == "translations":
        second = translated(first, "Eve")
    else:
        second = first
        first = make_person(live=False)
    answer = publishing.post(address(first, second), {"stays": first.pk}, follow=True)
    [message] = answer.context["messages"]
    assert message.level_tag == "error"
    assert {first, second} <= set(Person.objects.all())


def test_history_says_who_merged_what(used: Used, publishing: Client, publisher: Any) -> None:
    answer = publishing.post(address(used.gone, used.kept), {"stays": used.kept.pk}, follow=True)
    assert "a été fusionné" in " ".join(str(each) for each in answer.context["messages"])
    entry = ModelLogEntry.objects.get(action="cms.merge")
    assert (entry.user, entry.object_id) == (publisher, str(used.kept.pk))
    assert entry.data["merged"]["name"] == "Dupont, Éva"
    assert not ModelLogEntry.objects.filter(
        object_id=str(used.gone.pk), label="Dupont, Éva"
    ).exists()
    history = reverse("wagtailsnippets_snippets_person:history", args=[used.kept.pk])
    assert "Dupont, Éva" in publishing.get(history).content.decode()


@pytest.mark.parametrize(
    ("first", "second", "is_same_name"),
    [
        ("Éva Dupont", "eva dupont", True),
        ("Dupont, Eva", "Éva Dupont", True),
        ("Jean-Luc Martin", "Jean Luc Martin", True),
        ("Eva Dupont", "Eva Dupont-Martin", False),
        ("Centrale Méditerranée", "École Centrale Méditerranée", False),
    ],
)
def test_pairs_that_may_be_one(db: None, first: str, second: str, is_same_name: bool) -> None:
    keys = [make_person(name=name).pk for name in (first, second, "Zoé Autre")][:2]
    assert pairs(Person) == [Pair(*keys, is_same_name)]


@pytest.mark.parametrize(
    ("first", "second"), [("Eva Dupont", "Zoé Dupont"), ("Dupont", "Eva Dupont"), ("Li", "Li Wu")]
)
def test_pairs_that_are_none(db: None, first: str, second: str) -> None:
    make_person(name=first), make_person(name=second)
    assert pairs(Person) == []


def test_translations_are_no_duplicates(db: None) -> None:
    translated(make_person(name="Eva Dupont"), "Eva Dupont")
    assert pairs(Person) == []


def test_work_stays_bounded_with_many_of_one_name(db: None) -> None:
    for _ in range(14):
        make_organisation(name="Alpha Conseil", live=False)
    with CaptureQueriesContext(connection) as statements:
        assert len(pairs(Organisation)) == 45
    assert len(statements) == 1


def test_screens_lead_from_one_to_the_next(used: Used, publishing: Client) -> None:
    reports = publishing.get(reverse("wagtailadmin_home")).content.decode()
    listing = reverse("duplicates", args=["person"])
    assert listing in reports
    page = publishing.get(listing).content.decode()
    merging_address = address(used.gone, used.kept)
    assert merging_address in page
    answer = publishing.get(merging_address)
    shown = answer.content.decode()
    for text in ("Dupont, Éva", "Eva Dupont", "Elle fonde.", "Midi", "Ce qui va se passer"):
        assert text in shown
    assert answer.context["objection"] == ""
    choosing = reverse("merge_with", args=["person", used.gone.pk])
    for view, args in (("edit", [used.gone.pk]), ("list", [])):
        name = f"wagtailsnippets_snippets_person:{view}"
        assert choosing in publishing.get(reverse(name, args=args)).content.decode()
    assert publishing.get(choosing).status_code == 200
    chosen = publishing.post(choosing, {"other": used.kept.pk})
    assert chosen.url == merging_address
    assert publishing.post(choosing, {"other": used.gone.pk}).status_code == 200


def test_only_those_who_may_delete_may_merge(used: Used, writing: Client) -> None:
    addresses = (
        reverse("duplicates", args=["person"]),
        reverse("merge_with", args=["person", used.gone.pk]),
        address(used.gone, used.kept),
    )
    for each in addresses:
        assert writing.get(each).status_code == 302
        assert writing.post(each, {"stays": used.kept.pk}).url == reverse("wagtailadmin_home")
    assert Person.objects.filter(pk=used.gone.pk).exists()
    edit = reverse("wagtailsnippets_snippets_person:edit", args=[used.gone.pk])
    assert addresses[1] not in writing.get(edit).content.decode()


def test_one_has_to_say_which_one_stays(used: Used, publishing: Client) -> None:
    publishing.post(address(used.gone, used.kept), {"stays": used.other.pk})
    publishing.post(address(used.gone, used.kept))
    assert Person.objects.count() == 3
    assert publishing.get(address(used.kept, used.kept)).status_code == 404
    assert publishing.get(reverse("duplicates", args=["sector"])).status_code == 404
