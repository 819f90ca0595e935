"""What is checked: things with all their values, and what those name, looked up for all together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from snippets.blocks import choices_as_references
from snippets.reader import Reader, is_governed
from snippets.references import Reference

from .findings import Finding
from .spots import Spot, spots


@dataclass
class Named:
    """What things name, as readers will see it: records that were never published go public with them."""

    reader: Reader = field(default_factory=lambda: Reader(previewing=True))
    unseen: dict[Reference, Model | None] = field(default_factory=dict)
    """What readers will not see; None for what is there no more."""

    def look_up(self, references: Iterable[Reference]) -> None:
        """Find everything that is named: one statement a model, one more for what is unseen of it."""
        keys = defaultdict(set)
        for model, key in references:
            if is_governed(model):
                keys[model].add(key)
        for model, wanted in keys.items():
            missing = wanted - self.reader.find(model, wanted).keys()
            stored = model._base_manager.in_bulk(missing) if missing else {}
            self.unseen.update({Reference(model, key): stored.get(key) for key in missing})

    def state_of(self, reference: Reference) -> str:
        """Why readers will not see something: a few words."""
        thing = self.unseen[reference]
        if thing is None:
            return _("it was deleted")
        if getattr(thing, "live", True):
            return _("its visibility is restricted, or it has expired")
        if thing.first_published_at is None:
            return _("it is a draft")
        return _("it was withdrawn")

    def name_of(self, reference: Reference) -> str:
        """How something that readers will not see is called."""
        return str(self.unseen[reference] or reference.model._meta.verbose_name)


@dataclass
class Subject:
    """A thing that is checked."""

    thing: Model
    spots: list[Spot]
    named: Named

    @cached_property
    def values(self) -> dict[tuple, Any]:
        """The values, by the way to them."""
        return {spot.place.steps: spot for spot in self.spots}

    def at(self, *steps: str | int) -> Spot:
        """The value at a place."""
        return self.values[steps]

    def findings(self) -> list[Finding]:
        """What there is to say, what forbids to publish first."""
        found = [each for check in self.thing.checks for each in check(self)]
        return sorted(found, key=lambda finding: not finding.rule.is_blocking)


def subjects(things: Iterable[Model]) -> list[Subject]:
    """Things with what they name, looked up for all of them together. Inside `choices_as_references`."""
    named = Named()
    found = [Subject(thing, list(spots(thing)), named) for thing in things]
    every = [spot for subject in found for spot in subject.spots]
    targets = [link.target for spot in every for link in spot.links if link.target]
    named.look_up([*targets, *(choice for spot in every for choice in spot.choices)])
    return found


def findings_of(things: Iterable[Model]) -> list[tuple[Model, list[Finding]]]:
    """What there is to say of each thing, as it stands in memory."""
    with choices_as_references():
        return [(subject.thing, subject.findings()) for subject in subjects(things)]
