"""Blocks of pictures, videos and files."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock as EmbedAddressBlock
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedException

from pages.values import EmbedValue, FigureValue
from snippets.blocks import FileChooserBlock, PictureChooserBlock
from snippets.promises import promises
from snippets.reader import Reader

from .previewed import PreviewedBlock


class NotAskedError(EmbedException):
    """The provider of a video was not asked: others who write would wait for it."""


class VideoAddressBlock(EmbedAddressBlock):
    """The address of a video, of which its provider tells what it is."""

    def clean(self, value: Any) -> Any:
        """Raise ValidationError where nothing is known of the video, with a sentence that says whether it may be
        known later."""
        try:
            if value and value.url:
                value.url = value.url.strip()
                get_embed(value.url, value.max_width, value.max_height)
        except NotAskedError as error:
            sentence = _(
                "Nothing is known of this video yet: too many are new, or their provider is slow. Save again."
            )
            raise ValidationError(sentence) from error
        except EmbedException:
            value.html = ""  # Wagtail has a sentence for it, and need not ask again.
        return super().clean(value)


class FigureBlock(PreviewedBlock):
    """A picture with its caption."""

    image = PictureChooserBlock(label=_("Picture"))
    alt_text = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=255,
        help_text=_(
            "What the picture shows here. Left empty, the picture's own description is used."
        ),
    )
    is_decorative = blocks.BooleanBlock(
        label=_("Decorative here"),
        required=False,
        help_text=_("It tells nothing here: screen readers pass over it."),
    )
    caption = blocks.CharBlock(
        label=_("Caption"),
        required=False,
        max_length=255,
        help_text=_("For example: the entrepreneurs of the first 12/14 at Château-Gombert."),
    )

    class Meta:
        value_class = FigureValue
        form_layout = blocks.BlockGroup(
            children=["image", "caption"], settings=["alt_text", "is_decorative"]
        )


@register_streamfield_block
class ImageBlock(FigureBlock):
    """A picture with its caption."""

    graphql_fields = promises(
        """
        "The picture as it stands in the text."
        figure: Figure!
        """
    )

    class Meta:
        label = _("Picture")
        icon = "image"
        description = _("One picture, with its caption. Its credit comes from the picture itself.")
        preview_value = {"caption": _("The first 12/14 at Château-Gombert")}


@register_streamfield_block
class GalleryBlock(PreviewedBlock):
    """Several pictures side by side."""

    figures = blocks.ListBlock(FigureBlock(label=_("Picture")), label=_("Pictures"), min_num=2)

    graphql_fields = promises(
        """
        "The pictures, in the editor's order."
        figures: [Figure!]!
        """
    )

    class Meta:
        label = _("Gallery")
        icon = "images"
        description = _("Two pictures or more, side by side.")
        preview_value = {"figures": [{"caption": _("Before")}, {"caption": _("After")}]}


@register_streamfield_block
class EmbedBlock(PreviewedBlock):
    """A video or another medium shown from elsewhere."""

    media = VideoAddressBlock(
        label=_("Address of the video"),
        help_text=_("YouTube, Vimeo or Dailymotion. For example: https://vimeo.com/76979871"),
    )

    graphql_fields = promises(
        """
        "Its address at the provider's."
        url: URL!
        "Name of the provider."
        provider: String!
        "Title the provider gives it; null when it gives none."
        title: String
        "The provider's frame: it loads their code and cookies, so show it once the visitor agreed."
        html: String!
        "A still picture at the provider's."
        thumbnail: URL
        """
    )

    def is_whole(self, bound: blocks.BoundBlock, reader: Reader) -> bool:
        """A medium that its provider never described is left out, and one whose player we do not know."""
        return bound.value.described is not None and bool(bound.value.html)

    class Meta:
        label = _("Video")
        icon = "media"
        value_class = EmbedValue
        description = _("A video of YouTube, Vimeo or Dailymotion.")


@register_streamfield_block
class DownloadsBlock(PreviewedBlock):
    """Files to download."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)
    documents = blocks.ListBlock(
        FileChooserBlock(label=_("Document")), label=_("Documents"), min_num=1
    )

    graphql_fields = promises(
        """
        "Above the documents."
        title: String
        "The readable ones, in the editor's order; never empty."
        documents: [Document!]!
        """
    )

    class Meta:
        label = _("Downloads")
        icon = "download"
        description = _("Files to download, with their size.")
        preview_value = {"title": _("To download")}
