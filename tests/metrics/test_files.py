"""The dashboard and the alert rules name what `/metrics` tells, and the documentation names all of it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from cms.metrics import counted
from cms.metrics.registry import registry
from tests.conftest import LEFT_OUT
from tests.metrics.conftest import Site

FOLDER = settings.BASE_DIR / "docs" / "monitoring"
PAGE = settings.BASE_DIR / "docs" / "monitoring.md"
NAME = re.compile(r"\b(?:technopole|process)_[a-z_]+\b")
ONLY_POSTGRESQL = {"technopole_database_pool_connections", "technopole_database_pool_waiting"}
ONLY_WITH_WORKERS = {"technopole_worker_tick_age_seconds"}
SUFFIXES = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("_total",), "info": ("_info",)}
OPEN, CLOSED = "([{", ")]}"


def dashboard() -> dict[str, Any]:
    return json.loads((FOLDER / "grafana.json").read_text())


def panels() -> list[dict[str, Any]]:
    return [panel for panel in dashboard()["panels"] if panel["type"] != "row"]


def rules() -> list[dict[str, str]]:
    """The alert rules, read line by line: no library of YAML is needed for what stands there."""
    text = (FOLDER / "alerts.yml").read_text()
    parts = re.split(r"^ {6}- alert: ", text, flags=re.MULTILINE)[1:]
    return [
        {
            "alert": part.partition("\n")[0],
            **dict(re.findall(r"""^ +(\w+): (?:'|")?(.+?)(?:'|")?$""", part, re.MULTILINE)),
        }
        for part in parts
    ]


def expressions() -> Iterator[str]:
    """Everything that is asked of Prometheus."""
    yield from (target["expr"] for panel in panels() for target in panel["targets"])
    yield from (rule["expr"] for rule in rules())


def families(site: Site) -> dict[str, str]:
    """The metrics that are told, or would be with PostgreSQL and a worker: name and kind."""
    page = site.scrape()[1].decode()
    kinds = dict(re.findall(r"^# TYPE (\S+) (\w+)$", page, re.MULTILINE))
    assert {metric.name for metric in registry.collect()} <= {
        name.removesuffix("_total") for name in kinds
    }
    return {**kinds, **dict.fromkeys(ONLY_POSTGRESQL | ONLY_WITH_WORKERS, "gauge")}


def series(site: Site) -> set[str]:
    """The names that can be asked for."""
    return {
        name if name.endswith(suffix) and kind != "histogram" else f"{name}{suffix}"
        for name, kind in families(site).items()
        for suffix in SUFFIXES.get(kind, ("",))
    }


def test_dashboard_and_alerts_ask_for_what_there_is(site: Site) -> None:
    asked = {name for expression in expressions() for name in NAME.findall(expression)}
    told = series(site)
    assert len(asked) > 20
    assert asked - told == set()


def test_every_metric_is_documented_and_no_other(site: Site) -> None:
    named = set(re.findall(r"^\| `(technopole_[a-z_]+)` \|", PAGE.read_text(), re.MULTILINE))
    told = {name for name in families(site) if name.startswith("technopole_")}
    assert named == {name for name in told if not name.endswith("_created")}


def test_every_metric_is_on_the_dashboard_or_raises_an_alert(site: Site) -> None:
    asked = " ".join(expressions())
    missing = {
        name for name in families(site) if name.startswith("technopole_") and name not in asked
    }
    assert missing == {"technopole_journal_last_change_timestamp_seconds"}


def test_labels_that_are_asked_for_are_those_there_are() -> None:
    known = {
        *(
            label
            for metric in vars(counted).values()
            for label in getattr(metric, "_labelnames", ())
        ),
        *("state", "version", "job", "instance", "le"),
    }
    asked = {
        label
        for expression in expressions()
        for inside in re.findall(r"\{(.*?)\}", expression)
        for label in re.findall(r"(\w+)(?:=~|!=|!~|=)", inside)
    }
    grouped = {
        label.strip()
        for expression in expressions()
        for inside in re.findall(r"by \((.*?)\)", expression)
        for label in inside.split(",")
    }
    assert (asked | grouped) - known == set()


def test_brackets_close() -> None:
    for expression in expressions():
        waiting = []
        for sign in re.sub(r'"[^"]*"', "", expression):
            if sign in OPEN:
                waiting.append(CLOSED[OPEN.index(sign)])
            elif sign in CLOSED:
                assert waiting.pop() == sign, expression
        assert waiting == [], expression


def test_counters_are_read_as_rates() -> None:
    """The number of a counter itself tells how long a process has run."""
    for expression in expressions():
        for found in re.finditer(r"technopole_\w+(?:_total|_bucket|_count|_sum)\b", expression):
            assert re.search(r"(rate|increase)\($", expression[: found.start()]), expression


def test_panels_have_a_place_of_their_own_and_say_what_they_show() -> None:
    told = dashboard()
    taken = set()
    for panel in told["panels"]:
        place = panel["gridPos"]
        cells = {
            (place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])
        }
        assert place["x"] + place["w"] <= 24
        assert not cells & taken, panel["title"]
        taken |= cells
    assert len({panel["id"] for panel in told["panels"]}) == len(told["panels"])
    assert all(panel["description"] for panel in panels())
    assert {panel["datasource"]["uid"] for panel in panels()} == {"${datasource}"}
    assert [each["name"] for each in told["templating"]["list"]] == [
        "datasource",
        "job",
        "instance",
    ]


def test_alerts_say_how_bad_it_is_and_what_to_do() -> None:
    named = [rule["alert"] for rule in rules()]
    assert len(set(named)) == len(named) > 10
    for rule in rules():
        assert rule["severity"] in ("page", "ticket"), rule["alert"]
        assert rule["summary"].endswith("."), rule["alert"]
        assert len(rule["description"]) > 30, rule["alert"]


@pytest.mark.parametrize("name", ["alerts.yml", "prometheus.yml"])
def test_files_are_yaml(name: str) -> None:
    yaml = pytest.importorskip("yaml", reason=LEFT_OUT["YAML"])
    told = yaml.safe_load((FOLDER / name).read_text())
    assert told
    if name == "alerts.yml":
        read = told["groups"][0]["rules"]
        assert [rule["expr"] for rule in read] == [rule["expr"] for rule in rules()]
        assert [rule["alert"] for rule in read] == [rule["alert"] for rule in rules()]
