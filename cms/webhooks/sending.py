"""Sends what waits: at least once, with one id, and what is about one thing in the order of the journal.

One process at a time sends to an endpoint, by a lease; endpoints do not wait for each other. A process that is
killed leaves a lease that runs out, and messages that it may have sent already: they are sent again.
"""

import logging
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module
from threading import Lock

from django.conf import settings
from django.db import Error, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.publishing import leases
from cms.publishing.background import SOON, Work, stopping
from cms.webhooks.alarms import tell_of_pause
from cms.webhooks.models import Delivery, DeliveryState, Endpoint
from cms.webhooks.posting import Outcome, post

ENDPOINTS_AT_ONCE = 8
MARGIN = timedelta(seconds=5)
"""How much longer than an attempt a lease is."""
FIRST_PAUSE, FACTOR, LONGEST_PAUSE = timedelta(seconds=5), 3, timedelta(hours=6)
MOST_ATTEMPTS = 12
"""5 s, 15 s, 45 s, … 3 h, then every 6 h: about a day in all."""
TROUBLESOME = 3
"""Failures in a row after which an endpoint is left alone, and not only the message that failed."""

logger = logging.getLogger(__name__)
executor = ThreadPoolExecutor(ENDPOINTS_AT_ONCE, thread_name_prefix="webhook")


class Turns:
    """Who sends to which endpoint in this process."""

    def __init__(self) -> None:
        self.lock, self.taken = Lock(), set()

    def take(self, key: int) -> bool:
        """Whether nobody sends to it."""
        with self.lock:
            is_free = key not in self.taken
            self.taken.add(key)
        return is_free

    def end(self, key: int) -> None:
        """Nobody does any more."""
        with self.lock:
            self.taken.discard(key)


turns = Turns()


def begin_turns() -> None:
    """Begin to send to each endpoint to which something is to be sent, and to which nobody does."""
    for key in Endpoint.objects.with_something_due().values_list("pk", flat=True):
        if turns.take(key):
            executor.submit(take_turn, key)


def take_turn(key: int) -> None:
    """Send to an endpoint what may be sent now."""
    try:
        send_due(key)
    except Error as error:
        logger.warning("The database does not answer, and a webhook waits: %s", error)
    except Exception:
        logger.exception("The webhook %s waits.", key)
    finally:
        turns.end(key)
        connection.close()


def send_due(key: int) -> int:
    """The same, in this thread; tells how many messages were tried."""
    name = f"webhook {key}"
    tried = 0
    while not stopping.is_set() and leases.hold(name, lease()):
        delivery = next_to(key)
        if delivery is None:
            break
        note(delivery, attempt(delivery))
        tried += 1
    leases.give_back(name)
    return tried


def lease() -> timedelta:
    """Longer than any attempt takes: connecting and answering may each take their time."""
    return 2 * timedelta(seconds=settings.WEBHOOK_SECONDS) + MARGIN


def next_to(key: int) -> Delivery | None:
    """What is to be sent next to an endpoint."""
    if not Endpoint.objects.open().filter(pk=key).exists():
        return None
    due = Delivery.objects.next_ones().filter(endpoint=key)
    return due.select_related("endpoint").first()


def attempt(delivery: Delivery) -> Outcome:
    """Send a message, whatever comes of it."""
    messages = import_module("cms.webhooks.messages")
    endpoint = delivery.endpoint
    try:
        message = messages.message(delivery)
    except messages.UnsendableError as error:
        trouble = _("Nothing to send: %(reason)s") % {"reason": error}
        return Outcome(trouble=trouble, is_final=isinstance(error, messages.ForgottenError))
    except Error:
        raise
    except Exception:
        logger.exception("The message %s cannot be written.", delivery.message_id)
        return Outcome(trouble=_("It could not be written: the log says why."))
    return post(endpoint.url, endpoint.secrets, delivery.message_id, message)


def note(delivery: Delivery, outcome: Outcome) -> None:
    """Keep what came of an attempt, and say when the next one is."""
    told = {
        "at": timezone.now().isoformat(),
        "status": outcome.status,
        "trouble": outcome.trouble,
        "milliseconds": outcome.milliseconds,
    }
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().filter(pk=delivery.endpoint_id).first()
        if endpoint is None:
            return
        delivery.attempts = [*delivery.attempts, told]
        if outcome.is_taken:
            delivery.state = DeliveryState.DELIVERED
            endpoint.took_something()
        else:
            put_off(delivery, outcome)
            if not outcome.is_final:
                rest(endpoint, outcome)
        delivery.save(update_fields=["attempts", "state", "due_at"])
        endpoint.save()


def put_off(delivery: Delivery, outcome: Outcome) -> None:
    """Try a message again later, or give it up."""
    if outcome.is_final or len(delivery.attempts) >= MOST_ATTEMPTS:
        delivery.state = DeliveryState.GIVEN_UP
        logger.warning("A message to the webhook %s is given up.", delivery.endpoint_id)
    else:
        wait = max(pause(len(delivery.attempts)), outcome.wait)
        delivery.due_at = timezone.now() + wait


def rest(endpoint: Endpoint, outcome: Outcome) -> None:
    """Leave an endpoint alone for a while, or for good."""
    is_troublesome = endpoint.failures + 1 >= TROUBLESOME
    own = pause(endpoint.failures + 2 - TROUBLESOME) if is_troublesome else timedelta()
    endpoint.failed(max(own, outcome.wait))
    if outcome.is_gone or endpoint.is_alarming:
        endpoint.pause(outcome.trouble)
        transaction.on_commit(lambda: tell_of_pause(endpoint))


def pause(failures: int, chance: Callable[[], float] = random.random) -> timedelta:
    """How long to wait after so many failures in a row: up to a tenth more, so that not all come at once."""
    growing = FIRST_PAUSE * FACTOR ** min(failures - 1, MOST_ATTEMPTS)
    return min(growing, LONGEST_PAUSE) * (1 + chance() / 10)


SENDING = Work("sending of webhooks", begin_turns, seconds=SOON)
