"""Who looks after webhooks makes them, sees what became of each message, and has it sent again."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.webhooks.models import Delivery, Endpoint
from tests.factories import make_organisation
from tests.webhooks.receiver import Answer, Receiver

ADD = "/admin/webhooks/new/"


def form(**fields: Any) -> dict[str, Any]:
    return {"name": "Site", "url": "http://127.0.0.1:9/", "operation": "", **fields}


def edit(endpoint: Endpoint) -> str:
    return reverse("webhooks:edit", args=[endpoint.pk])


def log(endpoint: Endpoint) -> str:
    return reverse("webhooks:messages", args=[endpoint.pk])


def test_endpoint_is_made_with_a_secret_of_its_own(
    administering: Client, receiver: Receiver
) -> None:
    chosen = {"actions": ["PUBLISHED"], "kinds": ["EVENT_REPORT", "SITE"], "languages": ["fr"]}
    response = administering.post(ADD, form(url=receiver.url, **chosen))
    assert response.status_code == 302, response.context["form"].errors
    endpoint = Endpoint.objects.get()
    assert {name: getattr(endpoint, name) for name in chosen} == chosen
    assert endpoint.secret.startswith("whsec_")
    assert endpoint.secret in administering.get(edit(endpoint)).content.decode()
    assert "Site" in administering.get("/admin/webhooks/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field", "why"),
    [
        ({"url": "http://10.0.0.1/"}, "url", "https://"),
        ({"url": "https://169.254.169.254/latest/"}, "url", "réseau privé"),
        ({"url": "https://nowhere.invalid/"}, "url", "introuvable"),
        ({"operation": "{ nothing }"}, "operation", "Cannot query field"),
        ({"operation": "{ pages { "}, "operation", "Syntax Error"),
        ({"operation": "mutation { x }"}, "operation", "There is no mutation"),
        ({"operation": "query A { __typename } query B { __typename }"}, "operation", "one query"),
        (
            {"operation": "query ($slug: String) { person(slug: $slug) { name } }"},
            "operation",
            "$slug",
        ),
        (
            {"operation": "query ($path: String!) { page(path: $path) { __typename } }"},
            "operation",
            "$path may be null",
        ),
        (
            {"operation": "query ($id: Int!) { a: people(first: $id) { totalCount } }"},
            "operation",
            "$id must be of the type ID",
        ),
        ({"kinds": ["NOTHING"]}, "kinds", "NOTHING"),
    ],
)
def test_what_cannot_work_is_refused_at_its_field(
    administering: Client, receiver: Receiver, wrong: dict[str, Any], field: str, why: str
) -> None:
    response = administering.post(ADD, form(url=receiver.url) | wrong)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert why in str(response.context["form"].errors[field].as_text())
    assert not Endpoint.objects.exists()


def test_secret_is_renewed_and_sending_paused(
    administering: Client, make_endpoint: Callable[..., Endpoint]
) -> None:
    endpoint = make_endpoint()
    typed = form(url=endpoint.url)
    administering.post(edit(endpoint), {**typed, "renew_secret": "on", "is_paused": "on"})
    changed = Endpoint.objects.get()
    assert changed.secret != endpoint.secret == changed.former_secret
    assert changed.paused_at is not None
    Endpoint.objects.update(failures=7)
    administering.post(edit(endpoint), {**typed, "initial-is_paused": "True"})
    changed = Endpoint.objects.get()
    assert (changed.paused_at, changed.failures) == (None, 0)


def test_form_that_was_opened_before_a_pause_does_not_end_it(
    administering: Client, make_endpoint: Callable[..., Endpoint]
) -> None:
    endpoint = make_endpoint()
    endpoint.pause("410")
    endpoint.save()
    administering.post(edit(endpoint), form(url=endpoint.url, **{"initial-is_paused": "False"}))
    assert Endpoint.objects.get().paused_at is not None


def test_form_keeps_what_sending_noted_meanwhile(
    administering: Client, make_endpoint: Callable[..., Endpoint]
) -> None:
    endpoint = make_endpoint()
    Endpoint.objects.update(failures=2)
    administering.post(edit(endpoint), form(url=endpoint.url, name="Autre"))
    assert Endpoint.objects.values_list("name", "failures").get() == ("Autre", 2)


def test_messages_are_seen_and_sent_again(
    administering: Client,
    make_endpoint: Callable[..., Endpoint],
    receiver: Receiver,
    send: Callable[[Endpoint], int],
) -> None:
    receiver.answers[:] = [Answer(500)]
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    make_organisation()
    send(endpoint)
    page = administering.get(log(endpoint)).content.decode()
    assert re.search(r"Organisation\s:\sPublication", page)
    assert "Le destinataire a répondu avec l’état 500." in page
    Delivery.objects.update(state="GIVEN_UP")
    assert "Renvoyer ce qui a été abandonné" in administering.get(log(endpoint)).content.decode()
    administering.post(log(endpoint), {"given_up": "1"})
    assert send(endpoint) == 1
    given = Delivery.objects.get()
    assert given.state == "DELIVERED"
    administering.post(log(endpoint), {"message": given.message_id})
    assert send(endpoint) == 1
    assert [(each.id, each.status) for each in receiver.got] == [
        (given.message_id, status) for status in (500, 204, 204)
    ]
    assert (
        given.message_id not in administering.get(f"{log(endpoint)}?state=WAITING").content.decode()
    )


@pytest.mark.django_db(transaction=True)
def test_test_is_sent_and_its_outcome_told(
    administering: Client, make_endpoint: Callable[..., Endpoint], receiver: Receiver
) -> None:
    receiver.answers[:] = [Answer(204), Answer(404)]
    endpoint = make_endpoint()
    address = reverse("webhooks:test", args=[endpoint.pk])
    taken = administering.post(address, follow=True).content.decode()
    assert re.search(r"Reçu\s: état 204", taken)
    assert "l’état 404" in administering.post(address, follow=True).content.decode()
    assert {each.body["type"] for each in receiver.got} == {"webhook.tested"}
    assert not Delivery.objects.exists()


def test_editors_have_no_way_to_them(
    publishing: Client, make_endpoint: Callable[..., Endpoint], receiver: Receiver
) -> None:
    endpoint = make_endpoint()
    assert "/admin/webhooks/" not in publishing.get("/admin/").content.decode()
    for address in ("/admin/webhooks/", ADD, edit(endpoint), log(endpoint)):
        response = publishing.get(address)
        assert (response.status_code, response["Location"]) == (302, "/admin/")
    for address in (log(endpoint), reverse("webhooks:test", args=[endpoint.pk])):
        assert publishing.post(address, {"given_up": "1"}).status_code == 302
    assert receiver.got == []
