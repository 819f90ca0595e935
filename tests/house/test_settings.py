import re
import stat
import subprocess
import sys
import threading
from dataclasses import fields
from pathlib import Path

import pytest
from django.conf import settings

from cms.settings import UnusableEnvironment
from cms.settings.database import database
from cms.settings.env import Variables, local_address, parse, variable_name
from cms.settings.installation import installation_secrets
from cms.settings.refusing import is_weak, refuse, unready_for_production

ROOT = settings.BASE_DIR
GOOD_KEY = "k7Rr2vPz9TqLwXb4Nd8Hs6Jm3Yc5Fg1Ae0Uo-Zi_QxWtBnVlKpSj"
READY = {
    "SECRET_KEY": GOOD_KEY,
    "ALLOWED_HOSTS": "cms.example.org",
    "DATABASE_URL": "postgres://cms@/cms",
    "WAGTAILADMIN_BASE_URL": "https://cms.example.org",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """manage.py in this environment and no other: what a file .env says does not count."""
    unset = {variable_name(declared): "" for declared in fields(Variables)}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**unset, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_values_are_typed() -> None:
    variables, problems = parse(
        {
            "DEBUG": "on",
            "PORT": " 8080 ",
            "ALLOWED_HOSTS": "a.example, b.example,",
            "DATA_DIR": "/srv/cms",
            "SITE_NAME": "",
        }
    )

    assert problems == []
    assert variables.debug is True
    assert variables.port == 8080
    assert variables.allowed_hosts == ("a.example", "b.example")
    assert variables.data_dir == Path("/srv/cms")
    assert variables.site_name == "Technopole CMS"


def test_all_values_of_the_wrong_type_are_told_at_once() -> None:
    _, problems = parse({"DEBUG": "maybe", "PORT": "http", "DATABASE_URL": "mysql://x/y"})

    assert problems == [
        "DEBUG must be 1 or 0, not 'maybe'.",
        "DATABASE_URL must begin with one of: postgres://, postgresql://, sqlite://.",
        "PORT must be a whole number, not 'http'.",
    ]
    with pytest.raises(UnusableEnvironment) as refused:
        refuse(problems)
    assert all(problem in str(refused.value) for problem in problems)


def test_addresses_of_previews_are_told_by_language() -> None:
    good = "fr=https://www.example.org/preview?token={token},en=https://en.example.org/{id}/{token}"
    variables, problems = parse({"PREVIEW_URLS": good})
    assert (len(variables.preview_urls), problems) == (2, [])
    for bad in ("https://www.example.org", "fr=example.org", "fr=https://a.example/{secret}"):
        _, problems = parse({"PREVIEW_URLS": bad})
        assert problems == [
            f"PREVIEW_URLS must be comma-separated parts as docs/configuration.md shows them, not: {bad}."
        ]


@pytest.mark.parametrize("wrong", ["required,", "required,optional", "Required", "on"])
def test_a_word_that_is_mistyped_is_refused(wrong: str) -> None:
    """It would turn off unnoticed what it asks for."""
    _, problems = parse({"SECOND_FACTOR": wrong})
    assert problems == [f"SECOND_FACTOR must be as docs/configuration.md shows it, not: {wrong}."]
    assert parse({"SECOND_FACTOR": "required"})[0].second_factor == "required"


def test_production_tells_everything_that_is_missing_without_a_traceback() -> None:
    ended = manage("check", DJANGO_SETTINGS_MODULE="cms.settings.production", PORT="x", DEBUG="1")

    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "The environment is not usable (see docs/configuration.md):",
        "  - PORT must be a whole number, not 'x'.",
        "  - SECRET_KEY is missing.",
        "  - DEBUG must be off.",
        "  - ALLOWED_HOSTS must name the hosts, without *.",
        "  - DATABASE_URL is missing.",
        "  - WAGTAILADMIN_BASE_URL is missing.",
    ]


def test_production_is_ready_with_four_variables() -> None:
    variables, _ = parse(READY)
    assert unready_for_production(variables) == []


def test_production_settings_pass_the_deployment_check() -> None:
    ended = manage(
        "check",
        "--deploy",
        "--fail-level=WARNING",
        DJANGO_SETTINGS_MODULE="cms.settings.production",
        **{**READY, "DATABASE_URL": "sqlite:///:memory:"},
    )

    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "System check identified no issues (0 silenced).\n"


