"""Blocks of text, figures and links."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.rich_text import RichText

from pages.values import HeadingValue, KeyFigureValue, LinkValue
from snippets.blocks import FileChooserBlock, RecordChooserBlock, StoryChooserBlock
from snippets.promises import promises
from snippets.reader import Reader
from snippets.rich_text import STORY_FEATURES, stored_words

from .previewed import Previewed, PreviewedBlock


@register_streamfield_block
class HeadingBlock(PreviewedBlock):
    """A heading of a section, or of a part of one."""

    text = blocks.CharBlock(label=_("Text"), max_length=160)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Part of the page")), ("3", _("Smaller part"))],
        default="2",
        search_index=False,
    )

    graphql_fields = promises(
        """
        "What it says."
        text: String!
        "2 for a section, 3 for a part of one; 1 is the title of the page."
        level: Int!
        "The fragment it can be linked by, made from the text."
        anchor: String!
        """,
        level="depth",
    )

    class Meta:
        label = _("Heading")
        icon = "title"
        value_class = HeadingValue
        description = _("Opens a section. For example: a very complete ecosystem.")
        preview_value = {"text": _("A very complete ecosystem"), "level": "2"}


class TextBlock(blocks.RichTextBlock):
    """Formatted text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(features=STORY_FEATURES, **options)

    def get_searchable_content(self, value: RichText) -> list[str]:
        """Its words; Wagtail's way to them parses HTML, which takes twenty times as long."""
        return [stored_words(value.source)]


@register_streamfield_block
class ParagraphBlock(Previewed, TextBlock):
    """Paragraphs and lists, with links."""

    graphql_fields = promises(
        """
        "The text."
        content: RichText!
        """,
        content="value",
    )

    class Meta:
        label = _("Paragraph")
        icon = "pilcrow"
        description = _(
            "Text, with bold, italic, lists and links. Several paragraphs may stand in one."
        )
        preview_value = _(
            "<p>The 12/14 bring together companies, laboratories and <b>engineering schools</b>.</p>"
        )


@register_streamfield_block
class HighlightBlock(PreviewedBlock):
    """A passage that stands out."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)
    content = TextBlock(label=_("Text"))

    graphql_fields = promises(
        """
        "Above the text."
        title: String
        "The text."
        content: RichText!
        """
    )

    class Meta:
        label = _("Highlight")
        icon = "info-circle"
        description = _("A passage that stands out. For example: what the 12/14 are.")
        preview_value = {
            "title": _("What are the 12/14?"),
            "content": _("<p>Two hours to meet around a meal.</p>"),
        }


@register_streamfield_block
class QuestionAnswerBlock(PreviewedBlock):
    """A question and its answer: interviews are made of these."""

    question = blocks.CharBlock(label=_("Question"), max_length=255)
    answer = TextBlock(label=_("Answer"))
    person = RecordChooserBlock(
        "snippets.Person",
        label=_("Answered by"),
        required=False,
        help_text=_("Leave empty when it is plain who answers."),
    )

    graphql_fields = promises(
        """
        "What was asked."
        question: String!
        "What was answered."
        answer: RichText!
        "Who answered; null when it is plain from the page."
        person: Person
        """
    )

    class Meta:
        label = _("Question and answer")
        icon = "help"
        description = _("For an interview.")
        preview_value = {
            "question": _("Why here?"),
            "answer": _("<p>For the laboratories next door.</p>"),
        }


class KeyFigureBlock(blocks.StructBlock):
    """A figure with its unit, its date and its source."""

    value = blocks.CharBlock(
        label=_("Value"), max_length=40, help_text=_("For example: 8, or 1 250.")
    )
    unit = blocks.CharBlock(
        label=_("Unit"),
        max_length=40,
        required=False,
        help_text=_("For example: m², M€."),
    )
    label = blocks.CharBlock(
        label=_("Label"),
        max_length=160,
        help_text=_("For example: research laboratories."),
    )
    as_of = blocks.DateBlock(label=_("As of"), required=False)
    source = blocks.CharBlock(label=_("Source"), max_length=160, required=False)

    class Meta:
        label = _("key figure")
        value_class = KeyFigureValue
        form_layout = blocks.BlockGroup(
            children=["value", "unit", "label"], settings=["as_of", "source"]
        )


@register_streamfield_block
class KeyFiguresBlock(PreviewedBlock):
    """Figures that stand out."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)
    figures = blocks.ListBlock(KeyFigureBlock(), label=_("Figures"), min_num=1)

    graphql_fields = promises(
        """
        "Above the figures."
        title: String
        "The figures, in the editor's order."
        figures: [KeyFigure!]!
        """
    )

    class Meta:
        label = _("Key figures")
        icon = "list-ol"
        description = _("Figures that stand out. For example: 8 research laboratories.")
        preview_value = {"figures": [{"value": "8", "label": _("research laboratories")}]}


class LinkBlock(blocks.StructBlock):
    """A link to a page, a document or an address elsewhere: one of the three."""

    label = blocks.CharBlock(
        label=_("Label"),
        max_length=80,
        help_text=_("For example: Register for the next 12/14"),
    )
    page = StoryChooserBlock(label=_("Page"), required=False)
    document = FileChooserBlock(label=_("Document"), required=False)
    address = blocks.URLBlock(
        label=_("Address elsewhere"),
        required=False,
        help_text=_("For example: https://www.example.com"),
    )

    def clean(self, value: Any) -> Any:
        """Ask for one way to go, and only one."""
        cleaned = super().clean(value)
        ways = [name for name in ("page", "document", "address") if cleaned[name]]
        if len(ways) != 1:
            message = ValidationError(
                _("Choose a page, a document or an address: one of the three.")
            )
            raise StructBlockValidationError(block_errors={(ways or ["page"])[-1]: message})
        return cleaned

    class Meta:
        value_class = LinkValue


@register_streamfield_block
class CallToActionBlock(PreviewedBlock):
    """Invites the reader to do one thing."""

    text = blocks.CharBlock(
        label=_("Text"),
        required=False,
        max_length=255,
        help_text=_("For example: the next 12/14 takes place in October."),
    )
    link = LinkBlock(label=_("Link"))

    graphql_fields = promises(
        """
        "Why one would do it; empty when the link says it all."
        text: String!
        "Where it leads."
        link: Link!
        """
    )

    def is_whole(self, bound: blocks.BoundBlock, reader: Reader) -> bool:
        """An invitation to what the reader may not see is left out."""
        link = bound.value["link"]
        return reader.keep_one(link.target) is not None if link.target else bool(link["address"])

    class Meta:
        label = _("Call to action")
        icon = "link"
        description = _("Invites to do one thing. For example: register.")
        preview_value = {
            "text": _("See you at the next one."),
            "link": {"label": _("Register"), "address": "https://www.example.com"},
        }
