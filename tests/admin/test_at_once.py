"""Two people who make the same at the same moment."""

import pytest
from django.test import Client
from django.urls import reverse

from pages.models import EventReport, EventReportIndex
from snippets.models import Person
from tests.admin.forms import record_form, report_form
from tests.threads import beside

WRITERS = 4


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [EventReport, Person])
def test_one_makes_it_and_the_others_read_that_its_slug_is_taken(
    editor: object, model: type
) -> None:
    if model is Person:
        address, form = reverse("wagtailsnippets_snippets_person:add"), record_form(Person)
    else:
        kind = ["pages", "eventreport", EventReportIndex.objects.get().pk]
        address, form = reverse("wagtailadmin_pages:add", args=kind), report_form()
    clients = [Client(raise_request_exception=False) for _ in range(WRITERS)]
    for client in clients:
        client.force_login(editor)
    answers = []

    def make(client: Client) -> None:
        answers.append(client.post(address, form))

    threads = [beside(make, client) for client in clients]
    for thread in threads:
        thread.join(60)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 302]
    refused = [answer for answer in answers if answer.status_code == 200]
    assert all("slug" in answer.context["form"].errors for answer in refused)
    assert model.objects.count() == 1
