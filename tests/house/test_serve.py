import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from cms.management.commands import serve
from tests.processes import printed_once_loaded


@pytest.fixture
def taken_port() -> Any:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_taken_port(taken_port: int) -> None:
    with pytest.raises(CommandError) as refused:
        serve.refuse_taken("127.0.0.1", taken_port)
    assert str(refused.value) == (
        f"Port {taken_port} is taken: stop what uses it, or choose another with PORT=8001."
    )


def test_free_port_stays_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve.refuse_taken("127.0.0.1", port)
    serve.refuse_taken("127.0.0.1", port)


@pytest.mark.parametrize("port", [0, 65536])
def test_port_that_does_not_exist(port: int) -> None:
    with pytest.raises(CommandError, match=r"^PORT must be between 1 and 65535\.$"):
        serve.refuse_taken("127.0.0.1", port)


def test_address_of_another_machine() -> None:
    with pytest.raises(CommandError, match=r"^Nothing can listen on 192\.0\.2\.1, port 8000 "):
        serve.refuse_taken("192.0.2.1", 8000)


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file in the way")

    with pytest.raises(CommandError) as refused:
        serve.refuse_unwritable(tmp_path / "var")
    assert str(refused.value) == (
        f"The folder {tmp_path}/var cannot be written (File exists): "
        "set DATA_DIR to a folder that can."
    )


def test_database_that_is_not_sqlite(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(serve, "connection", SimpleNamespace(vendor="postgresql"))

    with pytest.raises(CommandError, match=r"set DEMO=1 if that is what you want\.$"):
        serve.refuse_other_databases()
    settings.DEMO_ANYWHERE = True
    serve.refuse_other_databases()


def test_production_settings_are_refused(settings: Any) -> None:
    settings.DEMO_PASSWORDS = {}
    with pytest.raises(CommandError, match=r"give cms\.wsgi to a WSGI server"):
        call_command("serve")


@pytest.mark.django_db
def test_migrated_database_is_left_alone() -> None:
    assert serve.is_behind() is False


@pytest.mark.django_db
def test_block_tells_addresses_and_the_logins_that_exist(settings: Any) -> None:
    settings.SERVE_ADDRESS = "http://localhost:8123"
    get_user_model().objects.create_user("redacteur")

    lines = [line.split() for line in serve.welcome().splitlines() if line.strip()]

    assert lines == [
        ["Site", "http://localhost:8123/"],
        ["GraphQL", "http://localhost:8123/graphql/"],
        ["GraphiQL", "http://localhost:8123/graphiql/"],
        ["Admin", "http://localhost:8123/admin/"],
        ["Editor", "redacteur", settings.DEMO_PASSWORDS["redacteur"]],
        ["Ctrl-C", "stops", "it."],
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "program"),
    [({}, ["-m", "granian"]), ({"reload": True}, ["manage.py", "runserver"])],
)
def test_command_becomes_the_server(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    settings: Any,
    options: dict[str, bool],
    program: list[str],
) -> None:
    became: list[list[str]] = []
    called: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(serve.os, "execv", lambda _, arguments: became.append(arguments[1:]))
    monkeypatch.setattr(serve.os, "chdir", lambda _: None)
    monkeypatch.setattr(serve, "call_command", lambda name, **given: called.append((name, given)))
    monkeypatch.setattr(serve, "connection", SimpleNamespace(vendor="sqlite", close=lambda: None))
    monkeypatch.setattr(serve, "is_behind", lambda: False)
    monkeypatch.setattr(serve, "refuse_taken", lambda host, port: None)
    settings.DATA_DIR = tmp_path

    call_command("serve", **options)

    assert called == [("demo", {"once": True})]
    assert [arguments[:2] for arguments in became] == [program]
    assert "/graphql/" in capsys.readouterr().out
    assert connection.vendor


FEW_NEED = ("redis", "icalendar", "feedparser")
"""Ten megabytes for those who share a cache, subscribe to a calendar or examine a feed."""
HELD = f"print([name for name in {FEW_NEED} if name in sys.modules])"


def test_process_holds_no_library_that_few_need_before_they_do() -> None:
    assert printed_once_loaded(HELD) == "[]\n"
