"""The sections of a newsletter issue: stories that were chosen, or a rule that finds them."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from snippets.blocks import PictureChooserBlock, RecordChooserBlock, StoryChooserBlock


class ItemBlock(blocks.StructBlock):
    """A story, told otherwise here if the editor wants."""

    story = StoryChooserBlock(
        page_type=["pages.EventReport", "pages.Testimonial"],
        label=_("Event report or testimonial"),
    )
    title = blocks.CharBlock(
        label=_("Other title"),
        max_length=200,
        required=False,
        help_text=_("Left empty, the title of the story."),
    )
    excerpt = blocks.TextBlock(
        label=_("Other excerpt"),
        max_length=600,
        rows=3,
        required=False,
        help_text=_("Left empty, the standfirst of the story."),
    )
    picture = PictureChooserBlock(
        label=_("Other picture"),
        required=False,
        help_text=_("Left empty, the cover or portrait of the story."),
    )


class ChosenBlock(blocks.StructBlock):
    """Stories in the order in which the editor chose them."""

    title = blocks.CharBlock(
        label=_("Title of the section"),
        max_length=100,
        required=False,
        help_text=_("For example: On the front page"),
    )
    items = blocks.ListBlock(ItemBlock(label=_("story")), label=_("Stories"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Chosen stories")


class RuleBlock(blocks.StructBlock):
    """Everything new since the last issue."""

    title = blocks.CharBlock(
        label=_("Title of the section"),
        max_length=100,
        required=False,
        help_text=_("For example: What is new at Luminy"),
    )
    technopole = RecordChooserBlock(
        "snippets.Technopole",
        label=_("Technopole"),
        required=False,
        help_text=_("Left empty, all technopoles."),
    )
    kind = blocks.ChoiceBlock(
        choices=[
            ("all", _("Event reports and testimonials")),
            ("reports", _("Event reports")),
            ("testimonials", _("Testimonials")),
        ],
        default="all",
        label=_("Which stories"),
    )

    class Meta:
        icon = "rotate"
        label = _("Everything since the last issue")


class IssueBlock(blocks.StreamBlock):
    """The sections of an issue."""

    chosen = ChosenBlock()
    rule = RuleBlock()
