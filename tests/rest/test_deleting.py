"""A tool that deletes what others name is told what breaks, and deletes it once it says that it knows."""

from typing import Any

import pytest

from pages.models import EventReport
from snippets.models import Organisation, Person
from tests import factories
from tests.rest.conftest import Tool


def quoted() -> tuple[EventReport, Person]:
    """A report, and whom it quotes."""
    person = factories.make_person(name="Camille Exemple")
    words = {"text": "Quartz", "person": person.pk, "role": "élue"}
    return factories.make_report(title="Midi", body=[factories.block("quote", words)]), person


def test_what_breaks_is_told_before(administrator: Tool) -> None:
    report, person = quoted()
    address = f"snippets/snippets.Person/{person.pk}/"
    for path in (address, address + "actions/delete/"):
        answer = administrator("DELETE", path)
        assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
        told = answer.json()
        assert "despite_losses=1" in told["detail"]
        assert [user["name"] for user in told["used_by"]] == [
            "Bilan d’événement «\u00a0Midi\u00a0»"
        ]
        assert told["used_by"][0]["edit_url"].endswith(f"/admin/pages/{report.pk}/edit/")
        assert "les lecteurs ne voient plus ce bloc" in told["used_by"][0]["losses"][0]
    assert Person.objects.filter(pk=person.pk).exists()
    assert administrator("DELETE", address + "?despite_losses=1").status_code == 204
    assert not Person.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("kind", ["page", "photo"])
def test_pages_and_pictures_are_named_too(administrator: Tool, kind: str) -> None:
    if kind == "page":
        gone = factories.make_report(slug="un")
        other = factories.make_report(slug="deux")
        other.related_reports.create(report=gone)
        other.save()
        path = f"pages/{gone.pk}/"
    else:
        gone = factories.make_photo()
        factories.make_report(slug="deux", cover=gone)
        path = f"images/{gone.pk}/"
    told = administrator("DELETE", path)
    assert told.status_code == 409, told.content
    assert len(told.json()["used_by"]) == 1
    assert administrator("DELETE", path + "?despite_losses=1").status_code == 204
    assert not type(gone).objects.filter(pk=gone.pk).exists()


def test_what_nobody_names_goes_at_once(administrator: Tool) -> None:
    organisation = factories.make_organisation()
    path = f"snippets/snippets.Organisation/{organisation.pk}/"
    assert administrator("DELETE", path).status_code == 204
    assert not Organisation.objects.exists()


def test_whoever_may_not_delete_learns_nothing(writer: Tool) -> None:
    _, person = quoted()
    answer = writer("DELETE", f"snippets/snippets.Person/{person.pk}/")
    assert answer.status_code == 403
    assert "used_by" not in answer.json()


@pytest.mark.parametrize(
    "path",
    ["pages/999/", "images/0/", "snippets/snippets.Person/abc/", "snippets/snippets.Nothing/1/"],
)
def test_what_is_not_there_is_answered_by_wagtail(administrator: Tool, path: Any) -> None:
    answer = administrator("DELETE", path)
    assert answer.status_code in (404, 422)
    assert answer["Content-Type"] == "application/problem+json"
