"""Publishes again and again in processes that are killed at any moment, then looks at what is left.

Run as a program with a DATABASE_URL of its own: `python -m tests.publishing.killed ROUNDS`. Every
publication writes its number into the title, and has to write exactly one line of the journal about
the report: whatever is found after a kill, the two agree.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Iterable
from itertools import count

import django

LONGEST_ROUND = 0.6
"""Seconds of writing after which a process is dead."""
FIRST = 2
"""Publications before anything is killed."""


def main(rounds: int) -> None:
    django.setup()
    from django.db import connection

    report, lines = begin()
    seen = look(report, lines, 0)
    for _ in range(rounds):
        connection.close()
        process = os.fork()
        if not process:
            publish(report, count(seen + 1))
        kill_later(process, random.uniform(0, LONGEST_ROUND))  # noqa: S311
        seen = look(report, lines, seen)
    connection.close()
    sys.stdout.write(f"{seen} publications\n")


def begin() -> tuple[int, int]:
    """The report that is published, and the number of its lines before that. What a process loads
    when it publishes first is loaded then."""
    from django.contrib.auth import get_user_model

    from cms.publishing.models import Change
    from tests.factories import block, make_person, make_report

    get_user_model().objects.create_superuser("a", "a@example.org", "passe")
    quote = block("quote", {"text": "Dit", "person": make_person().pk, "role": "élue"})
    report = make_report(title="0", body=[quote])
    lines = Change.objects.filter(kind="EVENT_REPORT", object_id=report.pk).count()
    publish(report.pk, range(1, FIRST + 1))
    return report.pk, lines


def publish(key: int, numbers: Iterable[int]) -> None:
    """Publish a number after the other, by turns in the admin and in a program."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse

    from cms.publishing.journal import one_change
    from pages.models import EventReport

    client = Client()
    client.force_login(get_user_model().objects.get())
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    report = EventReport.objects.get(pk=key)
    for number in numbers:
        report.title = str(number)
        revision = report.save_revision()
        if number % 2:
            client.post(f"{address}?id={key}&next=/admin/")
        else:
            with one_change():
                revision.publish()


def kill_later(process: int, seconds: float) -> None:
    """Kill a process as the machine would, without a word."""
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def look(key: int, lines: int, seen: int) -> int:
    """The number that is public; fails unless the journal tells as many publications."""
    from cms.publishing.audit import missing_changes
    from cms.publishing.models import Change
    from pages.models import EventReport

    public = int(EventReport.objects.get(pk=key).title)
    told = Change.objects.filter(kind="EVENT_REPORT", object_id=key).count() - lines
    lacking = list(missing_changes())
    if public != told or public < seen or lacking:
        sys.exit(f"{public} is public, {told} publications are told, {seen} before: {lacking}")
    return public


if __name__ == "__main__":
    main(int(sys.argv[1]))
