import logging
import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from cms.publishing.background import stopping, work_once, work_until_stopped

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """A process that does what nobody waits for, so that serving processes need not."""

    help = "Do what happens by itself until SIGTERM or Ctrl-C. Several may run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="Do what is to be done now, and end."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            work_once()
            return
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: stopping.set())
        logger.info("The worker is there.")
        if work_until_stopped():
            logger.info("The worker has ended.")
        else:
            logger.warning("What was under way did not end in time: it will be done again.")
