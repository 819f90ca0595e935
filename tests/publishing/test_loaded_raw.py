"""What is loaded past the admin is told once the journal is repaired."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command

from cms.publishing.journal import head
from snippets.models import Organisation, Sector
from tests.factories import make_organisation, make_sector


def loaded(folder: Path, *things: Any) -> None:
    """Rows as `loaddata` writes them."""
    file = folder / "rows.json"
    file.write_text(serializers.serialize("json", things))
    call_command("loaddata", file, verbosity=0)


def test_rows_that_came_or_went_are_found_and_told(told: Callable, tmp_path: Path) -> None:
    kept, gone = make_organisation(), make_sector()
    told()
    Sector.objects.filter(pk=gone.pk)._raw_delete("default")
    Organisation.objects.filter(pk=kept.pk).update(live=False)
    loaded(
        tmp_path, Organisation(name="Chargée", slug="chargee", locale_id=kept.locale_id, pk=4000)
    )
    with pytest.raises(CommandError, match="PUBLISHED ORGANISATION 4000"):
        call_command("journal")
    before = head()
    call_command("journal", repair=True)
    assert head() > before
    assert sorted(told()) == [
        ("PUBLISHED", "ORGANISATION"),
        ("WITHDRAWN", "ORGANISATION"),
        ("WITHDRAWN", "SECTOR"),
    ]
    call_command("journal")


def test_rows_that_were_overwritten_are_told_as_anything(told: Callable, tmp_path: Path) -> None:
    organisation = make_organisation()
    told()
    organisation.name = "Autrement"
    loaded(tmp_path, organisation)
    call_command("journal")
    call_command("journal", anew=True)
    assert told() == [("UPDATED", "SITE")]
    call_command("journal")
