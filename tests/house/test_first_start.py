"""`make run` from an empty folder to the first answer, and again."""

import json
import stat
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.processes import tried_out


@pytest.mark.thorough
def test_empty_folder_becomes_a_running_product_and_stays_it(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    query = "{ eventReports { totalCount nodes { title path } } }"

    with tried_out(folder) as server:
        address = server.address
        first = ask(address, query)["eventReports"]
        first_block = server.log.read_text()
        with urlopen(f"{address}/static/wagtailadmin/css/core.css") as style:  # noqa: S310
            assert style.headers["Content-Type"] == 'text/css; charset="utf-8"'
        for picture in pictures_of_issue(address):
            with urlopen(picture) as file:  # noqa: S310
                assert file.headers["Content-Type"] == "image/jpeg"
    secrets_file = folder / "installation.env"
    passwords = [
        line.partition("=")[2]
        for line in secrets_file.read_text().splitlines()
        if line.startswith("DEMO_")
    ]

    assert first["totalCount"] >= 3
    assert stat.S_IMODE(secrets_file.stat().st_mode) == 0o600
    assert f"{address}/graphql/" in first_block
    assert len(passwords) == 3
    assert all(password in first_block for password in passwords)

    with tried_out(folder) as server:
        assert ask(server.address, query)["eventReports"] == first
        assert "Preparing the database" not in server.log.read_text()
        assert all(password in server.log.read_text() for password in passwords)


def pictures_of_issue(address: str) -> list[str]:
    """Where the pictures are of the newsletter issue of the demo, which was frozen when it was loaded."""
    issue = ask(address, "{ newsletterIssue { items { image { url } } } }")["newsletterIssue"]
    found = [item["image"]["url"] for item in issue["items"]]
    assert found
    return found


def ask(address: str, query: str) -> dict:
    request = Request(  # noqa: S310
        f"{address}/graphql/",
        data=json.dumps({"query": query}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as answer:  # noqa: S310
        return json.load(answer)["data"]
