"""The blocks a story is told with. Few, each a small sentence that an editor understands."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock

from .media import DownloadsBlock, EmbedBlock, GalleryBlock, ImageBlock
from .records import OrganisationsBlock, PeopleBlock, QuoteBlock, TestimonialBlock
from .text import (
    CallToActionBlock,
    HeadingBlock,
    HighlightBlock,
    KeyFiguresBlock,
    ParagraphBlock,
    QuestionAnswerBlock,
)

__all__ = ["StoryBlock"]


class StoryBlock(StreamBlock):
    """The body of every page."""

    heading = HeadingBlock(group=_("Text"))
    paragraph = ParagraphBlock(group=_("Text"))
    quote = QuoteBlock(group=_("Text"))
    highlight = HighlightBlock(group=_("Text"))
    question_answer = QuestionAnswerBlock(group=_("Text"))
    image = ImageBlock(group=_("Pictures and files"))
    gallery = GalleryBlock(group=_("Pictures and files"))
    embed = EmbedBlock(group=_("Pictures and files"))
    downloads = DownloadsBlock(group=_("Pictures and files"))
    key_figures = KeyFiguresBlock(group=_("Facts"))
    people = PeopleBlock(group=_("Facts"))
    organisations = OrganisationsBlock(group=_("Facts"))
    testimonial = TestimonialBlock(group=_("Links"))
    call_to_action = CallToActionBlock(group=_("Links"))
