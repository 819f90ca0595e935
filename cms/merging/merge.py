"""Two records become one, with all that names them: in one transaction, with its lines of the journal."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, Revision

from cms.merging.holders import holders, versions
from cms.merging.joining import is_same, joined, parent_of
from cms.merging.swaps import led_content
from cms.publishing.journal import one_change
from cms.publishing.upkeep import index_anew
from pages.models import Mention, Quote
from pages.models.base import StoryPage
from pages.told import update_told
from snippets.checking.checked import known_ready
from snippets.checking.spots import parts_of
from snippets.models.former import remember_slug
from snippets.records import DraftableRecord

ACTION = "cms.merge"


class Merger:
    """The record that stays and the one that goes, in all languages in which both are written."""

    def __init__(self, kept: DraftableRecord, gone: DraftableRecord) -> None:
        self.kept, self.gone, self.model = kept, gone, type(kept)

    @cached_property
    def pairs(self) -> list[tuple[DraftableRecord, DraftableRecord]]:
        """The one that stays and the one that goes, in each language of both."""
        kept = {each.locale_id: each for each in self.translations(self.kept)}
        gone = self.translations(self.gone)
        return [(kept[each.locale_id], each) for each in gone if each.locale_id in kept]

    @cached_property
    def moved(self) -> list[DraftableRecord]:
        """The translations of what goes that become translations of what stays."""
        languages = {kept.locale_id for kept, _gone in self.pairs}
        return [each for each in self.translations(self.gone) if each.locale_id not in languages]

    def translations(self, record: DraftableRecord) -> list[DraftableRecord]:
        """A record in all its languages."""
        same = self.model.objects.filter(translation_key=record.translation_key)
        return list(same.select_related("locale").order_by("locale_id"))

    @property
    def objection(self) -> str:
        """Why the two cannot become one this way round; empty when they can."""
        if self.kept.translation_key == self.gone.translation_key:
            return _("These are one record in two languages: they stay so.")
        if self.kept.locale_id != self.gone.locale_id:
            return _("These are written in different languages: merge those of one language.")
        for kept, gone in self.pairs:
            if gone.live and not kept.live:
                message = _(
                    "“%(kept)s” is not online and “%(gone)s” is: keep the other one, or publish this one first."
                )
                return message % {"kept": kept.name, "gone": gone.name}
        return ""


@one_change()
def merge(merger: Merger, *, user: Any = None) -> None:
    """Make two records one: what named the one that goes names the one that stays. Nothing goes public by
    it, so nothing is checked: what was published before there were checks would forbid to merge."""
    with known_ready():
        make_one(merger, user)


def make_one(merger: Merger, user: Any) -> None:
    """Rewrite whatever names the one that goes, then delete it."""
    for kept, gone in merger.pairs:
        complete(kept, content_of(gone))
    for gone in merger.translations(merger.gone):
        remember_slug(gone, leads_to=merger.kept)
    swaps = {merger.model: {gone.pk: kept.pk for kept, gone in merger.pairs}}
    pages = [lead_elsewhere(each, swaps) for each in holders(swaps)]
    for revision in versions(swaps):
        rewrite(revision, led_content(revision.content_type.model_class(), revision.content, swaps))
    for kept, gone in merger.pairs:
        lead_tables(kept, gone)
    for page in pages:
        tell_again(page)
    for record in merger.moved:
        record.translation_key = merger.kept.translation_key
        record.save()
    for kept, gone in merger.pairs:
        say_so(kept, gone, user)
        gone.delete()
    index_anew(kept for kept, _gone in merger.pairs)


def content_of(record: DraftableRecord) -> dict[str, Any]:
    """What a record tells: what readers see of it; its last draft, when that is nothing."""
    told = record if record.live else record.get_latest_revision_as_object()
    content = told.serializable_data()
    for name in parts_of(type(record)):
        content[name] = [{**part, "pk": None} for part in content.get(name, ())]
    return content


def complete(kept: DraftableRecord, other: dict[str, Any]) -> None:
    """Give a record what it lacks, in what is stored and in the texts that wait."""
    model = type(kept)
    before = kept.serializable_data()
    after = joined(model, before, other)
    if after != before:
        kept.with_content_json(after).save()
        kept.refresh_from_db()
    stored = model.objects.get(pk=kept.pk).serializable_data()
    added = {**other, **dict(parts_added(model, stored, other))}
    for revision in waiting(kept):
        rewrite(revision, joined(model, revision.content, added))


def parts_added(
    model: type[Model], stored: dict[str, Any], other: dict[str, Any]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The stored parts that tell what the other record told: with the keys they have now."""
    for name, part in parts_of(model).items():
        parent = parent_of(part, model)
        yield (
            name,
            [
                each
                for each in stored.get(name, ())
                if any(is_same(each, told, parent) for told in other.get(name, ()))
            ],
        )


def waiting(record: DraftableRecord) -> list[Revision]:
    """The versions of a record that may yet be published: the last one, the live one, scheduled ones."""
    current = {record.latest_revision_id, record.live_revision_id}
    return [
        each for each in record.revisions.all() if each.pk in current or each.approved_go_live_at
    ]


def rewrite(revision: Revision, content: dict[str, Any]) -> None:
    """Another content of a version, if it is another one."""
    if content != revision.content:
        Revision.objects.filter(pk=revision.pk).update(content=content)


def lead_elsewhere(thing: Model, swaps: Any) -> Model:
    """Have a page or a record, as it is stored, name what stays."""
    before = thing.serializable_data()
    after = led_content(type(thing), before, swaps)
    if after != before:
        thing.with_content_json(after).save(**({"clean": False} if is_page(thing) else {}))
    return thing


def is_page(thing: Model) -> bool:
    """Whether a thing is a page."""
    return isinstance(thing, Page)


def lead_tables(kept: DraftableRecord, gone: DraftableRecord) -> None:
    """Have quotes, those of withdrawn pages too, and mentions name what stays."""
    field = gone._meta.model_name
    for quote in Quote.objects.filter(**{field: gone}):
        setattr(quote, field, kept)
        quote.save()
    known = Mention.objects.filter(**{field: kept}).values("page")
    Mention.objects.filter(**{field: gone}).exclude(page__in=known).update(**{field: kept})
    Mention.objects.filter(**{field: gone}).delete()


def tell_again(thing: Model) -> None:
    """Bring the quotes and mentions of a page up to date, and the words it is found by."""
    fresh = type(thing).objects.get(pk=thing.pk)
    if isinstance(fresh, StoryPage) and fresh.live:
        update_told(fresh)
    index_anew([fresh])


def say_so(kept: DraftableRecord, gone: DraftableRecord, user: Any) -> None:
    """In the history: who merged what into what. What was done to the one that goes is told there too,
    so that nothing of it is left when all traces of somebody are to be removed."""
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(gone), object_id=str(gone.pk)
    )
    entries.update(object_id=str(kept.pk))
    told = {"id": gone.pk, "name": gone.name, "slug": gone.slug}
    log(instance=kept, action=ACTION, user=user, data={"merged": told})
