"""What a check says: which rule, where, what is wrong, what to do."""

from dataclasses import dataclass
from typing import NamedTuple, Self

from django.core.exceptions import ValidationError
from django.utils.functional import Promise


class Rule(NamedTuple):
    """What is checked."""

    code: str
    """Its name in the command, in the report and in the guide; it never changes."""
    name: str | Promise
    """What editors read of it in lists."""
    fix: str | Promise
    """What to do about it; empty where each problem says it."""
    is_blocking: bool = False
    """Whether nothing goes public that breaks it; else it is an advice."""


@dataclass(frozen=True)
class Place:
    """Where something stands in a thing and in its form."""

    steps: tuple[str | int, ...] = ()
    """The way to the value: name of a field, then positions and names within; empty for the whole thing."""
    label: str = ""
    """The way in the words of the form."""
    anchor: str = ""
    """The id of the element of the form; empty for the whole thing."""

    def within(self, step: str | int, label: str | Promise) -> Self:
        """A place inside this one."""
        labels = " › ".join(filter(None, (self.label, str(label))))
        return type(self)((*self.steps, step), labels, self.anchor)


@dataclass(frozen=True)
class Finding:
    """Something to correct, or to think about."""

    rule: Rule
    place: Place
    problem: str
    """What is wrong there, in the language that was active."""

    def __str__(self) -> str:
        where = f"{self.place.label} : " if self.place.label else ""
        return f"{where}{self.problem} {self.rule.fix}".strip()


class NotReadyError(ValidationError):
    """Something may not go public yet: each message says where, what is wrong and what to do."""
