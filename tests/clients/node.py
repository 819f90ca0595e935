"""Runs a program of this folder in node."""

import json
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SECONDS = 120


def run(*command: object) -> Any:
    """What the program answers, as JSON; Apollo Client warns only while developing."""
    return json.loads(execute("node", "--conditions=development", *command))


def execute(*command: object) -> str:
    """What the command prints; fails with what it says when it fails."""
    ended = subprocess.run(
        list(map(str, command)),
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout
