"""What blocks tell beyond the fields an editor fills in."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import cached_property
from django.utils.text import slugify
from wagtail.blocks import BoundBlock, StructValue
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed

from pages.frames import frame
from snippets.figures import number_in
from snippets.promises import promises


class HeadingValue(StructValue):
    """A heading."""

    @property
    def anchor(self) -> str:
        """The fragment it can be linked by."""
        return slugify(self["text"] or "")

    @property
    def depth(self) -> int:
        """2 for a section, also while none is chosen; 3 for a part of one."""
        return int(self["level"] or 2)


class FigureValue(StructValue):
    """A picture as it stands in a text."""

    @property
    def alt(self) -> str:
        """What the picture shows here; else what it shows anywhere; empty when decorative."""
        if self["is_decorative"]:
            return ""
        return self["alt_text"] or (self["image"].alt if self["image"] else "")

    @property
    def credit(self) -> str:
        """Who made the picture."""
        return self["image"].credit if self["image"] else ""


class KeyFigureValue(StructValue):
    """A key figure in a text."""

    @property
    def number(self) -> float | None:
        """The value as a number, if it is one."""
        return number_in(self["value"] or "")


class LinkValue(StructValue):
    """A link to a page, a document or an address elsewhere."""

    @property
    def target(self) -> Any:
        """The page or document it leads to, if it stays on this site."""
        return self["page"] or self["document"]

    @property
    def url(self) -> str:
        """The address it leads to; a path when it stays on this site."""
        return self.target.url if self.target else self["address"]


class EmbedValue(StructValue):
    """A video shown from elsewhere, as its provider described it when it was chosen."""

    @cached_property
    def described(self) -> Embed | None:
        """What the provider said; it is never asked while a reader waits."""
        return Embed.objects.filter(hash=self.hash).first()

    @property
    def hash(self) -> str:
        """The key under which the description is kept."""
        return get_embed_hash(self["media"].url if self["media"] else "")

    @property
    def url(self) -> str:
        """Address of the medium on its provider's site."""
        return self.described.url

    @property
    def provider(self) -> str:
        """Name of the provider."""
        return self.described.provider_name

    @property
    def title(self) -> str:
        """Title the provider gives it."""
        return self.described.title

    @property
    def html(self) -> str:
        """A frame that shows the provider's player, and nothing else that was ever stored with it."""
        kept = self.described
        return frame(
            kept.html,
            title=kept.title or kept.provider_name,
            width=kept.width,
            height=kept.height,
        )

    @property
    def thumbnail(self) -> str:
        """Address of a still picture at the provider's; empty when there is none."""
        return self.described.thumbnail_url


def describe_embeds(blocks: Iterable[BoundBlock]) -> None:
    """Give all embeds among the blocks their descriptions, in one query."""
    values = [block.value for block in blocks if isinstance(block.value, EmbedValue)]
    if values:
        kept = Embed.objects.filter(hash__in={value.hash for value in values})
        by_hash = {embed.hash: embed for embed in kept}
        for value in values:
            value.described = by_hash.get(value.hash)


FIGURE_PROMISES = promises(
    """
    "Opaque; stable while the picture stands there."
    id: ID!
    "The picture."
    image: Image!
    "What the picture shows here, for those who cannot see it; empty when decorative."
    alt: String!
    "Below the picture."
    caption: String
    "Who made the picture, as it must be printed."
    credit: String
    """
)
