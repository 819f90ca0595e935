"""What is checked of everything: links, pictures, what is chosen."""

import re
from collections.abc import Iterator

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import StructValue
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from snippets.references import Reference

from .findings import Finding, Rule
from .spots import Spot
from .subjects import Subject

FILE_NAME = re.compile(r"\.(?:avif|gif|heic|jpe?g|png|svg|webp)$|_", re.IGNORECASE)
"""What Wagtail's own check takes for the name of a file, and telephones' pictures."""
BARE_ADDRESS = re.compile(r"^\s*(?:https?://|www\.)\S*\s*$", re.IGNORECASE)
LINKED = Page | AbstractDocument

ALT_TEXT = Rule(
    "alt-text",
    gettext_lazy("Alternative text"),
    gettext_lazy("Describe in one sentence what the picture shows, or say that it is decorative."),
    is_blocking=True,
)
EMPTY_LINK = Rule(
    "empty-link",
    gettext_lazy("Link without words"),
    gettext_lazy("Write what the link leads to, or remove it."),
    is_blocking=True,
)
BARE_LINK = Rule(
    "bare-link",
    gettext_lazy("Link whose words are an address"),
    gettext_lazy("Write what readers will find there: screen readers spell addresses."),
)
UNSEEN_LINK = Rule(
    "unseen-link",
    gettext_lazy("Link to what readers do not see"),
    gettext_lazy("Publish it first, or lead elsewhere: until then, readers see no link."),
)
CREDIT = Rule(
    "credit",
    gettext_lazy("Credit of a picture"),
    gettext_lazy("Write who made it, on the page of the picture."),
)
UNSEEN = Rule(
    "unseen",
    gettext_lazy("Choice that readers will not see"),
    gettext_lazy("Publish it, or choose another one: until then, it is left out."),
)


def check_links(subject: Subject) -> Iterator[Finding]:
    """Links without words, links whose words are an address, links to nothing readable."""
    for spot in subject.spots:
        for link in spot.links:
            words = link.label.strip()
            if not words:
                shown = link.url or _("a page or a document")
                yield Finding(
                    EMPTY_LINK,
                    spot.place,
                    _("A link to %(target)s has no words.") % {"target": shown},
                )
            elif BARE_ADDRESS.match(words):
                yield Finding(
                    BARE_LINK,
                    spot.place,
                    _("The words of a link are an address: %(words)s.") % {"words": words},
                )
            if link.target in subject.named.unseen:
                yield link_to_unseen(subject, spot, link.target)


def check_choices(subject: Subject) -> Iterator[Finding]:
    """What is chosen and will be left out, or leads nowhere."""
    for spot in subject.spots:
        for choice in spot.choices:
            if choice not in subject.named.unseen:
                continue
            if issubclass(choice.model, LINKED):
                yield link_to_unseen(subject, spot, choice)
            else:
                yield Finding(UNSEEN, spot.place, unseen(subject, choice))


def link_to_unseen(subject: Subject, spot: Spot, target: Reference) -> Finding:
    """A link to something that is not readable."""
    return Finding(UNSEEN_LINK, spot.place, unseen(subject, target))


def unseen(subject: Subject, reference: Reference) -> str:
    """That readers will not see something, and why."""
    named = subject.named
    words = {"name": named.name_of(reference), "state": named.state_of(reference)}
    return _("Readers will not see “%(name)s”: %(state)s.") % words


def check_pictures(subject: Subject) -> Iterator[Finding]:
    """Pictures that say nothing to who does not see them, or not who made them."""
    for spot in subject.spots:
        for model, key in spot.choices:
            photo = (
                subject.named.reader.one(model, key) if issubclass(model, AbstractImage) else None
            )
            if photo is None:
                continue
            if problem := wrong_alt(photo, spot.owner):
                yield Finding(ALT_TEXT, spot.place, problem)
            if not photo.credit:
                yield Finding(
                    CREDIT,
                    spot.place,
                    _("The picture “%(title)s” has no credit.") % {"title": photo.title},
                )


def wrong_alt(photo: AbstractImage, owner: Model | StructValue | None) -> str | None:
    """What is wrong with the alternative text of a picture; a block may have one of its own."""
    own = owner if isinstance(owner, StructValue) else {}
    if own.get("is_decorative"):
        return None
    alt = (own.get("alt_text") or photo.alt).strip()
    if FILE_NAME.search(alt):
        return _("The alternative text “%(alt)s” looks like the name of a file.") % {"alt": alt}
    if not alt and not photo.is_decorative:
        return _("The picture “%(title)s” has no alternative text.") % {"title": photo.title}
    return None


COMMON_CHECKS = (check_links, check_pictures, check_choices)
