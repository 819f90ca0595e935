"""People and organisations that were written twice become one, with all that names them."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, Revision

from cms.merging import merge as merging
from cms.merging.merge import Merger, merge
from cms.publishing.audit import missing_changes
from cms.publishing.journal import head
from cms.publishing.models import Change
from cms.publishing.schedule import run_due
from cms.traces.found import Traces
from cms.traces.removal import remove_traces
from pages.models import EventReport, Mention, Quote, Speaker
from snippets.models import FormerSlug, Organisation, Person
from tests.admin.duplicated import Used, leading_to, publish, quote, translated
from tests.factories import (
    block,
    make_organisation,
    make_person,
    make_report,
)

pytestmark = pytest.mark.thorough


@pytest.fixture
def used(db: None, django_capture_on_commit_callbacks: Any) -> Used:
    with django_capture_on_commit_callbacks(execute=True):
        return Used()


@pytest.fixture
def merged(used: Used, django_capture_on_commit_callbacks: Any) -> Used:
    with django_capture_on_commit_callbacks(execute=True):
        merge(Merger(used.firm, used.gone_firm))
        merge(Merger(used.kept, used.gone))
    return used


def asked(client: Client, query: str) -> Any:
    answer = client.post("/graphql/", {"query": query}, content_type="application/json").json()
    assert "errors" not in answer, answer
    return answer["data"]


# What merging does.


def test_nothing_leads_to_what_went(used: Used) -> None:
    gone = ((Person, used.gone.pk), (Organisation, used.gone_firm.pk))
    assert all(len(leading_to(*each)) > 8 for each in gone)
    merge(Merger(used.firm, used.gone_firm))
    merge(Merger(used.kept, used.gone))
    assert [leading_to(*each) for each in gone] == [[], []]
    assert list(Person.objects.filter(pk=used.gone.pk)) == []
    assert list(Organisation.objects.filter(pk=used.gone_firm.pk)) == []


def test_readers_find_the_one_that_stays_everywhere(merged: Used) -> None:
    report = EventReport.objects.get(pk=merged.report.pk)
    assert [each.person for each in report.speakers.all()] == [merged.kept, merged.other]
    assert list(report.organisers.all()) == [merged.firm]
    told, _other, people, organisations, answer = (each.value for each in report.body)
    assert (told["person"], told["organisation"]) == (merged.kept, merged.firm)
    assert list(people["people"]) == [merged.kept, merged.other]
    assert list(organisations["organisations"]) == [merged.firm]
    assert answer["person"] == merged.kept
    said = Quote.objects.filter(person=merged.kept).values_list("text", flat=True)
    assert set(said) == {"Ensemble.", "Ici, tout va vite.", "Jadis."}
    assert Mention.objects.filter(page=report, person=merged.kept).count() == 1
    assert merged.series.__class__.objects.get().organiser == merged.firm


def test_quotes_keep_their_ids(used: Used) -> None:
    before = set(Quote.objects.values_list("pk", "text"))
    merge(Merger(used.kept, used.gone))
    assert set(Quote.objects.values_list("pk", "text")) == before


def test_drafts_and_what_is_scheduled_name_it_too(merged: Used) -> None:
    draft = EventReport.objects.get(pk=merged.draft.pk).get_latest_revision_as_object()
    assert [each.person for each in draft.speakers.all()] == [merged.kept]
    assert draft.body[0].value["person"] == merged.kept
    changed = Page.objects.get(pk=merged.changed.pk).get_latest_revision_as_object()
    assert changed.body[0].value["person"] == merged.kept
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert run_due() == 1
    report = EventReport.objects.get(pk=merged.scheduled.pk)
    assert report.live
    assert {each.person for each in report.quotes.all()} == {merged.kept, merged.other}


def test_what_was_empty_is_filled_and_parts_are_joined(merged: Used) -> None:
    kept = Person.objects.get(pk=merged.kept.pk)
    for person in (kept, kept.get_latest_revision_as_object()):
        assert person.name == "Eva Dupont"
        assert "Elle fonde." in person.biography
        assert [str(each) for each in person.affiliations.all()] == ["Gérante, Alpha"]
        assert [each.url for each in person.links.all()] == ["https://l.example/eva"]
    firm = Organisation.objects.get(pk=merged.firm.pk)
    assert firm.website == "https://alpha.example"
    assert {each.name for each in firm.sectors.all()} == {"Santé", "Énergie"}
    keys = [each.pk for each in kept.links.all()]
    publish(kept.get_latest_revision_as_object())
    assert [each.pk for each in Person.objects.get(pk=kept.pk).links.all()] == keys


def test_parts_that_differ_stay_and_dates_are_completed(db: None) -> None:
    firm = make_organisation()
    gone, kept = (
        make_person(("gérante", firm), ("présidente", firm)),
        make_person(("gérante", firm)),
    )
    gone.affiliations.update(since=date(2020, 1, 1))
    merge(Merger(kept, gone))
    found = Person.objects.get(pk=kept.pk).affiliations.values_list("role", "since")
    assert list(found) == [("gérante", date(2020, 1, 1)), ("présidente", date(2020, 1, 1))]


def test_two_topics_of_one_speaker_stay(db: None) -> None:
    gone, kept = make_person(), make_person()
    topics = [
        Speaker(person=gone, role="gérante", topic="Hier", sort_order=0),
        Speaker(person=kept, role="gérante", topic="Demain", sort_order=1),
    ]
    report = make_report(speakers=topics)
    merge(Merger(kept, gone))
    spoken = EventReport.objects.get(pk=report.pk).speakers.values_list("person", "topic")
    assert list(spoken) == [(kept.pk, "Hier"), (kept.pk, "Demain")]


def test_unpublished_changes_stay_unpublished(db: None) -> None:
    gone, kept = make_person(biography="<p>Elle fonde.</p>"), make_person(name="Eva")
    kept.name = "Eva Dupont"
    kept.save_revision()
    merge(Merger(kept, gone))
    kept = Person.objects.get(pk=kept.pk)
    assert (kept.name, kept.has_unpublished_changes) == ("Eva", True)
    draft = kept.get_latest_revision_as_object()
    assert (draft.name, draft.biography) == ("Eva Dupont", kept.biography)
    assert "Elle fonde." in draft.biography


def test_draft_stays_a_draft_when_something_withdrawn_becomes_part_of_it(db: None) -> None:
    gone, kept = make_person(biography="<p>Elle fonde.</p>"), make_person(live=False)
    gone.unpublish()
    merge(Merger(kept, Person.objects.get(pk=gone.pk)))
    kept.refresh_from_db()
    assert (kept.live, kept.first_published_at) == (False, None)
    assert "Elle fonde." in kept.biography


# Languages.


def test_translations_are_merged_with_theirs_or_come_along(db: None, client: Client) -> None:
    gone, kept = make_person(name="Alix A"), make_person(name="Alix B")
    gone_english, kept_english = translated(gone, "Alice"), translated(kept, "Alicia")
    report = make_report(body=[quote(gone_english, "Together.")])
    merge(Merger(kept, gone))
    assert set(Person.objects.all()) == {kept, kept_english}
    assert report.quotes.get().person == kept_english

    lonely = make_person(name="Bo A")
    english = translated(lonely, "Bob")
    bo = make_person(name="Bo B")
    merge(Merger(bo, lonely))
    english.refresh_from_db()
    assert english.translation_key == bo.translation_key
    query = '{ person(slug: "bo-a", locale: "en") { name slug } }'
    assert asked(client, query) == {"person": {"name": "Bob", "slug": "bob"}}
    assert list(missing_changes()) == []


# Old addresses, and what is told of all this.


def test_old_slugs_lead_to_the_one_that_stays(used: Used, client: Client) -> None:
    slugs = (used.gone.slug, used.gone_firm.slug)
    query = """{
        person(slug: "PERSON") { name slug }
        organisation(slug: "FIRM") { name slug }
        quotes(filter: {person: "PERSON", organisation: "FIRM"}) { nodes { text } }
        eventReports(filter: {person: "PERSON", organisation: "FIRM"}) { nodes { title } }
        people(filter: {organisation: "FIRM"}) { nodes { name } }
    }""".replace("PERSON", slugs[0]).replace("FIRM", slugs[1])
    before = asked(client, query)
    merge(Merger(used.firm, used.gone_firm))
    merge(Merger(used.kept, used.gone))
    after = asked(client, query)
    assert before["person"] == {"name": "Dupont, Éva", "slug": slugs[0]}
    assert after["person"] == {"name": "Eva Dupont", "slug": "eva-dupont"}
    assert after["organisation"] == {"name": "Alpha", "slug": "alpha"}
    assert after["quotes"] == before["quotes"] == {"nodes": [{"text": "Ensemble."}]}
    assert after["eventReports"] == before["eventReports"] == {"nodes": [{"title": "Midi"}]}
    assert {each["name"] for each in after["people"]["nodes"]} == {"Eva Dupont", "Zoé"}
    assert list(missing_changes()) == []


def test_a_slug_that_is_given_anew_is_its_owners(db: None, client: Client) -> None:
    gone, kept = make_person(name="Eva A"), make_person(name="Eva B")
    merge(Merger(kept, gone))
    newcomer = make_person(name="Eva A")
    assert newcomer.slug == "eva-a"
    assert asked(client, '{ person(slug: "eva-a") { name } }') == {"person": {"name": "Eva A"}}


def test_slugs_follow_through_several_mergers_and_go_with_the_last(
    db: None, client: Client
) -> None:
    first, second, third = (make_person(name=f"Eva {letter}") for letter in "ABC")
    merge(Merger(second, first))
    merge(Merger(third, second))
    assert asked(client, '{ person(slug: "eva-a") { slug } }') == {"person": {"slug": "eva-c"}}
    third.delete()
    assert not FormerSlug.objects.exists()


def test_journal_tells_each_change(used: Used) -> None:
    since = head()
    merge(Merger(used.kept, used.gone))
    lines = Change.objects.filter(number__gt=since)
    told = set(lines.values_list("action", "kind", "object_id"))
    assert ("WITHDRAWN", "PERSON", used.gone.pk) in told
    assert ("UPDATED", "PERSON", used.kept.pk) in told
    assert ("UPDATED", "EVENT_REPORT", used.report.pk) in told
    assert ("UPDATED", "TESTIMONIAL", used.testimonial.pk) in told
    said = {
        ("UPDATED", "QUOTE", each.pk) for each in Quote.objects.readable().filter(person=used.kept)
    }
    assert said <= told
    assert not lines.filter(object_id__in=[used.draft.pk, used.scheduled.pk], kind="EVENT_REPORT")
    assert list(missing_changes()) == []


def rows() -> dict[str, list[Any]]:
    """Everything in the tables of content, versions and journal."""
    models = (Person, Organisation, Page, EventReport, Speaker, Quote, Mention, Revision, Change)
    found = {each.__name__: list(each.objects.order_by("pk").values()) for each in models}
    return {**found, "slugs": list(FormerSlug.objects.values())}


@pytest.mark.parametrize("step", ["lead_elsewhere", "lead_tables", "tell_again", "say_so"])
def test_a_failure_leaves_everything_as_it_was(
    used: Used, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before, real = rows(), getattr(merging, step)

    def fail_after(*args: Any) -> Any:
        real(*args)
        raise RuntimeError(step)

    monkeypatch.setattr(merging, step, fail_after)
    with pytest.raises(RuntimeError, match=step):
        merge(Merger(used.kept, used.gone))
    assert rows() == before


def test_all_traces_go_with_those_of_the_duplicate(used: Used) -> None:
    merge(Merger(used.kept, used.gone))
    remove_traces(Traces(Person.objects.get(pk=used.kept.pk)))
    assert not FormerSlug.objects.exists()
    assert not ModelLogEntry.objects.filter(label="Dupont, Éva").exists()
    assert [each for each in ModelLogEntry.objects.all() if "Dupont" in str(each.data)] == []


def test_page_that_was_published_before_it_was_checked_is_led_too(db: None) -> None:
    kept, gone = make_person(name="Camille"), make_person(name="CAMILLE")
    said = block("quote", {"text": "Oui.", "person": gone.pk, "role": "élue"})
    report = make_report(body=[said])
    heading = block("heading", {"text": "Trop petit", "level": "3"})
    report.body = [heading, said]
    content = report.serializable_data()
    report.save()
    report.live_revision.content = content
    report.live_revision.save(update_fields=["content"])
    merge(Merger(kept, gone))
    assert report.quotes.get().person == kept
    assert EventReport.objects.get().body[1].value["person"] == kept
