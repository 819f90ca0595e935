"""Queries made by chance out of the contract: every one is answered or refused, none fails."""

import json
import time
from collections import Counter
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client

from tests.conftest import LEFT_OUT

schemathesis = pytest.importorskip("schemathesis", reason=LEFT_OUT["fuzz"])

from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from schemathesis.graphql import nodes, scalar  # noqa: E402

from tests.demo.conftest import demo, loaded  # noqa: E402, F401
from tests.walls.test_hostile import unclean  # noqa: E402

SEED = 20250708
MOST_EXAMPLES, MOST_SECONDS = 300, 40
NUMBER = st.integers(0, 9999)
SCALARS: dict[str, Any] = {
    "Date": NUMBER.map(lambda year: f"{year:04}-02-28") | st.text(max_size=12),
    "DateTime": NUMBER.map(lambda year: f"{year:04}-12-31T23:59:59-11:00") | st.text(max_size=12),
    "Locale": st.sampled_from(["fr", "en", "de", ""]) | st.text(max_size=5),
}
for name, values in SCALARS.items():
    scalar(name, values.map(nodes.String))
CONTRACT = schemathesis.graphql.from_path(project.BASE_DIR / "schema.graphql")


@pytest.mark.thorough
@pytest.mark.usefixtures("demo")
def test_no_query_makes_the_server_fail(client: Client, record_property: Any) -> None:
    record_property("seed", SEED)
    told: Counter[str] = Counter()
    end = time.monotonic() + MOST_SECONDS

    @seed(SEED)
    @settings(
        max_examples=MOST_EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=CONTRACT.as_strategy())
    def ask(case: Any) -> None:
        if time.monotonic() > end:
            return
        body = json.dumps({"query": case.body}).encode("utf-8", "backslashreplace")
        response = client.generic("POST", "/graphql/", body, content_type="application/json")
        answer = response.json()
        assert response.status_code in (200, 400), f"seed {SEED}: {case.body}"
        assert list(unclean(answer)) == [], f"seed {SEED}: {case.body}"
        told["asked"] += 1
        told["answered"] += "data" in answer

    ask()
    assert told["asked"] > MOST_EXAMPLES // 10
    assert told["answered"] > told["asked"] // 4
