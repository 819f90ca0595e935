"""After all traces of a person are removed, nothing in the database tells of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import Locale, ModelLogEntry, Revision

from cms.api.ids import global_id
from cms.publishing.audit import missing_changes
from cms.publishing.journal import one_change
from cms.publishing.models import Change
from pages import models
from pages.models import EventReport, Speaker, StandardPage
from snippets.models import Person, Photo
from tests.factories import (
    block,
    make_organisation,
    make_person,
    make_photo,
    make_report,
    make_standard_page,
    make_testimonial,
)

NEEDLES = ("zircon", "quartz", "topaze", "saphir")
"""The name, words, a role and a biography: none of them is written with an accent."""
ADDRESS = "forget_person"


def quote(person: Person, text: str = "Quartz", role: str = "Topaze") -> dict[str, Any]:
    return block("quote", {"text": text, "person": person.pk, "role": role})


class Told:
    """A person in two languages whom pages of every kind tell of, and another one who stays."""

    def __init__(self) -> None:
        self.organisation = make_organisation()
        self.person = make_person(
            ("Topaze", self.organisation),
            name="Zircon Ancien",
            photo=make_photo(title="Portrait de Zircon"),
        )
        self.person.name, self.person.biography = "Zircon", "<p>Saphir</p>"
        self.publish(self.person)
        english = self.person.copy_for_translation(Locale.objects.get(language_code="en"))
        english.save()
        self.publish(english)
        self.other = make_person(name="Opale")
        self.report = make_report(
            title="Rencontre",
            speakers=[
                Speaker(person=self.person, role="Topaze", sort_order=0),
                Speaker(person=self.other, role="élue", sort_order=1),
            ],
            body=[
                quote(self.person),
                quote(self.other, "Rubis", "élue"),
                block("people", {"title": "", "people": [self.person.pk, self.other.pk]}),
                block(
                    "question_answer", {"question": "?", "answer": "Quartz", "person": english.pk}
                ),
            ],
        )
        self.publish(self.report)
        self.testimonial = make_testimonial(
            title="Parcours de Zircon", person=self.person, portrait=make_photo(title="Zircon")
        )
        self.testimonial.slug = "zircon"
        self.publish(self.testimonial)
        card = block("people", {"title": "", "people": [self.person.pk]})
        way = block("testimonial", {"testimonial": self.testimonial.pk})
        self.page = make_standard_page(body=[card, way])
        self.draft = make_standard_page(live=False, body=[quote(self.person)])

    def publish(self, thing: Any) -> None:
        with one_change():
            thing.save_revision(log_action=True).publish(log_action=True)


@pytest.fixture
def told(db: None, django_capture_on_commit_callbacks: Any) -> Told:
    with django_capture_on_commit_callbacks(execute=True):
        return Told()


def rows_with(*needles: str) -> Iterator[str]:
    """Every row of every table with one of the words, in whatever column."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                text = repr([bytes(each) if isinstance(each, memoryview) else each for each in row])
                yield from (
                    f"{table}: {needle} in {text[:300]}"
                    for needle in needles
                    if needle in text.casefold()
                )


def types(page: Any) -> list[str]:
    return [each.block_type for each in page.body]


def removed(client: Client, person: Person) -> Any:
    return client.post(reverse(ADDRESS, args=[person.pk]))


def test_nothing_in_the_database_tells_of_them(told: Told, publishing: Client) -> None:
    assert {each.split(":")[1] for each in rows_with(*NEEDLES)} != set()
    assert removed(publishing, told.person).status_code == 302
    assert "\n".join(rows_with(*NEEDLES)) == ""
    assert list(Person.objects.all()) == [told.other]
    assert not models.Testimonial.objects.exists()
    assert not Photo.objects.exists()


@pytest.mark.thorough
def test_pages_keep_what_others_said(told: Told, publishing: Client) -> None:
    removed(publishing, told.person)
    report = EventReport.objects.get()
    assert types(report) == ["quote", "people"]
    assert [each.text for each in report.quotes.all()] == ["Rubis"]
    assert [each.person for each in report.speakers.all()] == [told.other]
    assert report.live
    drafted = report.get_latest_revision_as_object()
    assert types(drafted) == ["quote", "people"]
    assert [each.person for each in drafted.speakers.all()] == [told.other]
    assert types(StandardPage.objects.get(pk=told.page.pk)) == []
    assert types(told.draft.get_latest_revision_as_object()) == []