def test_production_refuses_every_host() -> None:
    variables, _ = parse({**READY, "ALLOWED_HOSTS": "cms.example.org,*"})
    assert unready_for_production(variables) == ["ALLOWED_HOSTS must name the hosts, without *."]


@pytest.mark.parametrize(
    "key", ["short", "a" * 60, "abcab" * 12, "django-insecure-" + GOOD_KEY, "change-me" + GOOD_KEY]
)
def test_weak_keys(key: str) -> None:
    assert is_weak(key)
    assert not is_weak(GOOD_KEY)


def test_secrets_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    file = tmp_path / "var" / "installation.env"

    made = installation_secrets(file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert installation_secrets(file) == made
    assert not is_weak(made.secret_key)
    assert len({getattr(made, declared.name) for declared in fields(made)}) == len(fields(made))
    assert [path.name for path in file.parent.iterdir()] == ["installation.env"]


def test_two_first_starts_agree_on_the_secrets(tmp_path: Path) -> None:
    file = tmp_path / "installation.env"
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(installation_secrets(file))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [installation_secrets(file)] * 2


def test_lost_secret_is_not_replaced_silently(tmp_path: Path) -> None:
    file = tmp_path / "installation.env"
    installation_secrets(file)
    file.write_text("SECRET_KEY=x\n")

    with pytest.raises(UnusableEnvironment, match="lacks DEMO_EDITOR_PASSWORD, DEMO_PUBLISHER"):
        installation_secrets(file)
    assert file.read_text() == "SECRET_KEY=x\n"


def test_postgresql_gets_a_pool_and_sqlite_its_pragmas(tmp_path: Path) -> None:
    url = "postgres://u:p@h:5433/n?sslmode=require"
    pooled = database(url, data_dir=tmp_path, pool_size=3, statement_seconds=30)
    assert (pooled["HOST"], pooled["PORT"], pooled["NAME"]) == ("h", 5433, "n")
    patient = {
        "connect_timeout": 3,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
    }
    assert pooled["OPTIONS"] == {
        "sslmode": "require",
        "options": "-c jit=off -c max_parallel_workers_per_gather=0 -c statement_timeout=30s",
        **patient,
        "pool": {"max_size": 3, "min_size": 1, "timeout": 1, "reconnect_timeout": 1},
    }
    told = database("postgres://u@h/n?options=-c+jit=on", data_dir=tmp_path, pool_size=0)
    assert told["OPTIONS"] == {"options": "-c jit=on", **patient}

    local = database("", data_dir=tmp_path, pool_size=3)
    assert local["NAME"] == tmp_path / "db.sqlite3"
    assert "journal_mode=WAL" in local["OPTIONS"]["init_command"]
    assert local["CONN_MAX_AGE"] is None
    assert local["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://localhost:80"),  # noqa: S104
        ("::", "http://localhost:80"),
        ("::1", "http://[::1]:80"),
    ],
)
def test_address_to_open_in_a_browser(host: str, address: str) -> None:
    assert local_address(host, 80) == address


def shown_default(value: object) -> str:
    if isinstance(value, bool):
        return f"`{int(value)}`"
    return f"`{value}`" if value not in ("", ()) else "none"


def test_every_variable_is_documented_with_its_default() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text()
    rows = re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", page, re.MULTILINE)

    assert rows == [
        (
            variable_name(declared),
            shown_default(declared.default),
            declared.metadata["production"] or "the same",
            declared.metadata["description"],
        )
        for declared in fields(Variables)
    ]


def test_example_lists_every_variable_with_its_default() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    assert [line.removeprefix("# ") for line in lines if re.match(r"# [A-Z_]+=", line)] == [
        f"{variable_name(declared)}={shown_default(declared.default).strip('`').replace('none', '')}"
        for declared in fields(Variables)
    ]


def test_nothing_else_reads_the_environment() -> None:
    """To hand it on to another program, `{**os.environ}`, is not to read it."""
    readers = [
        path.relative_to(ROOT).as_posix()
        for room in ("cms", "pages", "snippets")
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"(?<!\*\*)os\.environ\b(?!\.setdefault)|getenv", path.read_text())
    ]
    assert readers == ["cms/settings/env.py"]
