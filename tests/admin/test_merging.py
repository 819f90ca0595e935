"""People and organisations that were written twice become one, with all that names them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, ModelLogEntry, Page, ReferenceIndex, Revision

from cms.merging import merge as merging
from cms.merging.duplicates import Pair, pairs
from cms.merging.merge import Merger, merge
from cms.publishing.audit import missing_changes
from cms.publishing.journal import head, one_change
from cms.publishing.models import Change
from cms.publishing.schedule import run_due
from cms.traces.found import Traces
from cms.traces.removal import remove_traces
from pages.models import EventReport, Mention, Quote, Speaker
from snippets.blocks import choices_as_references
from snippets.models import EventSeries, FormerSlug, Organisation, Person
from snippets.references import references
from tests.factories import (
    block,
    made,
    make_organisation,
    make_person,
    make_report,
    make_sector,
    make_standard_page,
    make_testimonial,
)


def quote(person: Person, text: str, organisation: Organisation | None = None) -> dict[str, Any]:
    told = {"text": text, "person": person.pk, "role": "gérante"}
    return block("quote", {**told, "organisation": organisation and organisation.pk})


def publish(thing: Any) -> None:
    with one_change():
        thing.save_revision().publish()


class Used:
    """A person, and an organisation, named in every way there is; and the ones they become."""

    def __init__(self) -> None:
        self.gone_firm = make_organisation(
            name="Alpha SAS", website="https://alpha.example", sectors=[make_sector(name="Santé")]
        )
        self.firm = make_organisation(name="Alpha", sectors=[make_sector(name="Énergie")])
        self.gone = make_person(
            ("gérante", self.gone_firm), name="Dupont, Éva", biography="<p>Elle fonde.</p>"
        )
        self.gone.links.create(label="LinkedIn", url="https://l.example/eva")
        self.gone.save()
        self.gone.refresh_from_db()
        self.kept = make_person(("Gérante", self.firm), name="Eva Dupont")
        self.other = make_person(("trésorière", self.gone_firm), name="Zoé")
        self.series = made(EventSeries, name="12/14", organiser=self.gone_firm)
        self.body = [
            quote(self.gone, "Ensemble.", self.gone_firm),
            quote(self.other, "Autre."),
            block("people", {"title": "", "people": [self.gone.pk, self.kept.pk, self.other.pk]}),
            block(
                "organisations", {"title": "", "organisations": [self.firm.pk, self.gone_firm.pk]}
            ),
            block("question_answer", {"question": "?", "answer": "Oui", "person": self.gone.pk}),
        ]
        self.report = make_report(
            title="Midi",
            body=self.body,
            organisers=[self.gone_firm, self.firm],
            speakers=[
                Speaker(
                    person=self.gone, role="gérante", organisation=self.gone_firm, sort_order=0
                ),
                Speaker(person=self.kept, role="gérante", organisation=self.firm, sort_order=1),
                Speaker(person=self.other, role="élue", sort_order=2),
            ],
        )
        self.testimonial = make_testimonial(
            person=self.gone, organisations=[self.gone_firm], pull_quote="Ici, tout va vite."
        )
        self.withdrawn = make_report(title="Retiré", body=[quote(self.gone, "Jadis.")])
        self.withdrawn.unpublish()
        self.draft = make_report(
            live=False,
            body=[quote(self.gone, "Jamais lu.", self.gone_firm)],
            speakers=[Speaker(person=self.gone, role="gérante")],
        )
        self.changed = make_standard_page(title="Page", body=[])
        self.changed.body = self.body
        self.changed.save_revision()
        self.scheduled = make_report(title="Demain", live=False, body=self.body)
        self.scheduled.go_live_at = timezone.now() + timedelta(days=1)
        self.scheduled.save_revision().publish()


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


def leading_to(model: type, key: int) -> list[str]:
    """Whatever names an object."""
    index = ReferenceIndex.objects.filter(to_object_id=str(key))
    indexed = [str(each) for each in index if each.to_content_type.model_class() is model]
    return [*columns_with(model, key), *contents_with(model, key), *indexed]


def columns_with(model: type, key: int) -> Iterator[str]:
    """Columns of every table."""
    for each in apps.get_models(include_auto_created=True):
        for field in each._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model is model:
                found = each._base_manager.filter(**{field.attname: key})
                yield from (f"{each._meta.label}.{field.name} {row.pk}" for row in found)


def contents_with(model: type, key: int) -> Iterator[str]:
    """Pages and records, as they are stored and in each version."""
    things = [*Page.objects.specific(), *Person.objects.all(), *EventSeries.objects.all()]
    things += [revision.as_object() for revision in Revision.objects.all()]
    with choices_as_references():
        yield from (repr(each) for each in things if (model, key) in list(references(each)))


def asked(client: Client, query: str) -> Any:
    answer = client.post("/graphql/", {"query": query}, content_type="application/json").json()
    assert "errors" not in answer, answer
    return answer["data"]


def address(first: Any, second: Any) -> str:
    return reverse("merge", args=[first._meta.model_name, first.pk, second.pk])


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


# Languages.


def translated(record: Any, name: str) -> Any:
    english = record.copy_for_translation(Locale.objects.get(language_code="en"))
    english.name, english.slug = name, slugify(name)
    english.save()
    publish(english)
    return english


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


@pytest.mark.parametrize("case", ["languages", "translations", "offline"])
def test_some_cannot_be_merged(publishing: Client, case: str) -> None:
    first = make_person(name="Eva")
    if case == "languages":
        second = translated(make_person(), "Eve")
    elif case == "translations":
        second = translated(first, "Eve")
    else:
        second = first
        first = make_person(live=False)
    answer = publishing.post(address(first, second), {"stays": first.pk}, follow=True)
    [message] = answer.context["messages"]
    assert message.level_tag == "error"
    assert {first, second} <= set(Person.objects.all())


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


def test_history_says_who_merged_what(used: Used, publishing: Client, publisher: Any) -> None:
    answer = publishing.post(address(used.gone, used.kept), {"stays": used.kept.pk}, follow=True)
    assert "a été fusionné" in " ".join(str(each) for each in answer.context["messages"])
    entry = ModelLogEntry.objects.get(action="cms.merge")
    assert (entry.user, entry.object_id) == (publisher, str(used.kept.pk))
    assert entry.data["merged"]["name"] == "Dupont, Éva"
    assert not ModelLogEntry.objects.filter(
        object_id=str(used.gone.pk), label="Dupont, Éva"
    ).exists()
    history = reverse("wagtailsnippets_snippets_person:history", args=[used.kept.pk])
    assert "Dupont, Éva" in publishing.get(history).content.decode()


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


# The screens.


@pytest.mark.parametrize(
    ("first", "second", "is_same_name"),
    [
        ("Éva Dupont", "eva dupont", True),
        ("Dupont, Eva", "Éva Dupont", True),
        ("Jean-Luc Martin", "Jean Luc Martin", True),
        ("Eva Dupont", "Eva Dupont-Martin", False),
        ("Centrale Méditerranée", "École Centrale Méditerranée", False),
    ],
)
def test_pairs_that_may_be_one(db: None, first: str, second: str, is_same_name: bool) -> None:
    keys = [make_person(name=name).pk for name in (first, second, "Zoé Autre")][:2]
    assert pairs(Person) == [Pair(*keys, is_same_name)]


@pytest.mark.parametrize(
    ("first", "second"), [("Eva Dupont", "Zoé Dupont"), ("Dupont", "Eva Dupont"), ("Li", "Li Wu")]
)
def test_pairs_that_are_none(db: None, first: str, second: str) -> None:
    make_person(name=first), make_person(name=second)
    assert pairs(Person) == []


def test_translations_are_no_duplicates(db: None) -> None:
    translated(make_person(name="Eva Dupont"), "Eva Dupont")
    assert pairs(Person) == []


def test_work_stays_bounded_with_many_of_one_name(db: None) -> None:
    for _ in range(14):
        make_organisation(name="Alpha Conseil", live=False)
    with CaptureQueriesContext(connection) as statements:
        assert len(pairs(Organisation)) == 45
    assert len(statements) == 1


def test_screens_lead_from_one_to_the_next(used: Used, publishing: Client) -> None:
    reports = publishing.get(reverse("wagtailadmin_home")).content.decode()
    listing = reverse("duplicates", args=["person"])
    assert listing in reports
    page = publishing.get(listing).content.decode()
    merging_address = address(used.gone, used.kept)
    assert merging_address in page
    answer = publishing.get(merging_address)
    shown = answer.content.decode()
    for text in ("Dupont, Éva", "Eva Dupont", "Elle fonde.", "Midi", "Ce qui va se passer"):
        assert text in shown
    assert answer.context["objection"] == ""
    choosing = reverse("merge_with", args=["person", used.gone.pk])
    for view, args in (("edit", [used.gone.pk]), ("list", [])):
        name = f"wagtailsnippets_snippets_person:{view}"
        assert choosing in publishing.get(reverse(name, args=args)).content.decode()
    assert publishing.get(choosing).status_code == 200
    chosen = publishing.post(choosing, {"other": used.kept.pk})
    assert chosen.url == merging_address
    assert publishing.post(choosing, {"other": used.gone.pk}).status_code == 200


def test_only_those_who_may_delete_may_merge(used: Used, writing: Client) -> None:
    addresses = (
        reverse("duplicates", args=["person"]),
        reverse("merge_with", args=["person", used.gone.pk]),
        address(used.gone, used.kept),
    )
    for each in addresses:
        assert writing.get(each).status_code == 302
        assert writing.post(each, {"stays": used.kept.pk}).url == reverse("wagtailadmin_home")
    assert Person.objects.filter(pk=used.gone.pk).exists()
    edit = reverse("wagtailsnippets_snippets_person:edit", args=[used.gone.pk])
    assert addresses[1] not in writing.get(edit).content.decode()


def test_one_has_to_say_which_one_stays(used: Used, publishing: Client) -> None:
    publishing.post(address(used.gone, used.kept), {"stays": used.other.pk})
    publishing.post(address(used.gone, used.kept))
    assert Person.objects.count() == 3
    assert publishing.get(address(used.kept, used.kept)).status_code == 404
    assert publishing.get(reverse("duplicates", args=["sector"])).status_code == 404
