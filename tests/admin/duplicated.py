"""A person and an organisation that were written twice and are named in every way there is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page, ReferenceIndex, Revision

from cms.publishing.journal import one_change
from pages.models import Speaker
from snippets.blocks import choices_as_references
from snippets.models import EventSeries, Organisation, Person
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


def translated(record: Any, name: str) -> Any:
    english = record.copy_for_translation(Locale.objects.get(language_code="en"))
    english.name, english.slug = name, slugify(name)
    english.save()
    publish(english)
    return english
