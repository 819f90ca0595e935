"""Words are kept without the quotation marks they were pasted with: the site adds its own."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import streamfield

from pages.models import EventReport, EventReportIndex
from tests import factories
from tests.admin.forms import report_form

PASTED = {
    "« Il faut venir »": "Il faut venir",
    "«\u202fIl faut venir.\u202f»": "Il faut venir.",
    "“Il faut venir”": "Il faut venir",
    '"Il faut venir"': "Il faut venir",
    "Il faut dire « oui »": "Il faut dire «\u00a0oui\u00a0»",
    "« Oui » puis « non »": "«\u00a0Oui\u00a0» puis «\u00a0non\u00a0»",
}


@pytest.mark.parametrize(("pasted", "kept"), PASTED.items())
def test_a_quote_is_kept_without_its_marks(writing: Client, pasted: str, kept: str) -> None:
    said = {"text": pasted, "person": factories.make_person().pk, "role": "maire"}
    body = streamfield([("quote", {**said, "organisation": ""})])
    index = EventReportIndex.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["pages", "eventreport", index.pk])
    writing.post(address, report_form(body=body))
    [quote] = EventReport.objects.get().body
    assert quote.value["text"] == kept


def test_a_pull_quote_is_kept_without_its_marks(db: None) -> None:
    testimonial = factories.make_testimonial(pull_quote="« J’ai osé. »")
    assert testimonial.pull_quote == "J’ai osé."
