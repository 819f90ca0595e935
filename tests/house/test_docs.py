"""The documentation cannot lie: what it names exists, and its examples were run."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands
from django.utils.translation.trans_real import DjangoTranslation
from graphql import FieldNode, OperationDefinitionNode, parse

from cms.api.errors import Code
from cms.api.schema import schema

ROOT = settings.BASE_DIR
SCHEMA = schema.graphql_schema
ROOMS = ("cms", "pages", "snippets")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
EXAMPLE_PAGES = [page for page in PAGES if "```graphql" in page.read_text()]

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# Wagtail puts these together from several texts.
COMPOSED = {"Soumettre à la validation", "Approuver et Publier"}
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def prose(page: Path) -> str:
    """The text of a page without its examples."""
    return FENCE.sub("", page.read_text())


def examples(page: Path) -> Iterator[tuple[dict[str, Any], Any]]:
    """The requests on a page, each with the answer printed right below it, if there is one."""
    fences = FENCE.findall(page.read_text())
    for (language, text), (_, following) in zip(fences, [*fences[1:], ("", "")], strict=True):
        answer = json.loads(following) if following.startswith('{\n  "data"') else None
        if language == "graphql":
            yield {"query": text}, answer
        elif language == "json" and '"query"' in text:
            yield json.loads(text), answer


def root_fields(query: str) -> set[str]:
    """What an operation asks the root for."""
    return {
        field.name.value
        for definition in parse(query).definitions
        if isinstance(definition, OperationDefinitionNode)
        for field in definition.selection_set.selections
        if isinstance(field, FieldNode)
    }


def anchors(page: Path) -> set[str]:
    """The fragments that the headings of a page can be linked by."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in HEADING.findall(prose(page))
    }


def words_of_the_admin() -> set[str]:
    """Every French text of the interface, ours and Wagtail's."""
    catalogues = [DjangoTranslation("fr", domain=domain) for domain in ("django", "djangojs")]
    texts = [str(text) for each in catalogues for _, text in each._catalog.items()]
    return set(map(plain, texts))


def plain(text: str) -> str:
    """A text without what typography adds to it."""
    return " ".join(text.split()).replace("’", "'").casefold()


def own_commands() -> list[str]:
    """The commands this house adds to manage.py."""
    return [name for name, app in get_commands().items() if str(app).partition(".")[0] in ROOMS]


def test_every_root_field_has_an_example() -> None:
    shown = {
        name
        for request, _ in examples(ROOT / "docs" / "api.md")
        for name in root_fields(request["query"])
    }
    assert shown == set(SCHEMA.query_type.fields)


def test_every_block_is_read_in_an_example() -> None:
    page = (ROOT / "docs" / "api.md").read_text()
    blocks = SCHEMA.get_possible_types(SCHEMA.type_map["Block"])
    assert [each.name for each in blocks if f"... on {each.name} " not in page] == []


def test_every_error_code_is_documented_and_no_other() -> None:
    section = (
        (ROOT / "docs" / "api.md").read_text().partition("### Errors")[2].partition("\n## ")[0]
    )
    rows = re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE)
    assert sorted(Code) == sorted(rows)


@pytest.mark.parametrize("name", own_commands())
def test_every_command_is_documented(name: str) -> None:
    assert any(f"manage.py {name}" in page.read_text() for page in PAGES)


def test_commands_and_targets_that_are_named_exist() -> None:
    text = "\n".join(page.read_text() for page in PAGES)
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())
    assert set(re.findall(r"`make ([a-z-]+)`", text)) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for link in LINK.findall(prose(page)):
        address, _, fragment = unquote(link).partition("#")
        if "://" in link or link.startswith("mailto:"):
            continue
        target = (page.parent / address).resolve() if address else page
        is_there = target.exists() and target.is_relative_to(ROOT)
        if not is_there or (fragment and fragment not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_files_that_are_named_exist() -> None:
    """A path in code type that begins with a room or a folder of the house."""
    folders = "cms|pages|snippets|templates|tests|docs|requirements|locale"
    named = re.compile(rf"`((?:{folders})/[\w./-]+)`")
    gone = {
        path: page.name
        for page in PAGES
        for path in named.findall(page.read_text())
        if not (ROOT / path).exists()
    }
    assert gone == {}


def test_tests_that_are_named_exist() -> None:
    named = {
        (file, test)
        for page in PAGES
        for file, test in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page.read_text())
    }
    assert len(named) > 80
    lost = [
        f"{file}::{test}"
        for file, test in sorted(named)
        if not (ROOT / file).exists()
        or not re.search(rf"^def {test}\(", (ROOT / file).read_text(), re.MULTILINE)
    ]
    assert lost == []


def test_editors_guide_names_what_stands_on_the_screen() -> None:
    guide = (ROOT / "docs" / "editeurs.md").read_text()
    named = set(re.findall(r"\*\*(.+?)\*\*", guide, re.DOTALL))
    words = words_of_the_admin() | set(map(plain, COMPOSED))
    assert len(named) > 30
    assert [label for label in named if plain(label) not in words] == []


def test_rooms_are_drawn_on_the_map() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    parts = [each.name for each in apps.get_app_configs() if each.name.partition(".")[0] in ROOMS]
    assert [part for part in parts if f"{part.replace('.', '/')}/" not in page] == []
