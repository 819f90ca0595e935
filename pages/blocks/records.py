"""Blocks that point to people, organisations and testimonials."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from wagtail import blocks

from snippets.blocks import RecordChooserBlock, StoryChooserBlock
from snippets.promises import promises
from snippets.typography import unquoted

from .previewed import PreviewedBlock


@register_streamfield_block
class QuoteBlock(PreviewedBlock):
    """What somebody said, word for word, under the title they held that day."""

    text = blocks.TextBlock(
        label=_("What was said"),
        rows=3,
        help_text=_("Word for word, without quotation marks: the site adds them."),
    )
    person = RecordChooserBlock("snippets.Person", label=_("Said by"))
    role = blocks.CharBlock(
        label=_("Title held that day"),
        max_length=200,
        help_text=_("For example: metropolitan councillor in charge of innovation"),
    )
    organisation = RecordChooserBlock(
        "snippets.Organisation", label=_("For the organisation"), required=False
    )

    graphql_fields = promises(
        """
        "The quote, a record of its own."
        quote: Quote!
        """
    )

    def clean(self, value: Any) -> Any:
        """Without the quotation marks of a text that was pasted with them."""
        cleaned = super().clean(value)
        cleaned["text"] = unquoted(cleaned["text"])
        return cleaned

    class Meta:
        label = _("Quote")
        icon = "openquote"
        description = _(
            "Words somebody said. They can then be found by person, organisation or sector."
        )
        preview_value = {
            "text": _("The community must become strong."),
            "role": _("Councillor"),
        }


@register_streamfield_block
class PeopleBlock(PreviewedBlock):
    """People, as cards."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)
    people = blocks.ListBlock(
        RecordChooserBlock("snippets.Person", label=_("Person")),
        label=_("People"),
        min_num=1,
    )

    graphql_fields = promises(
        """
        "Above the people."
        title: String
        "The readable ones, in the editor's order; never empty."
        people: [Person!]!
        """
    )

    class Meta:
        label = _("People")
        icon = "group"
        description = _("People of the directory, with what they are today.")
        preview_value = {"title": _("They spoke")}


@register_streamfield_block
class OrganisationsBlock(PreviewedBlock):
    """Organisations, as cards."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)
    organisations = blocks.ListBlock(
        RecordChooserBlock("snippets.Organisation", label=_("Organisation")),
        label=_("Organisations"),
        min_num=1,
    )

    graphql_fields = promises(
        """
        "Above the organisations."
        title: String
        "The readable ones, in the editor's order; never empty."
        organisations: [Organisation!]!
        """
    )

    class Meta:
        label = _("Organisations")
        icon = "organisation"
        description = _(
            "Organisations of the directory. For example: the schools of the technopole."
        )
        preview_value = {"title": _("They were there")}


@register_streamfield_block
class TestimonialBlock(PreviewedBlock):
    """A way to a testimonial."""

    testimonial = StoryChooserBlock("pages.Testimonial", label=_("Testimonial"))

    graphql_fields = promises(
        """
        "The testimonial it leads to."
        testimonial: Testimonial!
        """
    )

    class Meta:
        label = _("Testimonial")
        icon = "user"
        description = _("Leads to the testimonial of an entrepreneur.")
        preview_value = {}
