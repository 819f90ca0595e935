"""Collects what each process of a run logs and uses, and looks at its end."""

import json
import logging
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from cms.logs import access
from cms.logs.formats import Json
from tests.logged import noting
from tests.logged.finding import Leak, leaks_in

FOLDER = "TECHNOPOLE_TESTS_LOGGED"
"""The variable that tells processes that the tests start where to write."""
FEW = 20


class File(logging.Handler):
    """A file such as an operator's: JSON, a record on a line."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.file = path.open("a", encoding="utf-8", errors="backslashreplace")
        self.setFormatter(Json())

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record. One that cannot be written is another handler's trouble."""
        try:
            line = self.format(record)
        except Exception:  # noqa: BLE001
            return
        self.put(f"{line}\n")

    def put(self, line: str) -> None:
        """Write a line, unless the run has ended."""
        if not self.file.closed:
            self.file.write(line)


class Logged:
    """The plugin, in each process of a run."""

    def __init__(self, config: pytest.Config) -> None:
        self.is_worker = hasattr(config, "workerinput")
        if self.is_worker:
            self.folder = Path(config.workerinput["logged"])
        else:
            self.folder = Path(tempfile.mkdtemp(prefix="technopole-cms-logged-"))
        os.environ[FOLDER] = str(self.folder)
        self.leaks: list[Leak] = []

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker where to write."""
        node.workerinput["logged"] = str(self.folder)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self) -> None:
        """Listen."""
        self.file = File(self.folder / f"{os.getpid()}.log")
        logging.getLogger().addHandler(self.file)
        put = access.put

        def put_twice(line: str) -> None:
            self.file.put(line)
            put(line)

        access.put = put_twice
        noting.begin()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        """Listen again, should a test have set the log up anew."""
        logging.getLogger().addHandler(self.file)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write what was used; look, once all have."""
        logging.getLogger().removeHandler(self.file)
        self.file.file.close()
        used = self.folder / f"{os.getpid()}.used"
        used.write_text(json.dumps(sorted(noting.used)), encoding="utf-8")
        if self.is_worker:
            return
        self.leaks = leaks_in(self.folder)
        if self.leaks and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Tell what was found, which fails the run."""
        if self.is_worker:
            return
        if not self.leaks:
            shutil.rmtree(self.folder, ignore_errors=True)
            return
        terminalreporter.section("secrets in the log", red=True)
        for leak in self.leaks[:FEW]:
            terminalreporter.write_line(f"LEAK: {leak}")
        terminalreporter.write_line(
            f"FAILED: {len(self.leaks)} lines of the log hold a secret that this run used (all in {self.folder})."
        )


def file_for(name: str) -> Path:
    """A file in which a process that a test starts writes what it prints; looked through at the end of the run."""
    handle, path = tempfile.mkstemp(prefix=f"{name}-", suffix=".log", dir=os.environ[FOLDER])
    os.close(handle)
    return Path(path)
