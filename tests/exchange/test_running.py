"""While an import runs, an editor publishes; a process that is killed leaves one that goes on."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.exchange.test_files import ORGANISATION, PERSON, SECOND

pytestmark = pytest.mark.thorough

REPORTS = 40
PUBLISH = """
import time
from cms.publishing.journal import one_change
from snippets.models import Organisation
waited = []
for number in range(5):
    began = time.monotonic()
    with one_change():
        record = Organisation(name=f"Éditée {number}", live=False)
        record.clean()
        record.save()
        record.save_revision().publish()
    waited.append(time.monotonic() - began)
print(max(waited))
"""
COUNT = """
from snippets.models import Organisation
from pages.models import EventReport
from cms.publishing.audit import missing_changes
print(EventReport.objects.readable().count(), Organisation.objects.readable().count(), len(list(missing_changes())))
"""
Manage = Callable[..., subprocess.Popen]


@pytest.fixture
def manage(tmp_path: Path) -> Manage:
    """Starts a command in an installation of its own, on SQLite."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DATA_DIR": str(tmp_path),
    }

    def start(*arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    told(start("migrate", "-v0"))
    return start


def told(process: subprocess.Popen) -> str:
    """What a command printed, once it is done."""
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out


def test_editor_publishes_while_an_import_runs_and_a_killed_one_goes_on(
    manage: Manage, tmp_path: Path
) -> None:
    reports = [
        {**SECOND, "key": f"r{number}", "slug": f"r{number}", "title": f"Rapport {number}"}
        for number in range(REPORTS)
    ]
    items: list[dict[str, Any]] = [*reports, PERSON, ORGANISATION]
    file = tmp_path / "content.json"
    file.write_text(json.dumps({"format": "technopole-content", "version": 1, "items": items}))

    killed = manage("import_content", str(file))
    until = time.monotonic() + 120
    while reports_written(tmp_path) < 3:
        assert time.monotonic() < until
        assert killed.poll() is None
        time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    written = reports_written(tmp_path)
    assert 3 <= written < REPORTS

    bringing = manage("import_content", str(file))
    longest = float(told(manage("shell", "--no-imports", "-c", PUBLISH)))
    out = told(bringing)
    assert longest < 5
    assert f"made: {REPORTS - written}, changed: 0, unchanged: {written + 2}." in out
    assert told(manage("shell", "--no-imports", "-c", COUNT)).split() == [str(REPORTS), "6", "0"]


def reports_written(folder: Path) -> int:
    """How many reports are in the database of an installation; asked of itself, which is quick."""
    with closing(sqlite3.connect(f"file:{folder / 'db.sqlite3'}?mode=ro", uri=True)) as database:
        return database.execute("SELECT COUNT(*) FROM pages_eventreport").fetchone()[0]
