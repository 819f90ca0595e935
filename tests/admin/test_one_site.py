"""There is one site."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

REFUSAL = "Il y a un seul site, et il existe déjà"


def test_a_second_site_is_refused_with_a_sentence(administering: Client) -> None:
    root = Site.objects.get().root_page_id
    form = {"hostname": "ailleurs.example", "port": 80, "root_page": root}
    answer = administering.post(reverse("wagtailsites:add"), form, follow=True)
    assert answer.redirect_chain == [(reverse("wagtailsites:index"), 302)]
    assert REFUSAL in answer.content.decode()
    assert Site.objects.count() == 1
    assert reverse("wagtailsites:add") not in answer.content.decode()


def test_the_one_site_stays_editable(administering: Client) -> None:
    site = Site.objects.get()
    form = {
        "hostname": "technopoles.example",
        "port": 443,
        "site_name": "Technopôles",
        "root_page": site.root_page_id,
        "is_default_site": "on",
    }
    administering.post(reverse("wagtailsites:edit", args=[site.pk]), form)
    assert Site.objects.get().hostname == "technopoles.example"


def test_a_lost_site_can_be_made_again(administering: Client) -> None:
    site = Site.objects.get()
    form = {"hostname": "localhost", "port": 80, "root_page": site.root_page_id}
    site.delete()
    assert administering.get(reverse("wagtailsites:add")).status_code == 200
    administering.post(reverse("wagtailsites:add"), form)
    assert Site.objects.count() == 1


def test_code_makes_no_second_site_either(db: None) -> None:
    site = Site.objects.get()
    site.save()
    with pytest.raises(ValidationError, match=REFUSAL):
        Site.objects.create(hostname="ailleurs.example", root_page=site.root_page)
