"""What changes an answer without being content itself is told as the content it changes."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db.models import Model
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.models import Site

from cms.publishing.audit import missing_changes
from cms.publishing.journal import one_change
from cms.publishing.making import make_files
from cms.publishing.models import Change
from cms.publishing.pictures import make_next
from pages.models import StandardPage
from tests.factories import block, make_person, make_photo, make_report, make_standard_page

FRAME = '<iframe src="https://player.vimeo.com/video/76979871"></iframe>'
VIDEO = "https://vimeo.com/76979871?a=é"


def test_video_described_anew_or_forgotten_changes_its_pages(told: Callable) -> None:
    make_report(body=[block("embed", {"media": VIDEO})])
    make_report(body=[block("embed", {"media": "https://vimeo.com/1"})])
    told()
    hashed = get_embed_hash(VIDEO)
    video = Embed.objects.create(url=VIDEO, hash=hashed, type="video", html=FRAME)
    assert told() == [("UPDATED", "EVENT_REPORT")]
    video.delete()
    assert told() == [("UPDATED", "EVENT_REPORT")]


def test_of_redirects_at_one_path_the_one_that_leads_is_told(told: Callable) -> None:
    here = {"old_path": "/vieux", "redirect_link": "https://example.org/"}
    general = Redirect.objects.create(**here)
    told()
    twin = Redirect.objects.create(**here, site=Site.objects.get())
    assert told() == [("WITHDRAWN", "REDIRECT"), ("PUBLISHED", "REDIRECT")]
    twin.old_path = "/ailleurs"
    twin.save()
    assert told() == [("PUBLISHED", "REDIRECT"), ("UPDATED", "REDIRECT")]
    twin.old_path = "/vieux"
    twin.save()
    twin.delete()
    told()
    assert Change.objects.filter(object_id=general.pk).last().action == "PUBLISHED"
    assert list(missing_changes()) == []


def test_pages_below_a_withdrawn_one_move_with_it(told: Callable) -> None:
    parent = make_standard_page(slug="avant")
    child = make_standard_page(slug="enfant", parent=parent)
    with one_change():
        parent.unpublish()
    told()
    parent = StandardPage.objects.get(pk=parent.pk)
    parent.slug = "apres"
    with one_change():
        parent.save()
    assert told("STANDARD_PAGE") == [("UPDATED", "STANDARD_PAGE")]
    assert Change.objects.filter(object_id=child.pk).last().path == "/apres/enfant/"


def test_quotes_and_redirects_move_with_the_site(told: Callable) -> None:
    quote = {"text": "Dit", "person": make_person().pk, "role": "élue"}
    make_report(body=[block("quote", quote)])
    Redirect.objects.create(old_path="/a", redirect_link="https://www.example.org/a")
    told()
    site = Site.objects.get()
    site.hostname, site.port = "www.example.org", 443
    site.save()
    assert told() == [("WITHDRAWN", "REDIRECT"), ("UPDATED", "SITE")]
    assert list(missing_changes()) == []


def test_mentions_that_are_rebuilt_are_told(told: Callable) -> None:
    report = make_report(body=[block("people", {"title": "", "people": [make_person().pk]})])
    told()
    call_command("rebuild_quotes")
    assert told() == []
    report.mentions.all().delete()
    call_command("rebuild_quotes")
    assert told() == [("UPDATED", "EVENT_REPORT")]


def test_files_of_a_maker_that_died_before_it_told_of_them_are_told(
    told: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = make_photo()
    told()

    def die(*things: Model) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("cms.publishing.making.note", die)
        with pytest.raises(KeyboardInterrupt):
            make_files(photo)
    assert told() == []
    type(photo).objects.update(files_due_at=timezone.now())
    assert make_next() is True
    assert told() == [("UPDATED", "IMAGE")]
    assert make_next() is False
