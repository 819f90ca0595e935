"""`python -m bench.seed REPORTS`: fill the database of the environment, unless it is filled.

The first 500 reports are the same whatever the size; fifty of them hold a word and a tag that no
other has, published the way an editor would. The rest are copies of the others.
"""

import sys
from math import ceil

import django

FIRST = 500
EVERY = 10


def main() -> None:
    """Migrate, build, mark, make the files of all pictures."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    build(int(sys.argv[1]))
    call_command("renditions")


def build(count: int) -> None:
    from bench.copies import copy_reports
    from bench.operations import MARK
    from cms.demo.builder import build_reports
    from cms.demo.management.commands.demo import with_progress_bar
    from pages.models import EventReport

    build_reports(min(count, FIRST), progress=with_progress_bar)
    mark()
    missing = count - EventReport.objects.count()
    if missing > 0:
        copy_reports(ceil(missing / (FIRST - FIRST // EVERY)), without=MARK)


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
