"""Forms that refuse to send out what may not go public yet, beside the fields where it is to be corrected:
what was typed stays in them."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.fields import StreamField

from .findings import Finding
from .subjects import findings_of

GOING_OUT = {"action-publish", "action-submit", "action-restart-workflow"}
"""The buttons by which a text is to go public, at once or when somebody has read it."""


class CheckedForm:
    """The form of something that is checked."""

    def is_valid(self) -> bool:
        """Whether what was typed can be saved; by a button that sends it out, whether it may go public."""
        return super().is_valid() and not (self.is_going_out and self.obstacles)

    @property
    def is_going_out(self) -> bool:
        """Whether the button that was pressed sends it out."""
        is_approved = self.data.get("workflow-action-name") == "approve"
        return not GOING_OUT.isdisjoint(self.data) or is_approved

    @cached_property
    def obstacles(self) -> list[Finding]:
        """What forbids to publish what was typed: told as errors of the fields, and once above all."""
        [(_thing, findings)] = findings_of([self.save(commit=False)])
        found = [each for each in findings if each.rule.is_blocking]
        by_field = defaultdict(list)
        for each in found:
            name = each.place.steps[0] if each.place.steps else None
            by_field[name if name in self.fields else None].append(each)
        for name, findings in by_field.items():
            if name is not None:
                self.add_error(name, error_in(self.instance._meta.get_field(name), findings))
        if found:
            others = " ".join(map(str, by_field[None]))
            refusal = _("This cannot go public yet; what was typed is kept here.")
            self.add_error(None, f"{refusal} {others}".strip())
        return found


def error_in(field: Field, findings: list[Finding]) -> ValidationError:
    """The findings in one field, as the error that its widget shows in their places."""
    if not isinstance(field, StreamField):
        return ValidationError([told(each) for each in findings])
    placed = error_at([(each.place.steps[1:], each) for each in findings])
    error = StreamBlockValidationError(placed.block_errors, placed.non_block_errors)
    error.message = " ".join(map(str, findings))
    return error


def error_at(findings: list[tuple[tuple, Finding]]) -> StructBlockValidationError:
    """Findings within a block, each with the way to it from there. Blocks of fields, lists and bodies show
    errors in one form: by name or position."""
    here = [told(each) for steps, each in findings if not steps]
    deeper = defaultdict(list)
    for steps, each in findings:
        if steps:
            deeper[steps[0]].append((steps[1:], each))
    errors = {step: error_at(found) for step, found in deeper.items()}
    return StructBlockValidationError(errors, here)


def told(finding: Finding) -> str:
    """A finding where its place is plain."""
    return f"{finding.problem} {finding.rule.fix}".strip()
