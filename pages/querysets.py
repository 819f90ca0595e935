"""Which pages and quotes the public may read, and which events fall on which day."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache, reduce
from operator import or_
from typing import Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, get_page_models
from wagtail.query import PageQuerySet
from wagtail.search.queryset import SearchableQuerySetMixin

from pages.addresses import Addresses
from snippets.drafts import gone_from_draft, or_draft
from snippets.models import Person
from snippets.querysets import at_or_below, in_force
from snippets.reader import lookups
from snippets.statements import among, answers, rows


def start_of(day: date) -> datetime:
    """Midnight at which `day` begins, in the current time zone (Europe/Paris)."""
    return timezone.make_aware(datetime.combine(day, time.min))


class ReadablePageQuerySet(PageQuerySet):
    """Pages of one of our types."""

    def in_force(self) -> Q:
        """The condition of being in force, to everybody or to those who may pass a restriction."""
        return in_force()

    def out(self) -> Self:
        """Those in force."""
        return self.filter(self.in_force())

    def readable(self) -> Self:
        """Those in force that are behind no restriction, their own or an ancestor's.

        A page under an unpublished page stays readable, as everywhere in Wagtail.
        """
        restrictions = PageViewRestriction.objects.all()
        is_private = at_or_below(restrictions, path="path", restricted="page__path")
        return self.filter(or_draft(self.in_force() & ~Q(is_private), self.model))

    def muted(self) -> Self:
        """Those that are not readable for a reason of their type: none."""
        return self.none()

    def showing_video(self, address: str) -> Self:
        """Those in whose body the address of a video stands, as either database writes it."""
        stored = {json.dumps(address, ensure_ascii=ascii_only) for ascii_only in (True, False)}
        text = self.annotate(told=Cast("body", TextField()))
        return text.filter(reduce(or_, (Q(told__contains=each) for each in stored)))


class EventReportQuerySet(ReadablePageQuerySet):
    """Event reports, by the day of the event in Paris."""

    def held_on(self, day: date) -> Self:
        """Those whose event touches `day`, from 00:00 until the next midnight."""
        start, end = start_of(day), start_of(day + timedelta(days=1))
        begins_then = Q(starts_at__gte=start, starts_at__lt=end)
        goes_on_then = Q(starts_at__lt=start, ends_at__gt=start)
        return self.filter(begins_then | goes_on_then)

    def latest_first(self) -> Self:
        """By the time the event began, the last one first."""
        return self.order_by("-starts_at", "-pk")


class TestimonialQuerySet(ReadablePageQuerySet):
    """Testimonials."""

    def in_force(self) -> Q:
        """The condition of being in force and told by a readable person."""
        return super().in_force() & Q(person__in=Person.objects.readable())

    def muted(self) -> Self:
        """Those whose person is not readable."""
        is_heard = Q(person__in=Person.objects.readable())
        return self.exclude(or_draft(is_heard, self.model))

    def latest_first(self) -> Self:
        """By first publication, the last one first."""
        return self.order_by("-first_published_at", "-pk")


class QuoteQuerySet(SearchableQuerySetMixin, QuerySet):
    """Quotes, each said by a person in a page."""

    def readable(self) -> Self:
        """Those whose page and person are readable."""
        said = self.filter(person__in=Person.objects.readable())
        said = said.exclude(pk__in=gone_from_draft(self.model))
        return said.filter(page__in=readable_pages().values("pk"))

    def latest_first(self) -> Self:
        """By the day they were said, the last first; in the order of the page within a day."""
        return self.order_by("-said_on", "page_id", "sort_order")


@cache
def page_types() -> list[type[Page]]:
    """The page types of this house: those that can say which of their pages are readable."""
    return [model for model in get_page_models() if hasattr(model._default_manager, "readable")]


def readable_pages() -> PageQuerySet:
    """The readable pages of every type, as plain pages."""
    unheard = Q()
    for model in page_types():
        muted = model.objects.muted()
        if not muted.query.is_empty():
            unheard |= Q(pk__in=muted.values("pk"))
    kinds = ContentType.objects.get_for_models(*page_types()).values()
    exposed = ReadablePageQuerySet(Page).filter(content_type__in=kinds)
    return exposed.readable().exclude(unheard)


def pages_of_site(addresses: Addresses, language: str | None = None) -> PageQuerySet:
    """The readable pages that stand on the site, in a language or in all, as plain pages."""
    standing = Q(pk__in=[])
    for key, (_, root) in addresses.roots.items():
        if language in (None, addresses.languages[key]):
            standing |= Q(locale=key, url_path__startswith=root)
    return readable_pages().filter(standing)


def find_readable_pages(keys: Iterable[Any]) -> Mapping[Any, Page]:
    """The readable pages among `keys`, each of its own type, by key: one query a type."""
    return by_type(rows(types_of_readable_pages, keys=keys))


def types_of_readable_pages(keys: Any) -> QuerySet:
    """Key and type of the readable pages among `keys`."""
    return readable_pages_by_key(keys).values_list("pk", "content_type_id")


def readable_pages_by_key(keys: Any) -> PageQuerySet:
    """The readable pages among `keys`, as plain pages."""
    return readable_pages().filter(among("pk", keys)).order_by()


def find_linked_pages(keys: Iterable[Any]) -> Mapping[Any, Page]:
    """The same, each only with what pages of all types have: one query. `complete` loads the rest."""
    found = {page.pk: page.specific_deferred for page in answers(readable_pages_by_key, keys=keys)}
    for page in found.values():
        page.is_partial = True
    return found


def complete(pages: Iterable[Page]) -> None:
    """Load the rest of those pages among some of one type that were loaded in part: one query."""
    partial = {page.pk: page for page in pages if "is_partial" in vars(page)}
    if partial:
        model = type(next(iter(partial.values())))
        for whole in answers(pages_by_key, model, keys=partial):
            vars(partial[whole.pk]).update({**vars(whole), **vars(partial[whole.pk])})
    for page in partial.values():
        del page.is_partial


def of_own_types(pages: Iterable[Page]) -> Mapping[Any, Page]:
    """Plain pages, each as one of its own type, by key: one query a type."""
    return by_type((page.pk, page.content_type_id) for page in pages)


def by_type(keys_and_types: Iterable[tuple[Any, Any]]) -> Mapping[Any, Page]:
    """Pages whose type is known, by key: one query a type."""
    keys_of = defaultdict(set)
    for key, type_id in keys_and_types:
        keys_of[type_id].add(key)
    found = {}
    for type_id, wanted in keys_of.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        found.update({each.pk: each for each in answers(pages_by_key, model, keys=wanted)})
    return found


def pages_by_key(model: type[Page], keys: Any) -> PageQuerySet:
    """The pages of a type among `keys`."""
    return model.objects.filter(among("pk", keys)).order_by()


lookups[Page] = find_linked_pages
