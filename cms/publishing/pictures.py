"""When the files of pictures are made: some when a picture was saved, the rest when there is time.

`files_due_at` of a picture is the queue. Whoever works on a picture moves that moment ahead, if it
still is what they read: so two processes never make the same files, and what a process that died
had begun is due again after `LEASE`. A picture that is saved meanwhile is due anew.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import Error, transaction
from django.utils import timezone

from cms.publishing.journal import note, one_change
from cms.publishing.making import drop, make_files
from cms.publishing.models import Change, ChangeAction
from cms.storing.absence import is_of_storage
from pages.kinds import ContentKind
from snippets.models import Photo, Rendition
from snippets.pictures import urgent_specs
from snippets.uploads.decoding import Trouble, UndecodableError

LEASE = timedelta(seconds=30)
"""Longer than any one file takes: a claim is renewed for each."""
RETRY = timedelta(hours=1)
"""A damaged picture is not tried all the time."""

logger = logging.getLogger(__name__)


class ClaimLostError(Exception):
    """Somebody else works on the picture, or it was saved meanwhile: what is left is theirs."""


class Claim:
    """The right to make the files of one picture, for those who know when it is due."""

    def __init__(self, photo: Photo) -> None:
        self.key, self.due_at = photo.pk, photo.files_due_at

    def move(self, due_at: datetime | None) -> None:
        """Say when the picture is due next. Raises ClaimLostError when that is another's to say."""
        mine = Photo.objects.filter(pk=self.key, files_due_at=self.due_at)
        if not mine.update(files_due_at=due_at):
            raise ClaimLostError
        self.due_at = due_at

    def renew(self) -> None:
        """Keep it for another while."""
        self.move(timezone.now() + LEASE)

    def work(self, *, only_urgent: bool) -> None:
        """Make the urgent files and leave the rest for later, or make all."""
        self.renew()
        photo = Photo.objects.get(pk=self.key)
        only = urgent_specs(photo.width, photo.height) if only_urgent else None
        made = make_files(photo, only=only, before_each=self.renew)
        with one_change():
            self.move(timezone.now() if only_urgent else None)
            if not made:  # perhaps by a process that died before it told of them
                note(photo)


def picture_was_saved(photo: Photo) -> None:
    """Have the files of `photo` brought up to date once the transaction is through."""
    photo.files_due_at = timezone.now() + (timedelta() if photo.files_can_wait else LEASE)
    Photo.objects.filter(pk=photo.pk).update(files_due_at=photo.files_due_at)
    if not photo.files_can_wait:
        transaction.on_commit(partial(make_urgent, Claim(photo)), robust=True)


def give_new_addresses(changes: Sequence[Change]) -> None:
    """Have the files of pictures that readers lose made anew, under names that nobody knows yet: whoever
    kept the address of one gets nothing there."""
    lost = {
        change.object_id
        for change in changes
        if change.kind == ContentKind.IMAGE.name and change.action == ChangeAction.WITHDRAWN
    }
    if lost and Photo.objects.filter(pk__in=lost).exists():
        drop(Rendition.objects.filter(image__in=lost))
        Photo.objects.filter(pk__in=lost).update(files_due_at=timezone.now())


def make_urgent(claim: Claim) -> None:
    """Make what lists and mails show of a picture that was just saved."""
    try_to_work(claim, only_urgent=True)


def make_next() -> bool:
    """Make files of the picture that is due first: the urgent ones of a new one, else all that are
    missing. False when none is due, or while files cannot be read and kept."""
    photo = Photo.objects.due().first()
    if photo is None:
        return False
    return try_to_work(Claim(photo), only_urgent=photo.made_of != photo.file.name)


def try_to_work(claim: Claim, *, only_urgent: bool) -> bool:
    """Make files; a picture for which that fails is left for an hour. False where the storage is gone, or
    others are decoded: its claim ends by itself, and the picture is due again."""
    try:
        claim.work(only_urgent=only_urgent)
    except (ClaimLostError, Photo.DoesNotExist):
        logger.debug("Picture %s is somebody else's now.", claim.key)
    except Error:
        raise
    except Exception as error:  # each decoder raises what it likes
        if is_of_storage(error):
            logger.warning("The files of picture %s wait for the storage.", claim.key)
            return False
        if isinstance(error, UndecodableError) and error.trouble is Trouble.BUSY:
            logger.debug("Picture %s waits for others.", claim.key)
            return False
        logger.exception("The files of picture %s cannot be made.", claim.key)
        mine = Photo.objects.filter(pk=claim.key, files_due_at=claim.due_at)
        mine.update(files_due_at=timezone.now() + RETRY)
    return True
