"""`python -m bench.seed REPORTS`: fill the database of the environment, unless it is filled.

The first 500 reports are the same whatever the size; fifty of them hold a word and a tag that no
other has, published the way an editor would. The rest are further seeds, a transaction each, so
that an interrupted run goes on where it was.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import django

FIRST = 500
PART = 7500
"""A series has at most a thousand editions at a technopole: nine places take a little more."""
EVERY = 10


def main() -> None:
    """Migrate, build, mark, make the files of all pictures."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    build(int(sys.argv[1]))
    call_command("renditions")


def build(count: int) -> None:
    from cms.demo.builder import build_reports
    from cms.demo.management.commands.demo import with_progress_bar

    for seed, part in enumerate(parts(count), start=1):
        with ExitStack() as stack:
            if seed > 1:
                stack.enter_context(in_a_hurry())
            build_reports(part, seed, progress=with_progress_bar)
        if seed == 1:
            mark()


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """Half the time or less: without what no reader asks (the history, the index of "used in"), with
    few pictures, and looking everything up once: meanwhile nobody publishes."""
    from modelsearch.index import BaseField

    from cms.demo import cast
    from pages import words
    from pages.models import reports

    people = once_each(words.lasting_people)
    with (
        patch("cms.demo.bulk.ReferenceIndex.create_or_update_for_object"),
        patch("cms.demo.bulk.write_history"),
        patch.multiple(cast, COVERS=4, PORTRAITS=2, LOGOS=2),
        patch.object(words, "lasting_people", people),
        patch.object(reports, "lasting_people", people),
        patch.object(BaseField, "get_value", once_a_field(BaseField.get_value)),
    ):
        yield


def once_each(look_up: Callable[[set[int]], dict[int, Any]]) -> Callable[..., dict[int, Any]]:
    """`look_up` that asks the database for each key once."""
    known: dict[int, Any] = {}

    def remembered(keys: Iterable[Any]) -> dict[int, Any]:
        wanted = {int(key) for key in keys}
        if new := wanted - known.keys():
            found = look_up(new)
            known.update({key: found.get(key) for key in new})
        return {key: known[key] for key in wanted if known[key] is not None}

    return remembered


def once_a_field(get_value: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """`get_value` that remembers on the thing what it found: the index asks three times."""

    def remembered(field: Any, thing: Any) -> Any:
        kept = thing.__dict__.setdefault("_bench_values", {})
        if field.field_name not in kept:
            kept[field.field_name] = get_value(field, thing)
        return kept[field.field_name]

    return remembered


def parts(count: int) -> Iterator[int]:
    """How many reports each seed writes."""
    yield min(count, FIRST)
    left = count - FIRST
    while left > 0:
        yield min(left, PART)
        left -= PART


def mark() -> None:
    """Give every tenth report of the first seed the word and the tag."""
    from bench.operations import MARK, MARKED_TAG
    from cms.publishing.journal import one_change
    from pages.models import EventReport

    of_seed = EventReport.objects.filter(slug__startswith="essai-1-").order_by("pk")
    if of_seed.filter(standfirst__contains=MARK).exists():
        return
    with one_change():
        for report in list(of_seed)[::EVERY]:
            report.standfirst = f"{report.standfirst} Mot du banc : {MARK}."
            report.tags.add(MARKED_TAG)
            report.save_revision().publish()


if __name__ == "__main__":
    main()
