"""Tokens: a signed name of one object, by one user and until one moment, and nothing else.

Whether a token opens anything is asked anew each time. It dies when its time is over, when the
object is published or deleted, when the user may no longer edit it, and when the tokens of the
object are revoked.
"""

from dataclasses import astuple, dataclass
from time import time
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, Signer
from django.db.models import F, Model
from wagtail.models import Page

from cms.previews.models import Revocation, Unsaved
from pages.querysets import page_types
from snippets.records import DraftableRecord

SIGNER = Signer(salt="cms.previews")
"""Of tokens for the API."""
SHARING = Signer(salt="cms.previews.sharing")
"""Of tokens in links for people without an account: they open nothing in the API."""
LONGEST = 500
SECONDS_IN_AN_HOUR = 3600


class RefusedTokenError(Exception):
    """A token that opens nothing. It never says why: wrong, expired and revoked look the same."""


class NotPreviewableError(Exception):
    """No token can be given; the message says why."""


@dataclass(frozen=True)
class Name:
    """What a token says."""

    kind: str
    key: int
    user: int
    expires: int
    """Seconds since 1970."""

    published: str | None
    """When the object had last been published."""

    revoked: int
    """How often its tokens had been revoked."""

    unsaved: bool = False
    """Whether it shows what the user has typed and not saved yet."""


NOBODY = Name("pages.home", 0, 0, 0, None, 0)
"""Stands for a token that we did not sign, so that it is refused no sooner than another."""


def issue(
    thing: Model,
    user: Any,
    *,
    hours: int | None = None,
    signer: Signer = SIGNER,
    unsaved: bool = False,
) -> str:
    """A token that shows `thing` as last saved, or as the user typed it last; for so many hours, or as
    many as the settings say. Raises NotPreviewableError."""
    stored = as_stored(thing)
    if not may_edit(stored, user):
        raise NotPreviewableError(f"{user} may not edit {stored}.")
    kind = kind_of(type(stored))
    name = Name(
        kind=kind,
        key=stored.pk,
        user=user.pk,
        expires=int(time()) + (hours or settings.PREVIEW_HOURS) * SECONDS_IN_AN_HOUR,
        published=last_published(stored),
        revoked=times_revoked(kind, stored.pk),
        unsaved=unsaved,
    )
    return signer.sign_object(astuple(name))


def revoke(thing: Model) -> None:
    """Make every token of `thing` that was given so far worthless."""
    stored = as_stored(thing)
    count, _ = Revocation.objects.get_or_create(kind=kind_of(type(stored)), key=stored.pk)
    Revocation.objects.filter(pk=count.pk).update(times=F("times") + 1)


def opened(token: str, signer: Signer = SIGNER) -> Model:
    """The object that a token names, as it is stored; RefusedTokenError when it opens nothing."""
    name = named_by(token, signer)
    user = get_user_model().objects.filter(pk=name.user).first()
    thing = previewable_models()[name.kind]._default_manager.filter(pk=name.key).first()
    revoked = times_revoked(name.kind, name.key)
    if user is None or thing is None or name.expires <= time():
        raise RefusedTokenError
    if name.revoked != revoked or name.published != last_published(thing):
        raise RefusedTokenError
    if not may_edit(thing, user):
        raise RefusedTokenError
    return thing


def typed(token: str) -> dict[str, Any] | None:
    """What the user of a token that opens something has typed and not saved yet, as versions store it;
    None where the token shows what is saved."""
    name = named_by(token)
    if not name.unsaved:
        return None
    kept = Unsaved.objects.filter(kind=name.kind, key=name.key, user=name.user)
    return kept.values_list("content", flat=True).first()


def named_by(token: str, signer: Signer = SIGNER) -> Name:
    """What a token says; NOBODY when we did not sign it, or signed it for what is no more."""
    if len(token) > LONGEST:
        return NOBODY
    try:
        name = Name(*signer.unsign_object(token))
    except (BadSignature, TypeError):
        return NOBODY
    return name if name.kind in previewable_models() else NOBODY


def may_edit(thing: Model, user: Any) -> bool:
    """Whether the user may edit `thing` in the admin now."""
    if not (user.is_active and user.has_perm("wagtailadmin.access_admin")):
        return False
    if isinstance(thing, Page):
        return thing.permissions_for_user(user).can_edit()
    policy = type(thing).snippet_viewset.permission_policy
    return policy.user_has_permission_for_instance(user, "change", thing)


def previewable_models() -> dict[str, type[Model]]:
    """What has drafts to be previewed, by kind: pages, and the records that are written as drafts."""
    records = [model for model in apps.get_models() if issubclass(model, DraftableRecord)]
    return {kind_of(model): model for model in [*page_types(), *records]}


def kind_of(model: type[Model]) -> str:
    """The name of a model in tokens: pages.eventreport."""
    return model._meta.label_lower


def as_stored(thing: Model) -> Model:
    """`thing` as the database has it, of its own type; refuses what has no drafts."""
    own = type(thing.specific if isinstance(thing, Page) else thing)
    if kind_of(own) not in previewable_models():
        raise NotPreviewableError(f"{thing} has no drafts: there is nothing to preview.")
    return own._default_manager.get(pk=thing.pk)


def last_published(thing: Any) -> str | None:
    """When `thing` was last published, as text; None when it never was."""
    return thing.last_published_at and thing.last_published_at.isoformat()


def times_revoked(kind: str, key: int) -> int:
    """How often the tokens of an object were revoked."""
    return (
        Revocation.objects.filter(kind=kind, key=key).values_list("times", flat=True).first() or 0
    )
