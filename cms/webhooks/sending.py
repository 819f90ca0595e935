"""Sends what waits: at least once, with one id, and what is about one thing in the order of the journal.

One process at a time sends to an endpoint, by a lease; endpoints do not wait for each other. A process that is
killed leaves a lease that runs out, and messages that it may have sent already: they are sent again.
"""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from threading import Lock, Thread

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.publishing import leases
from cms.publishing.background import SOON, Work, stopping
from cms.webhooks.alarms import tell_of_pause
from cms.webhooks.models import Delivery, DeliveryState, Endpoint
from cms.webhooks.posting import Outcome, post

ENDPOINTS_AT_ONCE = 8
MARGIN = timedelta(seconds=15)
"""How much longer than an answer may take a lease is: the name is looked up, and the connection made."""
FIRST_PAUSE, FACTOR, LONGEST_PAUSE = timedelta(seconds=5), 3, timedelta(hours=6)
MOST_ATTEMPTS = 12
"""5 s, 15 s, 45 s, … 3 h, then every 6 h: about a day in all."""
TROUBLESOME = 3
"""Failures in a row after which an endpoint is left alone, and not only the message that failed."""

logger = logging.getLogger(__name__)


class Turns:
    """Who sends to which endpoint in this process."""

    def __init__(self) -> None:
        self.lock, self.taken = Lock(), set()

    def take(self, key: int) -> bool:
        """Whether nobody sends to it, and not to too many others."""
        with self.lock:
            is_free = key not in self.taken and len(self.taken) < ENDPOINTS_AT_ONCE
            if is_free:
                self.taken.add(key)
        return is_free

    def are_under_way(self) -> bool:
        """Whether anybody sends."""
        return bool(self.taken)

    def end(self, key: int) -> None:
        """Nobody does any more."""
        with self.lock:
            self.taken.discard(key)


turns = Turns()


def begin_turns() -> None:
    """Begin to send to each endpoint to which something is to be sent, and to which nobody does. The threads
    end with the process: what they were at is sent by another."""
    for key in Endpoint.objects.with_something_due().values_list("pk", flat=True):
        if turns.take(key):
            Thread(target=take_turn, args=[key], name=f"webhook {key}", daemon=True).start()


def take_turn(key: int) -> None:
    """Send to an endpoint what may be sent now."""
    try:
        send_due(key)
    except (OperationalError, InterfaceError):
        logger.warning("The database does not answer, and the webhook %s waits.", key)
    except Exception:
        logger.exception("The webhook %s waits.", key)
    finally:
        connection.close()
        turns.end(key)


@override(settings.LANGUAGE_CODE)
def send_due(key: int) -> int:
    """The same, in this thread; tells how many messages were tried. What is noted is in the language of editors."""
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
    """Longer than any attempt takes."""
    return timedelta(seconds=settings.WEBHOOK_SECONDS) + MARGIN


def next_to(key: int) -> Delivery | None:
    """What is to be sent next to an endpoint."""
    if not Endpoint.objects.open().filter(pk=key).exists():
        return None
    due = Delivery.objects.next_ones().filter(endpoint=key)
    return due.select_related("endpoint").first()


def attempt(delivery: Delivery) -> Outcome:
    """Send a message, whatever comes of it. No connection to the database is held meanwhile."""
    messages = import_module("cms.webhooks.messages")
    endpoint = delivery.endpoint
    try:
        message = messages.message(delivery)
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        return post(endpoint.url, endpoint.secrets, delivery.message_id, message)
    except messages.UnsendableError as error:
        trouble = _("Nothing to send: %(reason)s") % {"reason": error}
        return Outcome(trouble=trouble, is_final=isinstance(error, messages.ForgottenError))
    except Error:
        raise
    except Exception:
        logger.exception("The message %s cannot be sent.", delivery.message_id)
        return Outcome(trouble=_("It could not be sent: the log says why."))


def note(delivery: Delivery, outcome: Outcome) -> None:
    """Keep what came of an attempt, and say when the next one is. What was noted meanwhile, by whoever took
    over, stands."""
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().filter(pk=delivery.endpoint_id).first()
        waiting = Delivery.objects.waiting().select_for_update().filter(pk=delivery.pk).first()
        if endpoint is None or waiting is None:
            return
        waiting.attempts = [*waiting.attempts, told_of(outcome)]
        waiting.tries += 1
        if outcome.is_taken:
            waiting.state = DeliveryState.DELIVERED
            endpoint.took_something()
        else:
            put_off(waiting, outcome, endpoint)
        waiting.save(update_fields=["attempts", "tries", "state", "due_at"])
        endpoint.save()


def told_of(outcome: Outcome) -> dict[str, object]:
    """An attempt, as the log of the endpoint tells it."""
    return {
        "at": timezone.now().isoformat(),
        "status": outcome.status,
        "trouble": outcome.trouble,
        "milliseconds": outcome.milliseconds,
    }


def put_off(delivery: Delivery, outcome: Outcome, endpoint: Endpoint) -> None:
    """Try a message again later, or give it up; leave the endpoint alone for a while, or for good. A message is
    given up only where others were taken: an endpoint that takes nothing is paused, and all wait."""
    delivery.due_at = timezone.now() + max(pause(delivery.tries), outcome.wait)
    if outcome.is_final:
        delivery.state = DeliveryState.GIVEN_UP
        return
    rest(endpoint, outcome)
    is_exhausted = delivery.tries >= MOST_ATTEMPTS
    took_nothing = endpoint.failing_since <= first_try(delivery) + MARGIN
    if outcome.is_gone or endpoint.is_alarming or (is_exhausted and took_nothing):
        endpoint.pause(outcome.trouble)
        transaction.on_commit(lambda: tell_of_pause(endpoint))
    elif is_exhausted:
        delivery.state = DeliveryState.GIVEN_UP
        logger.warning("A message to the webhook %s is given up.", delivery.endpoint_id)


def first_try(delivery: Delivery) -> datetime:
    """When a message was first tried since it was asked to be sent."""
    return datetime.fromisoformat(delivery.attempts[-delivery.tries]["at"])


def rest(endpoint: Endpoint, outcome: Outcome) -> None:
    """Leave an endpoint alone for a while, once it has failed some times."""
    is_troublesome = endpoint.failures + 1 >= TROUBLESOME
    own = pause(endpoint.failures + 2 - TROUBLESOME) if is_troublesome else timedelta()
    endpoint.failed(max(own, outcome.wait))


def pause(failures: int, chance: Callable[[], float] = random.random) -> timedelta:
    """How long to wait after so many failures in a row: up to a tenth more, so that not all come at once."""
    growing = FIRST_PAUSE * FACTOR ** min(failures - 1, MOST_ATTEMPTS)
    return min(growing, LONGEST_PAUSE) * (1 + chance() / 10)


SENDING = Work("sending of webhooks", begin_turns, seconds=SOON, is_under_way=turns.are_under_way)
