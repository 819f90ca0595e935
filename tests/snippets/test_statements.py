"""Statements that are written once say what holds at each use."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from snippets.models import Organisation, Person
from snippets.statements import ClockAskedError, among, answers
from tests.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db


def readable(keys: Any) -> QuerySet:
    return Person.objects.readable().filter(among("pk", keys)).order_by("pk")


def test_moment_is_that_of_the_use(time_machine: Any) -> None:
    lasting, passing = make_person(), make_person()
    passing.expire_at = timezone.now() + timedelta(hours=1)
    passing.save()
    keys = [lasting.pk, passing.pk]
    assert answers(readable, keys=keys) == [lasting, passing]
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert answers(readable, keys=keys) == [lasting]


def test_keys_are_those_of_the_use_and_may_be_many() -> None:
    first, second = make_person(), make_person()
    assert answers(readable, keys=[first.pk]) == [first]
    assert answers(readable, keys=[second.pk, *range(10**6, 10**6 + 40_000)]) == [second]
    assert answers(readable, keys=[]) == []


def test_objects_are_whole() -> None:
    made = make_organisation(name="Alpha", kind="company")
    [found] = answers(by_kind, "company")
    assert found == made
    assert found.get_deferred_fields() == set()
    assert found.links.count() == 0
    found.save()


def by_kind(kind: str, keys: Any) -> QuerySet:
    return Organisation.objects.filter(kind=kind)


def test_question_that_asks_the_clock_is_refused() -> None:
    with pytest.raises(ClockAskedError):
        answers(lately)


def lately(keys: Any) -> QuerySet:
    return Person.objects.filter(go_live_at__lte=timezone.now())
