"""Pictures, with what makes them accessible and lawful to show, and documents."""

from dataclasses import dataclass
from pathlib import PurePath
from secrets import token_hex
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, get_upload_to

from snippets.pictures import GREY_PIXEL
from snippets.promises import promises
from snippets.querysets import DocumentQuerySet, PhotoQuerySet
from snippets.uploads.documents import KINDS as DOCUMENT_KINDS
from snippets.uploads.documents import ending_of
from snippets.upright import UprightImageField
from snippets.written import Written

LONGEST_STEM = 45
"""Characters of the name of a rendition before what makes it unguessable: 100 fit into the column, with the folder
of its own that it gets in a bucket."""


@dataclass(frozen=True)
class FocalPoint:
    """A point of a picture, as fractions of its width and height from the top left."""

    x: float
    y: float


class Keyed(models.Model):
    """A file that has the same key wherever content is exchanged."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Photo(Keyed, Written, AbstractImage):
    """A picture of the media library, with its alternative text and its credit."""

    file = UprightImageField(
        _("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    is_decorative = models.BooleanField(
        _("decorative picture"),
        default=False,
        help_text=_(
            "It tells nothing: screen readers pass over it. Only then may the text be empty."
        ),
    )
    credit = models.CharField(
        _("credit"),
        max_length=160,
        blank=True,
        help_text=_("For example: © Aix-Marseille-Provence"),
    )
    licence = models.CharField(
        _("licence"),
        max_length=160,
        blank=True,
        help_text=_("For example: CC BY 4.0, or a contract."),
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "is_decorative",
        "credit",
        "licence",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    placeholder = models.TextField(blank=True, default="", editable=False)
    """A data URI of the picture 20 pixels long; empty until it was made."""
    made_of = models.CharField(max_length=255, blank=True, default="", editable=False)
    """The name of the file that the placeholder and the renditions were made of."""
    files_due_at = models.DateTimeField(
        null=True, default=timezone.now, db_index=True, editable=False
    )
    """When files are to be made of it; whoever makes them moves it ahead. None: all are there."""

    files_can_wait = False
    """Set on one that is saved among many: then none of its files is made at once."""

    kept_as_typed = frozenset({"title"})
    """It is often the name of a file, and readers never see it."""

    objects = PhotoQuerySet.as_manager()

    graphql_name = "Image"
    graphql_fields = promises(
        """
        "What the picture shows, for those who cannot see it; empty when it is decorative."
        alt: String!
        "Who made it, as it must be printed beside it."
        credit: String
        "Under which licence it may be used."
        licence: String
        "Width of the original, in pixels."
        width: Int!
        "Height of the original, in pixels."
        height: Int!
        "The point that must stay visible when the picture is cropped; null when none was chosen."
        focalPoint: FocalPoint
        "The largest file of a preset. While it is being made, the nearest that exists is given."
        rendition(
            "Ratio and widths."
            preset: ImagePreset!
            "Format; another one is given where this one does not exist."
            format: ImageFormat = WEBP
        ): Rendition!
        "All files of a preset for the attribute srcset, each with its width; what exists of them."
        srcset(
            "Ratio and widths."
            preset: ImagePreset!
            "Format; PNG stands in JPEG's place for transparent pictures."
            format: ImageFormat = WEBP
        ): String!
        "A data URI of the whole picture, its longer side 20 pixels, at most 600 bytes."
        placeholder: String!
        """,
        placeholder="shown_placeholder",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(is_decorative=True) ^ ~models.Q(description=""),
                name="photo_has_text_or_is_decorative",
                violation_error_message=_("Describe the picture, or say that it is decorative."),
            ),
        )

    def clean(self) -> None:
        """Ask for a description, beside the field it is missing from."""
        super().clean()
        self.description = self.description.strip()
        if not self.description and not self.is_decorative:
            raise ValidationError(
                {"description": _("Describe what the picture shows, or tick “decorative picture”.")}
            )
        if self.description and self.is_decorative:
            raise ValidationError(
                {
                    "is_decorative": _(
                        "A decorative picture has no description: remove one of the two."
                    )
                }
            )

    @property
    def alt(self) -> str:
        """The alternative text; empty for a decorative picture."""
        return self.description

    @property
    def default_alt_text(self) -> str:
        """Wagtail's name for it: never the title, which is often a file's name."""
        return self.alt

    @property
    def focal_point(self) -> FocalPoint | None:
        """Where to look, if it was chosen."""
        if self.focal_point_x is None or self.focal_point_y is None:
            return None
        return FocalPoint(self.focal_point_x / self.width, self.focal_point_y / self.height)

    @property
    def shown_placeholder(self) -> str:
        """The data URI, or a grey one until it was made."""
        return self.placeholder or GREY_PIXEL


class Rendition(AbstractRendition):
    """A picture in another size or format."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")
    file_size = models.PositiveIntegerField(null=True, editable=False)
    """Bytes, of files that are made ahead: who tells readers asks no storage."""

    def get_upload_to(self, filename: str) -> str:
        """A name that nobody guesses, whoever makes the file: it is given to all who know it. What it
        names never changes."""
        path = PurePath(super().get_upload_to(filename))
        name = f"{path.stem[:LONGEST_STEM]}.{token_hex(12)}{path.suffix}"
        return str(path.with_name(name))

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"),
                name="rendition_made_once",
            ),
        )


class Attachment(Keyed, Written, AbstractDocument):
    """A file to download."""

    admin_form_fields = Document.admin_form_fields
    objects = DocumentQuerySet.as_manager()

    graphql_name = "Document"

    graphql_fields = promises(
        """
        "Title, as the editor wrote it."
        title: String!
        "Address it is downloaded from."
        url: URL!
        "Name of the file, with its ending."
        fileName: String!
        "Size in bytes."
        size: Int!
        "Media type, for instance application/pdf."
        mediaType: String!
        """,
        file_name="filename",
        size="file_size",
        media_type="content_type",
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def content_type(self) -> str:
        """By the ending of the name, the same on every machine."""
        kind = DOCUMENT_KINDS.get(ending_of(self.filename))
        return kind.media_type if kind else "application/octet-stream"
