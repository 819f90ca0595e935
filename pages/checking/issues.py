"""What is checked of a newsletter issue: that it can be sent."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from snippets.checking.findings import Finding, Place, Rule
from snippets.checking.subjects import Subject

UNSENDABLE = Rule(
    "unsendable-issue", _("Newsletter issue that cannot be sent"), fix="", is_blocking=True
)


def check_sendable(subject: Subject) -> Iterator[Finding]:
    """An issue can be sent as it is; one that was sent already can."""
    try:
        subject.thing.check_content()
    except ValidationError as refusal:
        yield from (Finding(UNSENDABLE, Place(), sentence) for sentence in refusal.messages)
