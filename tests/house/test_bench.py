"""The bench runs from end to end; no figure of such a short run means anything."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

from bench.copies import copy_reports
from bench.operations import CACHED, MARK, OPERATIONS
from bench.same import compare, difference
from bench.servers import granian
from bench.table import tables
from cms.demo.builder import build_reports
from cms.management.commands import serve
from pages.models import EventReport

ROOT = settings.BASE_DIR


def test_servers_are_started_as_the_product_is() -> None:
    [*options, _] = serve.granian()
    [*measured, application] = granian("bench.stock.wsgi", settings.SERVE_PORT)

    assert measured == options
    assert application == "bench.stock.wsgi:application"


def test_every_operation_is_asked_of_both() -> None:
    for folder in ("operations", "stock/operations"):
        files = {path.stem for path in (ROOT / "bench" / folder).glob("*.graphql")}
        assert files == {operation.file for operation in OPERATIONS}


def test_first_difference_is_told() -> None:
    told = difference([("a", ["b", "c"])], [("a", ["b", "d"])])
    assert told == "At /0/1/1: the product has c and stock d."


def test_committed_results_name_no_machine() -> None:
    text = (ROOT / "bench" / "results.json").read_text()
    results = json.loads(text)

    assert "/home" not in text
    assert str(ROOT) not in text
    assert set(results["databases"]) == {"sqlite", "postgresql"}
    assert tables(results).count("| full-100 ") == 4


def test_page_shows_the_committed_results() -> None:
    results = json.loads((ROOT / "bench" / "results.json").read_text())
    page = (ROOT / "docs" / "performance.md").read_text()
    assert tables(results) in page


@pytest.mark.thorough
def test_quick_run_tells_everything(tmp_path: Path) -> None:
    into = tmp_path / "results.json"
    ended = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--databases", "sqlite", "--into", into],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr

    told = json.loads(into.read_text())["databases"]["sqlite"]
    operations = told["against_stock"]["operations"]
    assert list(operations) == [operation.name for operation in OPERATIONS]
    assert all(each["same_items"] > 0 for each in operations.values())
    assert list(told["again"]) == list(CACHED)
    for operation in OPERATIONS:
        assert ended.stdout.count(f"| {operation.name} ") >= 2


@pytest.mark.thorough
@pytest.mark.django_db
def test_copies_are_reports_as_good_as_any(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    build_reports(6)
    EventReport.objects.filter(slug__startswith="essai-1-3-").update(standfirst=MARK)
    before = EventReport.objects.count()
    copy_reports(3, without=MARK)

    assert EventReport.objects.count() == before + 3 * 5
    assert Page.find_problems() == ([], [], [], [], [])
    call_command("journal")
    copy = EventReport.objects.filter(slug__startswith="essai-4-").first()
    asked = f"""{{
        page(path: "{copy.url}") {{ ... on EventReport {{ speakers {{ role }} }} }}
        search(query: "imaginaire", first: 100) {{ nodes {{ ... on EventReport {{ path }} }} }}
    }}"""
    told = client.post("/graphql/", {"query": asked}, content_type="application/json").json()
    assert told["data"]["page"]["speakers"]
    assert {"path": copy.url} in told["data"]["search"]["nodes"]


def test_answers_that_differ_are_refused() -> None:
    report = {
        "title": "a", "standfirst": "b", "path": "/c/", "startsAt": None,
        "technopole": None, "series": None,
    }  # fmt: skip
    ours = {"eventReports": {"totalCount": 1, "nodes": [report]}}
    theirs = {"reports": {"pagination": {"total": 1}, "items": [{**report, "title": "d"}]}}

    assert compare("filtered", ours, ours) == 1
    with pytest.raises(RuntimeError, match="At /1/0/0/0: the product has a and stock d"):
        compare("filtered", ours, theirs)
