"""`make run` and `make dev`: from an empty folder to a running product with demo content."""

import errno
import os
import socket
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

ACCOUNTS = {"redacteur": "Editor", "responsable": "Publisher", "administrateur": "Administrator"}
SECONDS_TO_FINISH = 30
"""A picture on a slow line is an answer worth waiting for."""
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
ANY_HOST = ("0.0.0.0", "::", "")  # noqa: S104


class Command(BaseCommand):
    help = "Prepare the database, load the demo once, tell where everything is, and serve it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reload",
            action="store_true",
            help="Serve with Django's development server, which starts again when code changes.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_production()
        refuse_unwritable(Path(settings.DATA_DIR))
        refuse_taken(settings.SERVE_HOST, settings.SERVE_PORT)
        refuse_other_databases()
        if is_behind():
            self.stdout.write("Preparing the database…")
            call_command("migrate", verbosity=0, interactive=False)
        # First: what is frozen keeps the addresses of its moment.
        point_site_here()
        call_command("demo", once=True)
        self.stdout.write(welcome())
        self.stdout.flush()
        connection.close()
        command = development_server() if options["reload"] else granian()
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, [sys.executable, *command])  # noqa: S606


def refuse_production() -> None:
    if not settings.DEMO_PASSWORDS:
        raise CommandError(
            "This command is for trying the product and developing it: with production "
            "settings, give cms.wsgi to a WSGI server."
        )


def refuse_unwritable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CommandError(
            f"The folder {folder} cannot be written ({error.strerror}): "
            "set DATA_DIR to a folder that can."
        ) from error
    database = Path(settings.DATABASES["default"]["NAME"])
    if database.is_file() and not os.access(database, os.W_OK):
        raise CommandError(
            f"The database {database} cannot be written: it belongs to another user."
        )


def refuse_taken(host: str, port: int) -> None:
    """Raises CommandError unless the port can be listened on now."""
    if not 0 < port < 65536:
        raise CommandError("PORT must be between 1 and 65535.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(why_not(error, host, port)) from error


def why_not(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"Port {port} is taken: stop what uses it, or choose another with PORT=8001."
        case errno.EACCES:
            return f"Port {port} needs administrator rights: choose one above 1023 with PORT=8001."
    return f"Nothing can listen on {host}, port {port} ({error}): set HOST and PORT."


def refuse_other_databases() -> None:
    if connection.vendor != "sqlite" and not settings.DEMO_ANYWHERE:
        raise CommandError(
            "DATABASE_URL is not SQLite, and this command writes demo content: "
            "set DEMO=1 if that is what you want."
        )


def point_site_here() -> None:
    """Makes whole addresses lead to this server, unless the site has a host name of its own."""
    site = Site.objects.filter(is_default_site=True, hostname__in=LOCAL_HOSTS).first()
    if site is not None:
        host = "localhost" if settings.SERVE_HOST in ANY_HOST else settings.SERVE_HOST
        site.hostname, site.port = host, settings.SERVE_PORT
        site.save()


def is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def welcome() -> str:
    address = settings.SERVE_ADDRESS
    present = set(
        get_user_model().objects.filter(username__in=ACCOUNTS).values_list("username", flat=True)
    )
    logins = [
        f"  {role:<14}{name:<16}{settings.DEMO_PASSWORDS[name]}"
        for name, role in ACCOUNTS.items()
        if name in present
    ]
    return "\n".join(
        [
            "",
            f"  {'Site':<14}{address}/",
            f"  {'GraphQL':<14}{address}/graphql/",
            *([f"  {'GraphiQL':<14}{address}/graphiql/"] if settings.GRAPHIQL else []),
            f"  {'Admin':<14}{address}/admin/",
            "",
            *logins,
            "",
            "  Ctrl-C stops it.",
            "",
        ]
    )


def granian() -> list[str]:
    options = {
        "--interface": "wsgi",
        "--host": settings.SERVE_HOST,
        "--port": str(settings.SERVE_PORT),
        "--workers": "1",
        "--blocking-threads": str(settings.SERVE_THREADS),
        "--workers-kill-timeout": str(SECONDS_TO_FINISH),
        "--log-level": "warning",
    }
    given = [part for option in options.items() for part in option]
    return ["-m", "granian", *given, "cms.wsgi:application"]


def development_server() -> list[str]:
    host = f"[{settings.SERVE_HOST}]" if ":" in settings.SERVE_HOST else settings.SERVE_HOST
    return ["manage.py", "runserver", f"{host}:{settings.SERVE_PORT}"]
