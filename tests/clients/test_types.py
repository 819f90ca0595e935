"""TypeScript types, generated from the schema and from every operation that is written down."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.clients.node import HERE, execute, run
from tests.house.test_docs import EXAMPLE_PAGES, examples

pytestmark = pytest.mark.clients

ROOT = settings.BASE_DIR
SCHEMA = ROOT / "schema.graphql"
FOLDERS = (ROOT / "cms/api/examples", ROOT / "bench/operations", HERE / "operations")
TSC = (HERE / "node_modules/.bin/tsc", "--strict", "--noEmit", "--allowImportingTsExtensions")


def write_operations(folder: Path) -> None:
    """Put every operation of the documentation and of the repository into a folder."""
    for page in EXAMPLE_PAGES:
        for number, (request, _) in enumerate(examples(page)):
            (folder / f"{page.stem}-{number}.graphql").write_text(request["query"])
    for source in [path for each in FOLDERS for path in each.glob("*.graphql")]:
        (folder / source.name).write_text(source.read_text())


def test_types_of_every_operation_are_sound(tmp_path: Path) -> None:
    write_operations(tmp_path)
    written = run("typed.js", SCHEMA, tmp_path)
    assert {"api-0.graphql", "full.graphql", "story.graphql"} < set(written)
    (tmp_path / "frontend.ts").write_text((HERE / "story.ts").read_text())
    execute(*TSC, *tmp_path.glob("*.ts"))
    generated = (tmp_path / "story.ts").read_text()
    assert "any" not in generated.replace("Company", "")


def test_frontend_that_forgets_null_does_not_compile(tmp_path: Path) -> None:
    (tmp_path / "story.graphql").write_text((HERE / "operations/story.graphql").read_text())
    run("typed.js", SCHEMA, tmp_path)
    careless = (HERE / "story.ts").read_text().replace("unit?.trim()", "unit.trim()")
    (tmp_path / "frontend.ts").write_text(careless)
    with pytest.raises(AssertionError, match="'unit' is possibly 'null'"):
        execute(*TSC, *tmp_path.glob("*.ts"))


def test_scalar_that_has_no_type_is_refused(tmp_path: Path) -> None:
    (tmp_path / "schema.graphql").write_text(f"{SCHEMA.read_text()}\nscalar Unheard")
    with pytest.raises(AssertionError, match="Unknown scalar type Unheard"):
        run("typed.js", tmp_path / "schema.graphql", HERE / "operations")
