"""The public audits of GraphQL over HTTP, by the reference implementation, over a real connection."""

import pytest

from tests.clients.node import run

pytestmark = [pytest.mark.clients, pytest.mark.django_db]


def test_every_audit_passes(endpoint: str) -> None:
    results = run("audits.js", endpoint)
    failed = [
        f"{result['id']} {result['name']}: {result['reason']}"
        for result in results
        if result["status"] != "ok"
    ]
    assert failed == [], "\n".join(["These audits failed:", *failed])
    assert len(results) == 61
