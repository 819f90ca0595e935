import json
import re
import subprocess
import sys
import tomllib
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
from django.conf import settings
from django.core.checks import WARNING
from django.core.management import call_command
from django.db import connection

from cms import checks

ROOT = settings.BASE_DIR
LONGEST_FILE = 350


def tracked(*patterns: str) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_file_is_long() -> None:
    lengths = {
        name: len((ROOT / name).read_text().splitlines())
        for name in tracked("*.py", "*.sh", "*.html", "*.css", "Makefile", ".ci/*")
        if "/migrations/" not in name and "/vendor/" not in name
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_locked_requirements_hold_hashes_and_no_address() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "://" not in text, path.name
        locked = re.findall(r"^[A-Za-z0-9._-]+(?:\[[^]]*])?==", text, re.MULTILINE)
        assert len(locked) > 40
        unhashed = re.findall(r"^[a-z0-9].*==[^\\]*$", text, re.MULTILINE)
        assert unhashed == [], path.name


def test_locked_javascript_holds_hashes_and_no_address() -> None:
    text = (ROOT / "tests" / "clients" / "package-lock.json").read_text()
    assert "://" not in text, "npm run lock --prefix tests/clients takes addresses out"
    packages = [package for name, package in json.loads(text)["packages"].items() if name]
    assert [each for each in packages if not each["integrity"].startswith("sha512-")] == []


def test_every_direct_requirement_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    base = (ROOT / "requirements" / "base.txt").read_text().lower()
    for requirement in project["project"]["dependencies"]:
        name = re.match(r"[A-Za-z0-9-]+", requirement)[0].lower()
        assert re.search(rf"^{name}(\[|==)", base, re.MULTILINE), name


def test_import_contracts_hold() -> None:
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as c; c()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[-3000:]


def test_grapple_before_snippets_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    apps = ["grapple", "wagtail.snippets", "wagtail.contrib.redirects"]
    monkeypatch.setattr(checks, "settings", SimpleNamespace(INSTALLED_APPS=apps))

    assert [error.id for error in checks.grapple_stands_after_snippets(None)] == ["cms.E001"]
    assert checks.redirects_are_installed(None) == []


def test_missing_redirects_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    apps = ["wagtail.snippets", "grapple"]
    monkeypatch.setattr(checks, "settings", SimpleNamespace(INSTALLED_APPS=apps))

    assert checks.grapple_stands_after_snippets(None) == []
    assert [error.id for error in checks.redirects_are_installed(None)] == ["cms.E002"]


def test_processes_that_share_nothing_are_a_warning(settings: Any) -> None:
    settings.CACHES = {"default": settings.CACHES["default"]}
    settings.SERVER_PROCESSES = 1
    assert checks.processes_share_what_they_keep(None) == []
    settings.SERVER_PROCESSES = 2
    [warning] = checks.processes_share_what_they_keep(None)
    assert (warning.id, warning.level) == ("cms.W002", WARNING)
    settings.CACHES = {**settings.CACHES, "answers": settings.CACHES["default"]}
    assert checks.processes_share_what_they_keep(None) == []


def test_postgresql_of_the_locale_c_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    cursor = MagicMock(**{"fetchone.return_value": (False,)})
    database = SimpleNamespace(
        vendor="postgresql", cursor=lambda: MagicMock(__enter__=lambda _: cursor)
    )
    monkeypatch.setattr(checks, "connection", database)

    told = checks.postgresql_tells_letters_from_signs(None, databases=["default"])

    assert [warning.id for warning in told] == ["cms.W001"]
    assert checks.postgresql_tells_letters_from_signs(None, databases=[]) == []


@pytest.mark.django_db
def test_database_of_the_tests_is_sound() -> None:
    assert checks.postgresql_tells_letters_from_signs(None, databases=["default"]) == []


@pytest.mark.postgres
@pytest.mark.django_db
def test_migrations_take_as_long_as_they_need() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '1s'")
        call_command("migrate", verbosity=0)
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_every_command_and_target_is_documented() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text()
    commands = {
        path.stem
        for room in ("cms", "pages", "snippets")
        for path in (ROOT / room).rglob("management/commands/*.py")
        if not path.stem.startswith("_")
    }
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert set(re.findall(r"^\| `manage\.py ([a-z_]+)", page, re.MULTILINE)) == commands
    assert set(re.findall(r"^\| `make ([a-z-]+)", page, re.MULTILINE)) == set(targets) - {"help"}
