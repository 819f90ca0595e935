"""Something that is checked before it goes public, whoever publishes it and by whatever means."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Self

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from wagtail.models import Revision

from .findings import Finding, NotReadyError
from .subjects import Subject, findings_of

checked_before: ContextVar[bool] = ContextVar("checked before", default=False)


@contextmanager
def known_ready() -> Iterator[None]:
    """Inside, what is saved as live was checked before, with all that it names, or was live before: it is not
    checked."""
    token = checked_before.set(True)
    try:
        yield
    finally:
        checked_before.reset(token)


class Checked(models.Model):
    """Goes public only when nothing in it has to be corrected first.

    Wagtail publishes in many ways, but all of them save a version as what is live, or note on it when
    that is to be done. The first is refused here, the second by `refuse_unready_schedule`.
    """

    checks: ClassVar[tuple[Callable[[Subject], Iterator[Finding]], ...]]
    """What is checked of it."""

    is_version = False
    """Whether it was made of a version, which saving it publishes."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it. Raises NotReadyError, before anything is written, when that would publish what is not
        ready. What was scheduled was checked then, and goes public at its time: nobody is there to correct it.
        """
        if self.is_version and self.live and kwargs.get("update_fields") is None:
            version = self.live_revision
            if version and not version.approved_go_live_at:
                refuse_unready(version)
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """What a version holds, marked as such."""
        version = super().with_content_json(content)
        version.is_version = True
        return version


def refuse_unready(version: Revision) -> None:
    """Raise NotReadyError if something has to be corrected before a version may go public."""
    if checked_before.get():
        return
    [(thing, findings)] = findings_of([version.as_object()])
    if blocking := [each for each in findings if each.rule.is_blocking]:
        raise NotReadyError({NON_FIELD_ERRORS: [f"{thing} : {each}" for each in blocking]})


def refuse_unready_schedule(
    instance: Revision, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    """Before a version is saved: raise NotReadyError if it is to go public later and is not ready."""
    is_noted = update_fields is None or "approved_go_live_at" in update_fields
    if is_noted and instance.approved_go_live_at and isinstance(instance.content_object, Checked):
        refuse_unready(instance)
