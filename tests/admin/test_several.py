"""Several records in one field of a form."""

import re

from django.test import Client
from django.urls import reverse

from pages.models import EventReport, EventReportIndex
from tests import factories
from tests.admin.forms import report_form


def keys_in(form: str) -> list[int]:
    return [int(key) for key in re.findall(r'name="organisers" value="(\d+)"', form)]


def test_organisers_are_kept_added_and_removed(writing: Client) -> None:
    first, second, third = (factories.make_organisation(name=name) for name in ("A", "B", "C"))
    index = EventReportIndex.objects.get()
    add = reverse("wagtailadmin_pages:add", args=["pages", "eventreport", index.pk])
    writing.post(add, {**report_form(), "organisers": [first.pk, second.pk]})
    report = EventReport.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[report.pk])
    assert keys_in(writing.get(edit).content.decode()) == [first.pk, second.pk]

    writing.post(edit, {**report_form(), "organisers": [second.pk, third.pk]})
    assert keys_in(writing.get(edit).content.decode()) == [second.pk, third.pk]
    writing.post(edit, report_form())
    assert keys_in(writing.get(edit).content.decode()) == []


def test_an_organiser_that_does_not_exist_is_refused(writing: Client) -> None:
    report = factories.make_report()
    edit = reverse("wagtailadmin_pages:edit", args=[report.pk])
    answer = writing.post(edit, {**report_form(), "organisers": ["0"]})
    assert "organisers" in answer.context["form"].errors
