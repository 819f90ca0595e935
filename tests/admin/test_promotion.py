"""What an editor says of a page to search engines."""

import re

from django.test import Client
from django.urls import reverse

from pages.models import EventReport, EventReportIndex
from pages.querysets import page_types
from tests import factories
from tests.admin.forms import report_form


def promotion_tab(html: str) -> str:
    """The words of the tab."""
    tab = html.partition('id="tab-promotion"')[2].partition('id="tab-')[0]
    return re.sub(r"[ \n]+", " ", tab)


def test_every_kind_of_page_can_be_kept_from_search_engines(administering: Client) -> None:
    factories.make_report()
    factories.make_testimonial()
    factories.make_standard_page()
    for model in page_types():
        address = reverse("wagtailadmin_pages:edit", args=[model.objects.first().pk])
        tab = promotion_tab(administering.get(address).content.decode())
        assert "Ne pas montrer dans les moteurs de recherche" in tab, model
        assert "Par exemple\u00a0: une page qui remercie de s’être inscrit." in tab
        assert "Laissé vide, le chapeau." in tab


def test_what_an_editor_ticks_is_kept(publishing: Client) -> None:
    parent = EventReportIndex.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["pages", "eventreport", parent.pk])
    form = report_form(no_index="on", seo_title="Le midi", **{"action-publish": "1"})
    publishing.post(address, form)
    report = EventReport.objects.get()
    assert report.live
    assert (report.no_index, report.seo_title) == (True, "Le midi")
