"""What an editor finds first."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from pages.models import EventReport, EventReportIndex, Home
from tests import factories


def panels(client: Client) -> dict[str, Any]:
    context = client.get(reverse("wagtailadmin_home")).context
    return {panel.name: panel for panel in context["panels"]}


def home(client: Client) -> str:
    return client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.fixture
def english_list(db: None) -> EventReportIndex:
    english = Locale.objects.get(language_code="en")
    front = Page.objects.get(depth=1).add_child(instance=Home(title="Home", locale=english))
    return front.add_child(instance=EventReportIndex(title="Events", locale=english))


def test_two_buttons_begin_a_story(writing: Client) -> None:
    index = EventReportIndex.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["pages", "eventreport", index.pk])
    assert f'href="{address}"' in home(writing)
    assert writing.get(address).status_code == 200


def test_a_story_is_begun_in_the_language_of_the_user(
    writing: Client, editor: Any, english_list: EventReportIndex
) -> None:
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "en"})
    address = reverse("wagtailadmin_pages:add", args=["pages", "eventreport", english_list.pk])
    shown = home(writing)
    assert f'href="{address}"' in shown
    assert "Write an event report" in shown


def test_drafts_are_those_of_the_user(writing: Client, editor: Any, publisher: Any) -> None:
    mine, theirs = factories.make_report(live=False), factories.make_report(live=False)
    mine.save_revision(user=editor)
    theirs.save_revision(user=publisher)
    submitted = factories.make_report(live=False)
    submitted.save_revision(user=editor)
    submitted.get_workflow().start(submitted, editor)
    shown = home(writing).partition('id="my-drafts')[2].partition('id="last-published')[0]
    assert mine.title in shown
    assert theirs.title not in shown
    assert submitted.title not in shown
    assert submitted.title in home(writing)


def test_a_publisher_is_told_that_nothing_waits(writing: Client, publishing: Client) -> None:
    assert "Rien n’attend votre relecture" in home(publishing)
    assert "Rien n’attend votre relecture" not in home(writing)


def test_the_last_published_come_first(publishing: Client) -> None:
    first, second = factories.make_report(), factories.make_report()
    shown = home(publishing).partition('id="last-published')[2]
    assert 0 < shown.index(second.title) < shown.index(first.title)


def test_publications_are_stories_in_the_language_of_the_user_first(
    publishing: Client, publisher: Any, english_list: EventReportIndex
) -> None:
    french = factories.make_report(title="En français")
    english = EventReport(
        title="In English", standfirst="Noon.", starts_at=timezone.now(), locale=english_list.locale
    )
    english_list.add_child(instance=english).save_revision().publish()
    page = factories.make_standard_page(title="Une page")
    english_list.save_revision(user=publisher).publish()
    shown = panels(publishing)["last-published"].pages(publisher)
    assert [each.pk for each in shown] == [page.pk, french.pk, english.pk]


def test_wagtails_own_news_are_left_out(administering: Client) -> None:
    shown = home(administering)
    for noise in ("guide.wagtail.org", "releases.wagtail.org", "w-summary", "whats-new"):
        assert noise not in shown
