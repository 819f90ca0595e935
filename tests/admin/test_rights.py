"""“Qui fait quoi” in docs/editeurs.md is what is found at the addresses themselves."""

import re
from importlib import import_module

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.admin.rights import tries

pytestmark = pytest.mark.thorough

for name in ("in_the_house", "of_finding", "over_what_is_public", "with_content"):
    import_module(f"tests.admin.rights_{name}")  # It registers its tries.

ROLES = {"Rédacteurs": "writing", "Responsables de publication": "publishing"}
GUIDE = settings.BASE_DIR / "docs" / "editeurs.md"


def table() -> dict[str, dict[str, str]]:
    """What the guide says: the right, then the role."""
    told = GUIDE.read_text().partition("## Qui fait quoi")[2].partition("\n## ")[0]
    lines = [line for line in told.splitlines() if line.startswith("|")]
    cells = [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in lines]
    roles = cells[0][1:]
    return {row: dict(zip(roles, said, strict=True)) for row, *said in cells[2:]}


def test_every_row_is_tried_and_every_try_stands_in_the_table() -> None:
    assert sorted(table()) == sorted(tries)


@pytest.fixture
def role(request: pytest.FixtureRequest, db: None) -> tuple[str, Client]:
    name = request.param
    return name, request.getfixturevalue(ROLES.get(name, "administering"))


@pytest.mark.parametrize("role", [*ROLES, "Administrateurs"], indirect=True)
@pytest.mark.parametrize("row", list(tries))
def test_each_role_may_do_what_the_guide_says(role: tuple[str, Client], row: str) -> None:
    name, client = role
    assert tries[row](client) == table()[row][name]


def ways(client: Client, address: str) -> list[str]:
    """Where an address leads; to the home of the admin, whoever may not go there."""
    return [each for each, _ in client.get(address, follow=True).redirect_chain]


@pytest.mark.parametrize("role", [*ROLES, "Administrateurs"], indirect=True)
def test_menu_leads_only_where_one_may_go(role: tuple[str, Client]) -> None:
    """Each entry of the menu opens; there is none for what a role may not do."""
    name, client = role
    props = client.get(reverse("wagtailadmin_home")).content.decode()
    addresses = set(re.findall(r'"url": "(/admin/[^"]*)"', props))
    assert addresses
    for address in addresses - {"/admin/logout/"}:
        assert client.get(address, follow=True).status_code == 200, address
        assert reverse("wagtailadmin_home") not in ways(client, address), address
    only_administrators = {reverse("wagtailusers_users:index"), reverse("wagtailredirects:index")}
    assert (only_administrators <= addresses) is (name == "Administrateurs")
    collections = reverse("wagtailadmin_collections:index")
    assert (collections in addresses) is (name != "Rédacteurs")
