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
    factories.make_issue(live=False)
    for model in page_types():
        address = reverse("wagtailadmin_pages:edit", args=[model.objects.first().pk])
        tab = promotion_tab(administering.get(address).content.decode())
        assert "Ne pas montrer dans les moteurs de recherche" in tab, model
        assert "Par exemple\u00a0: une page qui remercie de s’être inscrit." in tab
        assert "Laissé vide, le chapeau." in tab


TAKEN = (
    "Une autre page a déjà l’adresse «\u00a0dejeuner-de-juin\u00a0». Donnez-en une autre à celle-ci dans "
    "l’onglet Promotion\u00a0; tant qu’elle n’est pas publiée, un autre titre suffit."
)


def test_title_says_that_its_address_is_taken(publishing: Client) -> None:
    factories.make_report(title="Déjeuner de juin")
    parent = EventReportIndex.objects.get()
    other = factories.make_report()
    for address in (
        reverse("wagtailadmin_pages:add", args=["pages", "eventreport", parent.pk]),
        reverse("wagtailadmin_pages:edit", args=[other.pk]),
    ):
        errors = publishing.post(address, report_form()).context["form"].errors
        assert sorted(errors) == ["slug", "title"]
        assert errors["title"] == [TAKEN]


def test_what_an_editor_ticks_is_kept(publishing: Client) -> None:
    parent = EventReportIndex.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["pages", "eventreport", parent.pk])
    form = report_form(no_index="on", seo_title="Le midi", **{"action-publish": "1"})
    publishing.post(address, form)
    report = EventReport.objects.get()
    assert report.live
    assert (report.no_index, report.seo_title) == (True, "Le midi")
