"""Freezes an issue when it is published: what was sent can be looked up as it was, for good."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.newsletter.issue_mail import TOO_HEAVY, TOOLS, IssueMail
from cms.newsletter.issues import Composed, composed
from cms.newsletter.models import FrozenIssue, FrozenItem
from cms.newsletter.pictures import key_of, specs_of_mails
from cms.publishing.making import make_files
from pages.models import NewsletterIssue
from pages.models.newsletters import UNNUMBERED
from snippets.models import Photo


def issue_went_public(instance: NewsletterIssue, **kwargs: Any) -> None:
    """Freeze an issue with its first publication, and lock its page. Wagtail also sends this for a page
    that is merely scheduled, and for a copy that is public at once: it gets the next number."""
    if instance.live and not FrozenIssue.objects.filter(page=instance).exists():
        if instance.number == UNNUMBERED:
            instance.number = instance.next_number()
            NewsletterIssue.objects.filter(pk=instance.pk).update(number=instance.number)
        freeze(instance)
        Page.objects.filter(pk=instance.pk).update(locked=True, locked_at=timezone.now())


def freeze(issue: NewsletterIssue) -> FrozenIssue:
    """Keep an issue as it is now, in every variant, with the stories it tells."""
    found = composed(issue)
    make_missing_files(IssueMail(issue, found))
    frozen, items = as_frozen(issue, found)
    frozen.save()
    FrozenItem.objects.bulk_create(items)
    return frozen


def make_missing_files(mail: IssueMail) -> None:
    """Make the files of pictures that were sent a moment ago: what is frozen without them stays so."""
    pictures = [entry.picture for entry in mail.composed.entries if entry.picture]
    missing = [key_of(each) for each in pictures if each["id"] not in mail.files]
    for photo in Photo.objects.filter(pk__in=missing):
        make_files(photo, only=specs_of_mails(photo.width, photo.height))


def as_frozen(
    issue: NewsletterIssue, found: Composed | None = None
) -> tuple[FrozenIssue, list[FrozenItem]]:
    """What freezing an issue, which tells what was `found`, would keep now; nothing is saved."""
    mail = IssueMail(issue, found or composed(issue))
    frozen = FrozenIssue(
        page=issue,
        number=issue.number,
        language=mail.language,
        cursor=mail.composed.cursor,
        followed=mail.composed.followed,
        mjml=mail.mjml,
        mails={
            tool.value if tool else "": {"html": mail.html(tool), "txt": mail.text(tool)}
            for tool in TOOLS
        },
        told=mail.told(),
    )
    entries = mail.composed.entries
    pages = Page.objects.in_bulk({entry.key for entry in entries})
    items = [
        FrozenItem(
            issue=frozen,
            sort_order=number,
            page=pages[entry.key],
            revision_id=pages[entry.key].live_revision_id,
            told=mail.item(entry),
        )
        for number, entry in enumerate(entries)
    ]
    return frozen, items


def check(issue: NewsletterIssue) -> None:
    """Raise ValidationError when an issue cannot be sent as it is; a frozen one was."""
    if FrozenIssue.objects.filter(page=issue.pk).exists():
        return
    mail = IssueMail(issue, composed(issue))
    if not mail.composed.entries:
        raise ValidationError(
            _(
                "This issue tells no story: choose one that is published, or wait until a rule finds one."
            )
        )
    if mail.weight > TOO_HEAVY:
        raise ValidationError(
            _(
                "This issue weighs %(weight)s kB: Gmail would hide its end. Take stories out, or shorten "
                "excerpts, until it weighs less than %(most)s kB."
            )
            % {"weight": kilobytes(mail.weight), "most": kilobytes(TOO_HEAVY)}
        )


def kilobytes(length: int) -> int:
    """Thousands of bytes, rounded up."""
    return -(-length // 1000)