def test_changes_tell_that_something_is_gone_and_not_where_it_stood(
    told: Told, publishing: Client, client: Client
) -> None:
    query = "{ changes(kinds: [PERSON, TESTIMONIAL], first: 100) { nodes { action id path affectedPaths node { id } } } }"
    removed(publishing, told.person)
    answer = client.post("/graphql/", {"query": query}, content_type="application/json").json()
    gone = {"action": "WITHDRAWN", "id": global_id(told.testimonial), "path": None}
    assert {**gone, "affectedPaths": None, "node": None} in answer["data"]["changes"]["nodes"]
    assert list(missing_changes()) == []
    for thing in (told.testimonial, told.person):
        lines = Change.objects.filter(object_id=thing.pk, kind=thing._meta.model_name.upper())
        assert set(lines.values_list("path", "left_path")) == {("", "")}
        assert lines.last().action == "WITHDRAWN"


@pytest.mark.thorough
def test_what_was_withdrawn_before_is_told_once_more(told: Told, publishing: Client) -> None:
    told.person.unpublish()
    before = Change.objects.last().number
    removed(publishing, told.person)
    since = Change.objects.filter(number__gt=before, action="WITHDRAWN")
    assert {"TESTIMONIAL", "PERSON", "QUOTE"} <= set(since.values_list("kind", flat=True))


@pytest.mark.thorough
def test_history_says_who_did_it_and_not_to_whom(
    told: Told, publishing: Client, publisher: Any
) -> None:
    removed(publishing, told.person)
    [entry] = ModelLogEntry.objects.filter(action="cms.forget_person")
    assert (entry.user, entry.label) == (publisher, "Personne effacée")


def test_editor_may_not(told: Told, writing: Client) -> None:
    address = reverse(ADDRESS, args=[told.person.pk])
    for answer in (writing.get(address), writing.post(address)):
        assert answer.status_code == 302
        assert answer.url == reverse("wagtailadmin_home")
    assert Person.objects.count() == 3
    edit = reverse("wagtailsnippets_snippets_person:edit", args=[told.person.pk])
    assert address not in writing.get(edit).content.decode()


def test_screen_says_what_goes_and_what_is_left_to_read(told: Told, publishing: Client) -> None:
    noted = make_standard_page(title="Merci à Zircon")
    address = reverse(ADDRESS, args=[told.person.pk])
    for view in ("edit", "list"):
        name = f"wagtailsnippets_snippets_person:{view}"
        shown = publishing.get(reverse(name, args=[told.person.pk] if view == "edit" else []))
        assert address in shown.content.decode()
    answer = publishing.get(address)
    page = answer.content.decode()
    for text in ("Ce qui disparaît", "Parcours de Zircon", "Rencontre", "Portrait de Zircon"):
        assert text in page
    assert [each["thing"] for each in answer.context["still_telling"]] == [noted]
    here = answer.context["breadcrumbs_items"][-1]
    assert here["label"] == "Effacer toutes les traces"


@pytest.mark.thorough
def test_picture_that_something_else_shows_stays(told: Told, publishing: Client) -> None:
    told.report.cover = told.person.photo
    told.publish(told.report)
    removed(publishing, told.person)
    assert list(Photo.objects.all()) == [told.person.photo]


@pytest.mark.thorough
def test_version_that_holds_the_name_in_a_text_goes(told: Told, publishing: Client) -> None:
    told.page.title = "Merci à Zircon"
    told.publish(told.page)
    told.page.title = "Merci"
    told.publish(told.page)
    versions = Revision.objects.for_instance(told.page).count()
    removed(publishing, told.person)
    assert Revision.objects.for_instance(told.page).count() == versions - 1
    assert StandardPage.objects.get(pk=told.page.pk).latest_revision is not None


@pytest.mark.thorough
def test_command_lists_first_and_does_the_same(told: Told, capsys: pytest.CaptureFixture) -> None:
    slug = told.person.slug
    before = Change.objects.count()
    call_command("forget_person", slug, dry_run=True)
    listed = capsys.readouterr().out
    assert "Parcours de Zircon" in listed
    assert "Rencontre" in listed
    assert (Person.objects.count(), Change.objects.count()) == (3, before)
    call_command("forget_person", slug)
    assert "\n".join(rows_with(*NEEDLES)) == ""
    with pytest.raises(CommandError, match="There is not one person"):
        call_command("forget_person", slug)


@pytest.mark.thorough
def test_name_within_a_word_and_homonyms_are_left_alone(told: Told, publishing: Client) -> None:
    ana, homonym = make_person(name="Ana"), make_person(name="Ana")
    log(homonym, "wagtail.edit")
    told.page.title = "Le long du canal"
    told.publish(told.page)
    told.publish(told.page)
    versions = Revision.objects.for_instance(told.page).count()
    still_telling = publishing.get(reverse(ADDRESS, args=[ana.pk])).context["still_telling"]
    assert [each["thing"] for each in still_telling] == [homonym]
    removed(publishing, ana)
    assert Revision.objects.for_instance(told.page).count() == versions
    assert ModelLogEntry.objects.filter(object_id=str(homonym.pk), action="wagtail.edit").exists()
