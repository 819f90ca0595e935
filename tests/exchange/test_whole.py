"""What is taken out of one system and brought into an empty one is answered there alike."""

import json
import re
from difflib import unified_diff
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.test import Client
from graphql import get_named_type, is_leaf_type

from cms.exchange.shapes import json_schema
from cms.publishing.audit import missing_changes
from pages.addresses import Addresses
from pages.querysets import readable_pages
from snippets.models import Organisation, Person
from snippets.models.former import FormerSlug
from tests.walls.asking import Asking, Samples

pytestmark = pytest.mark.thorough

LEFT_OUT = {"changes", "node", "nodes", "search"}
"""Fields of the root that tell of this system alone, or ask for a thing by its id."""
OWN = {"id", "blockId", "cursor", "startCursor", "endCursor", "version", "placeholder", "at"}
"""Fields whose values are of one system."""
FILE = re.compile(r"(?:https?://[^/\"\s]+)?/(?:media|documents|uploads)/[^\"\s)]+")
"""Addresses of files, which hold names or keys of this system."""


def answers(client: Client) -> dict[str, Any]:
    """What the API answers to everything that can be asked, without what is of this system alone."""
    paths = [Addresses.of_site().path(page) for page in readable_pages().order_by("url_path")]
    asking = Asking(Samples({"ID": ["x"], "String": ["x"], "path": paths, "after": ["x"]}))
    told = {}
    for name, asked, field in asking.roots():
        kind = get_named_type(field.type)
        if name in LEFT_OUT or is_leaf_type(kind):
            continue
        for selection in asking.everything(kind, 1):
            question = f"{{ {asked} {{ {selection} }} }}"
            answer = client.post("/graphql/", {"query": question}, content_type="application/json")
            told[question] = plain(answer.json()["data"])
    return told


def plain(value: Any) -> Any:
    """An answer without ids, and without the names that files have here."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if name not in OWN}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return FILE.sub("FILE", value) if isinstance(value, str) else value


def assert_same(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Compare question by question, and show where answers part."""
    assert before.keys() == after.keys()
    for question, answer in before.items():
        if answer != after[question]:
            told = (
                json.dumps(each, indent=1, ensure_ascii=False) for each in (answer, after[question])
            )
            lines = unified_diff(*(each.splitlines() for each in told), lineterm="", n=2)
            pytest.fail("\n".join(line[:200] for line in [question, *list(lines)[:40]]))


@pytest.fixture
def taken_out(demo: None, tmp_path: Path) -> Path:
    """The demo in an archive."""
    archive = tmp_path / "content.zip"
    call_command("export_content", archive)
    return archive


def former(client: Client) -> str:
    """Who answers to a slug that led to somebody else once."""
    question = '{ organisation(slug: "ancien-nom") { name } }'
    answer = client.post("/graphql/", {"query": question}, content_type="application/json")
    return answer.json()["data"]["organisation"]["name"]


def test_demo_is_the_same_in_another_system(demo: None, tmp_path: Path, client: Client) -> None:
    kept = Organisation.objects.readable().filter(locale__language_code="fr").first()
    FormerSlug.objects.create(
        kind="organisation",
        locale=kept.locale,
        slug="ancien-nom",
        translation_key=kept.translation_key,
    )
    taken_out = tmp_path / "content.zip"
    call_command("export_content", taken_out)
    call_command("renditions")
    assert former(client) == kept.name
    before = answers(client)
    call_command("demo", delete=True)
    assert not Person.objects.exists()
    call_command("import_content", taken_out)
    call_command("renditions")  # The serving process makes them by itself.
    assert_same(before, answers(client))
    assert former(client) == kept.name
    assert list(missing_changes()) == []


def test_what_is_there_already_is_left_alone(
    taken_out: Path, capsys: pytest.CaptureFixture
) -> None:
    call_command("import_content", taken_out, dry_run=True)
    told = capsys.readouterr().out
    assert "made: 0, changed: 0, unchanged: " in told, told


def test_what_was_changed_here_is_changed_back(
    taken_out: Path, capsys: pytest.CaptureFixture
) -> None:
    organisation = Organisation.objects.exclude(website="").first()
    address, organisation.website = organisation.website, "https://example.com/"
    organisation.save_revision().publish()
    call_command("import_content", taken_out, dry_run=True)
    assert "changed: items[" in capsys.readouterr().out
    organisation.refresh_from_db()
    assert organisation.website == "https://example.com/"
    call_command("import_content", taken_out)
    organisation.refresh_from_db()
    assert organisation.website == address


def test_export_is_of_the_schema_that_is_published(taken_out: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema_rs")
    content = json.loads(ZipFile(taken_out).read("content.json"))
    jsonschema.Draft202012Validator(json_schema()).validate(content)
