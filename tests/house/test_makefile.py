"""What somebody meets whose machine lacks something."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
TOOLS = ("sh", "dirname", "mkdir", "rm", "touch", "cat", "env", "make", "awk")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A copy of the project's entrance on a machine with a few tools and no Python."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for tool in TOOLS:
        (programs / tool).symlink_to(shutil.which(tool) or "/bin/false")
    project = tmp_path / "project"
    (project / "requirements").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", project)
    shutil.copy(ROOT / "requirements" / "install", project / "requirements")
    shutil.copy(ROOT / "requirements" / "base.txt", project / "requirements")
    return project


def give_python(machine: Path, script: str) -> None:
    """Put a python3 on the machine that is this shell script."""
    python = machine.parent / "programs" / "python3"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)


def make(machine: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments],
        cwd=machine,
        env={"PATH": str(machine.parent / "programs"), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def told(ended: subprocess.CompletedProcess[str]) -> list[str]:
    """What it said, without make's own word."""
    assert ended.returncode == 2
    return [line for line in ended.stderr.splitlines() if not line.startswith("make")]


def test_make_alone_lists_the_targets() -> None:
    ended = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)

    listed = [line.split()[1] for line in ended.stdout.splitlines() if line.startswith("  make ")]
    phony = (ROOT / "Makefile").read_text().partition(".PHONY:")[2].splitlines()[0].split()
    assert listed == phony


def test_no_python(machine: Path) -> None:
    assert told(make(machine, "run")) == [
        (
            "Python 3.11 or newer is needed and python3 is not there: "
            "install one, or name it with PYTHON=python3.12."
        )
    ]


def test_old_python(machine: Path) -> None:
    give_python(machine, 'case "$2" in *version_info*) exit 1;; *) echo 3.9.2;; esac')

    assert told(make(machine, "run")) == [
        (
            "Python 3.11 or newer is needed and python3 is 3.9.2: "
            "install one, or name it with PYTHON=python3.12."
        )
    ]


def test_python_without_venv(machine: Path) -> None:
    give_python(machine, 'case "$2" in *ensurepip*) exit 1;; esac')

    assert told(make(machine, "run")) == [
        (
            "Python's venv module is missing: install it "
            "(Debian and Ubuntu: sudo apt-get install python3-venv), or install uv."
        )
    ]
    assert not (machine / ".venv").exists()


def test_interrupted_installation_begins_again(machine: Path) -> None:
    (machine / ".venv" / "lib").mkdir(parents=True)
    (machine / ".venv" / ".installing").touch()
    (machine / ".venv" / "lib" / "half_a_package.py").touch()

    make(machine, "run")

    assert not (machine / ".venv").exists()


def test_uv_installs_when_it_is_there_and_downloads_no_python(machine: Path) -> None:
    give_python(machine, "exit 0")
    uv = machine.parent / "programs" / "uv"
    uv.write_text('#!/bin/sh\nmkdir -p .venv/bin\necho "$UV_PYTHON_DOWNLOADS $*" >> calls\n')
    uv.chmod(0o755)

    ended = make(machine, ".venv/.base")

    assert ended.returncode == 0, ended.stderr
    assert (machine / "calls").read_text().splitlines() == [
        "never venv --quiet --allow-existing --python python3 .venv",
        (
            "never pip install --quiet --python .venv/bin/python --require-hashes "
            "--requirement requirements/base.txt"
        ),
    ]
    assert not (machine / ".venv" / ".installing").exists()
    again = make(machine, ".venv/.base")
    assert "up to date" in again.stdout


@pytest.mark.skipif(os.name != "posix", reason="runs a shell script")
def test_throw_away_postgresql_asks_for_a_command() -> None:
    ended = subprocess.run([ROOT / ".ci" / "postgres"], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr == "usage: .ci/postgres command [argument…]\n"
