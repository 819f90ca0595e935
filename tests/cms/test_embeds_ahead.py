"""Providers of videos are asked before the transaction of an editor, and never within it."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.blocks import StructBlockValidationError
from wagtail.embeds.models import Embed
from wagtail.test.utils.form_data import streamfield

from cms import embeds, embeds_ahead
from cms.publishing.journal import one_change, touched
from pages.blocks.media import EmbedBlock
from pages.models import EventReport, EventReportIndex
from tests import factories
from tests.admin.conftest import editor, sign_in, writing  # noqa: F401
from tests.admin.forms import record_form, report_form
from tests.cms.test_embeds import ANSWER, VIDEO, Provider, provider  # noqa: F401
from tests.rest.conftest import Tool, mounted, writer  # noqa: F401
from tests.rest.test_writing import report_of

pytestmark = pytest.mark.django_db
SECONDS = 30
"""The longest that a thread is waited for."""
UNKNOWN = "On ne sait encore rien de cette vid"
"""The page holds it as JSON, whose letters are ASCII."""


@pytest.fixture(autouse=True)
def nothing_told() -> None:
    """By a provider in another test."""
    cache.clear()


@pytest.fixture(autouse=True)
def alone(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> list[bool]:  # noqa: F811
    """Whether a transaction was open, each time that a provider was asked."""
    within: list[bool] = []

    def ask(*about: Any, **how: Any) -> Any:
        within.append(touched.get() is not None)
        return provider(*about, **how)

    monkeypatch.setattr(embeds.pool, "urlopen", ask)
    return within


def form_with(*videos: str) -> dict[str, Any]:
    return report_form(body=streamfield([("embed", {"media": each}) for each in videos]))


def address_of_new_report() -> str:
    kind = ["pages", "eventreport", EventReportIndex.objects.get().pk]
    return reverse("wagtailadmin_pages:add", args=kind)


def video(number: int) -> str:
    return f"https://www.youtube.com/watch?v={number}"


def test_an_editor_gives_the_address_of_a_video(
    writing: Client,  # noqa: F811
    provider: Provider,  # noqa: F811
    alone: list[bool],
) -> None:
    provider.say(ANSWER)
    assert writing.post(address_of_new_report(), form_with(VIDEO)).status_code == 302
    assert alone == [False]
    assert Embed.objects.get().title == "Une visite"
    report = EventReport.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[report.pk])
    assert writing.post(edit, form_with(VIDEO)).status_code == 302
    assert len(alone) == 1, "what is kept is not asked for again"


def test_a_video_that_is_none_ends_in_a_sentence_and_one_question(
    writing: Client,  # noqa: F811
    provider: Provider,  # noqa: F811
    alone: list[bool],
) -> None:
    provider.say(b"", 404)
    answer = writing.post(address_of_new_report(), form_with(VIDEO))
    assert answer.status_code == 200
    assert "Impossible de trouver" in answer.content.decode()
    assert alone == [False]
    assert not Embed.objects.exists()


def test_more_than_a_few_are_asked_about_when_it_is_saved_again(
    writing: Client,  # noqa: F811
    provider: Provider,  # noqa: F811
    alone: list[bool],
) -> None:
    for _ in range(embeds_ahead.MOST + 1):
        provider.say(ANSWER)
    form = form_with(*map(video, range(embeds_ahead.MOST + 1)))
    answer = writing.post(address_of_new_report(), form)
    assert answer.content.decode().count(UNKNOWN) == 1
    assert alone == [False] * embeds_ahead.MOST
    assert writing.post(address_of_new_report(), form).status_code == 302
    assert alone == [False] * (embeds_ahead.MOST + 1)


def test_slow_providers_have_so_much_time_in_all(
    writing: Client,  # noqa: F811
    provider: Provider,  # noqa: F811
    alone: list[bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [0.0]
    patience: list[float] = []
    urlopen = embeds.pool.urlopen

    def slowly(*about: Any, **how: Any) -> Any:
        patience.append(how["timeout"].read_timeout)
        clock[0] += 6
        return urlopen(*about, **how)

    for module in (embeds, embeds_ahead):
        monkeypatch.setattr(module, "monotonic", lambda: clock[0])
    monkeypatch.setattr(embeds.pool, "urlopen", slowly)
    provider.say(ANSWER)
    provider.say(ANSWER)
    answer = writing.post(address_of_new_report(), form_with(*map(video, range(4))))
    assert patience == [embeds.SECONDS, embeds_ahead.SECONDS_IN_ALL - 6]
    assert UNKNOWN in answer.content.decode()
    assert len(alone) == 2


def test_a_tool_gives_the_address_of_a_video(
    writer: Tool,  # noqa: F811
    provider: Provider,  # noqa: F811
    alone: list[bool],
) -> None:
    provider.say(ANSWER)
    told = report_of(body=[{"type": "embed", "value": {"media": VIDEO}}])
    assert writer("POST", "pages/", told).status_code == 201
    assert alone == [False]
    assert Embed.objects.count() == 1


def test_a_tool_that_is_refused_goes_on_where_it_was(
    writer: Tool,  # noqa: F811
    provider: Provider,  # noqa: F811
    alone: list[bool],
) -> None:
    count = embeds_ahead.MOST + 1
    for _ in range(count):
        provider.say(ANSWER)
    body = [{"type": "embed", "value": {"media": f"{video(each)} "}} for each in range(count)]
    assert writer("POST", "pages/", report_of(body=body)).status_code == 422
    assert writer("POST", "pages/", report_of(body=body)).status_code == 201
    assert alone == [False] * count


def test_an_address_that_nobody_is_asked_about_is_no_video(
    writer: Tool,  # noqa: F811
    alone: list[bool],
) -> None:
    told = report_of(body=[{"type": "embed", "value": {"media": VIDEO + "0" * 600}}])
    answer = writer("POST", "pages/", told)
    assert answer.status_code == 422
    assert "Save again" not in answer.content.decode()
    assert alone == []


@pytest.mark.parametrize("content", [b"[" * 100_000, b"{", b'{"media": 1}', b'{"media": [null]}'])
def test_what_is_no_address_asks_nobody(
    writer: Tool,  # noqa: F811
    alone: list[bool],
    content: bytes,
) -> None:
    client = Client(raise_request_exception=False)
    headers = {"Authorization": f"Bearer {writer.token}"}
    answer = client.post(
        "/api/v3/pages/", content, content_type="application/json", headers=headers
    )
    assert 400 <= answer.status_code < 500
    assert alone == []


def test_nobody_is_asked_within_a_change(alone: list[bool]) -> None:
    block = EmbedBlock()
    block.set_name("embed")
    with one_change(), pytest.raises(StructBlockValidationError) as raised:
        block.clean(block.to_python({"media": VIDEO}))
    [sentence] = raised.value.block_errors["media"].messages
    assert UNKNOWN in sentence
    assert alone == []


@pytest.mark.django_db(transaction=True)
def test_others_save_while_a_provider_thinks(
    sign_in: Callable,  # noqa: F811
    admin_user: Any,
    provider: Provider,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, saved = Event(), Event()
    urlopen = embeds.pool.urlopen

    def think(*about: Any, **how: Any) -> Any:
        asked.set()
        assert saved.wait(SECONDS), "the other editor waits for the provider"
        return urlopen(*about, **how)

    monkeypatch.setattr(embeds.pool, "urlopen", think)
    provider.say(ANSWER)
    first, second = sign_in(admin_user), sign_in(admin_user)
    address, form, answers = address_of_new_report(), form_with(VIDEO), []

    def write() -> None:
        answers.append(first.post(address, form).status_code)
        connection.close()

    thread = Thread(target=write)
    thread.start()
    assert asked.wait(SECONDS)
    person = factories.make_person()
    other = reverse(person.snippet_viewset.get_url_name("edit"), args=[person.pk])
    assert second.post(other, record_form(type(person))).status_code == 302
    saved.set()
    thread.join(SECONDS)
    assert answers == [302]
    assert Embed.objects.count() == 1
