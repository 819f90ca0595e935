"""How the bucket is asked: for how long, how often, and what an error means."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from cms.storing.absence import StorageError, absence

MISSING, FIRST_FAILURE = 404, 500


class Patience(NamedTuple):
    """Seconds, and how often it is tried."""

    connect: float
    read: float
    attempts: int


NO_ENDLESS_WAIT = Patience(2, 10, 2)
SOON = Patience(1, 2, 1)
"""For who waits at the other end."""

kept = threading.local()
"""The connection of each thread, which takes long to make."""
making = threading.Lock()


def described(place: Any, patience: Patience) -> dict[str, Any]:
    """How a bucket is reached. Many storages refuse the checksums that S3 itself would like in addition."""
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": place.addressing},
        connect_timeout=patience.connect,
        read_timeout=patience.read,
        retries={"mode": "standard", "total_max_attempts": patience.attempts},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return {"endpoint_url": place.endpoint, "region_name": place.region, "config": config}


@lru_cache(maxsize=8)
def session(place: Any) -> boto3.session.Session:
    """What clients are made of; only one thread at a time may make one."""
    return boto3.session.Session(place.access_key, place.secret_key)


def connection_of(place: Any) -> Any:
    """What django-storages asks, one for each thread and place."""
    if getattr(kept, "place", None) != place:
        with making:
            kept.connection = session(place).resource("s3", **described(place, NO_ENDLESS_WAIT))
        kept.place = place
    return kept.connection


def impatient(place: Any) -> Any:
    """A client for who waits at the other end."""
    with making:
        return client_of(place)


@lru_cache(maxsize=8)
def client_of(place: Any) -> Any:
    """Clients, unlike what stands on them, may be used by several threads."""
    return session(place).client("s3", **described(place, SOON))


@contextmanager
def reached() -> Iterator[None]:
    """What goes wrong between us and the storage is a StorageError, or FileNotFoundError for what is not there.
    What it says of itself goes no further: hosts and keys stand in it."""
    absence.refuse()
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", FIRST_FAILURE)
        code = error.response.get("Error", {}).get("Code", "")
        refused = f"The object storage answers {status} {code}"
        if status >= FIRST_FAILURE:
            absence.begin(refused)
            raise StorageError(refused) from None
        absence.end()
        if status == MISSING and code != "NoSuchBucket":
            raise FileNotFoundError("There is no such object.") from None
        raise StorageError(refused) from None
    except FileNotFoundError:
        absence.end()
        raise
    except (BotoCoreError, Boto3Error, OSError) as error:
        absence.begin(type(error).__name__)
        raise StorageError(
            f"The object storage cannot be reached: {type(error).__name__}"
        ) from None
    except Exception:  # it was not asked
        absence.let_try()
        raise
    absence.end()
