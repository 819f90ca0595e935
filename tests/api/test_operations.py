"""Operations that frontends keep in files: imported whole, checked, called by hash, allowed."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.test import Client

from cms.api.models import KnownOperation

CARDS = """# The cards.
query Cards($first: Int) {
  organisations(first: $first) { nodes { ...Card } }
}
"""
CARD = "fragment Card on Organisation { ...Named kind }\nfragment Named on Organisation { name }\n"
UNUSED = "fragment Unused on Person { name }\n"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    caches["operations"].clear()


@pytest.fixture
def keep(tmp_path: Path) -> Callable[..., list[str]]:
    """Write files into a folder and import it; gives what was printed."""

    def write_and_import(files: dict[str, str], frontend: str = "website") -> list[str]:
        for name, text in files.items():
            path = tmp_path / frontend / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return run("import", str(tmp_path / frontend), "--frontend", frontend)

    return write_and_import


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("operations", *arguments, stdout=out)
    return out.getvalue().splitlines()


def good() -> dict[str, str]:
    return {"pages/cards.graphql": CARDS, "card.gql": CARD + UNUSED, "notes.txt": "no operation"}


def test_imported_operation_is_called_by_its_hash(keep: Any, client: Client) -> None:
    [line] = keep(good())
    hash_, name = line.split()
    known = KnownOperation.objects.get()
    assert (name, known.name, known.file, known.line) == (
        "Cards",
        "Cards",
        "pages/cards.graphql",
        2,
    )
    assert "fragment Named" in known.text
    assert "Unused" not in known.text
    by_hash = {"persistedQuery": {"version": 1, "sha256Hash": hash_}}
    asked = {"extensions": json.dumps(by_hash), "variables": '{"first": 3}'}
    for _ in range(2):
        answer = client.get("/graphql/", asked).json()
        assert answer["data"] == {"organisations": {"nodes": []}}


def test_import_replaces_what_the_frontend_had_and_no_other(keep: Any) -> None:
    keep(good(), frontend="newsletter")
    keep(good())
    keep({"pages/cards.graphql": "query Other { organisations { totalCount } }"})
    assert list(KnownOperation.objects.values_list("frontend", "name")) == [
        ("newsletter", "Cards"),
        ("website", "Other"),
    ]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"a.graphql": "\n\n{ __typename }"}, "a.graphql:3 Give the operation a name."),
        (
            {"a.graphql": "query A {\n  nothing\n}"},
            "a.graphql:2 Cannot query field 'nothing' on type 'Query'.",
        ),
        (
            {"a.graphql": "query A { ...F }", "f.graphql": "fragment F on Query {\n  unheard }"},
            "f.graphql:2 Cannot query field 'unheard' on type 'Query'.",
        ),
        ({"a.graphql": "query A { ...Gone }"}, "a.graphql:1 Unknown fragment 'Gone'."),
        ({"a.graphql": "query A {\n  }"}, "a.graphql:2 Syntax Error: Expected Name, found '}'."),
        (
            {"a.graphql": "query A { __typename }", "b.graphql": "query A { __typename }"},
            "b.graphql:1 The name A stands twice: choose another.",
        ),
        (
            {
                "a.graphql": f"query A {{ {'sectors { ' + 'children { ' * 20 + 'name' + ' }' * 21} }}"
            },
            "a.graphql:1 Fields are nested 22 deep: nest them at most 15 deep.",
        ),
        (
            {"a.graphql": "query A { " + "__typename " * 2100 + "}"},
            "a.graphql:1 The operation has more than 2000 tokens: ask for less, or split it.",
        ),
    ],
)
def test_nothing_is_imported_while_a_problem_stands(
    keep: Any, files: dict[str, str], problem: str
) -> None:
    keep(good())
    with pytest.raises(CommandError) as refused:
        keep(files)
    assert str(refused.value).splitlines() == ["Nothing was imported:", f"website {problem}"]
    assert KnownOperation.objects.get().name == "Cards"


def test_missing_folder_is_told() -> None:
    with pytest.raises(CommandError, match="is no folder"):
        run("import", "/nowhere", "--frontend", "website")


def test_check_names_what_the_schema_no_longer_serves(keep: Any) -> None:
    keep(good())
    assert run("check") == ["The schema serves all 1 operations."]
    KnownOperation.objects.update(text="query Cards { organisations { nodes { shoeSize } } }")
    with pytest.raises(CommandError) as failed:
        run("check")
    assert str(failed.value).splitlines() == [
        "The schema no longer serves:",
        "website pages/cards.graphql:2 Cards Cannot query field 'shoeSize' on type 'Organisation'.",
    ]


def test_allow_list_runs_known_operations_only(keep: Any, ask_raw: Any, settings: Any) -> None:
    keep(good())
    settings.GRAPHQL_ALLOW_LIST = True
    [error] = ask_raw("{ __typename }")["errors"]
    assert error == {
        "message": "Only known operations run here: ask the operator to import this one.",
        "extensions": {"code": "OPERATION_NOT_ALLOWED"},
    }
    spaced = "\n".join(reversed(CARD.splitlines())) + "\n# again\n\n" + CARDS
    assert ask_raw(spaced)["data"] == {"organisations": {"nodes": []}}
