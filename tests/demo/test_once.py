"""`manage.py demo`: loaded once into an empty database, and gone without a trace."""

from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model
from wagtail.models import Site

from cms.demo.models import DemoLoad
from pages.models import EventReport
from tests import factories

pytestmark = pytest.mark.django_db

STAYS = {"demo.demoload", "contenttypes.contenttype", "publishing.change"}


def run(**options: Any) -> str:
    said = StringIO()
    call_command("demo", stdout=said, **options)
    return said.getvalue()


def rows() -> dict[str, list[str]]:
    """Every row of every table, but the journal's, and those of the search index, which follows."""
    return {
        model._meta.label_lower: sorted(map(row, model._base_manager.all()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label_lower not in STAYS and model._meta.app_label != "wagtailsearch"
    }


def row(thing: Model) -> str:
    fields = thing._meta.concrete_fields
    return repr([field.get_prep_value(field.value_from_object(thing)) for field in fields])


@pytest.mark.thorough
def test_it_is_loaded_once_and_deletions_last(django_capture_on_commit_callbacks: Any) -> None:
    before = rows()
    assert run(once=True) == (
        "The demo is loaded: 3 technopoles, 13 organisations, 7 people, 4 event reports, "
        "2 testimonials, 1 standard page, 1 newsletter issue, 21 pictures, 1 document, 3 accounts.\n"
    )
    EventReport.objects.all().delete()
    loaded = rows()
    assert run(once=True) == "The demo was loaded here before: nothing was changed.\n"
    assert run() == "The demo is loaded already: nothing was changed.\n"
    assert rows() == loaded
    with django_capture_on_commit_callbacks(execute=True):  # files go after the commit
        assert run(delete=True).startswith("Demo removed: 3 technopoles, 13 organisations")
    assert run(once=True) == "The demo was loaded here before: nothing was changed.\n"
    assert rows() == before
    assert run().startswith("The demo is loaded: 3 technopoles")
    Site.clear_site_root_paths_cache()


def test_it_is_not_loaded_once_where_there_is_content() -> None:
    factories.make_person(name="Camille Exemple")
    assert run(once=True) == "There is content here already: the demo was not loaded.\n"
    assert not DemoLoad.objects.exists()
