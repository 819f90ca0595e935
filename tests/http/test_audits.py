"""The public audits of GraphQL over HTTP, by the reference implementation, over a real connection."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.clients, pytest.mark.django_db(transaction=True)]

HERE = Path(__file__).parent


def test_every_audit_passes(live_server: Any) -> None:
    ended = subprocess.run(
        ["node", "audits.js", f"{live_server.url}/graphql/"],
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    results = json.loads(ended.stdout)
    assert len(results) == 61
    assert [result for result in results if result["status"] != "ok"] == []
