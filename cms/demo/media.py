"""The files of the demo: pictures and a document, as an editor would have uploaded them."""

from django.core.files.base import ContentFile
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.log_actions import log
from wagtail.utils.file import hash_filelike

from snippets.models import Attachment, Photo

from .documents import pdf
from .pictures import Emblem, Scene, encoded
from .shelf import Shelf
from .typography import typeset

CREDIT = "Dessin généré, Technopole CMS"
LICENCE = "CC0 1.0"
TAG = "démonstration"


def add_picture(
    shelf: Shelf, drawing: Scene | Emblem, title: str, *, is_decorative: bool = False
) -> Photo:
    """A drawing in the media library, with where to look and all that must be printed beside it."""
    extension = "png" if isinstance(drawing, Emblem) else "jpg"
    file = ContentFile(encoded(drawing.draw(), extension), name=f"{drawing.key}.{extension}")
    width, height = drawing.size
    photo = Photo(
        title=typeset(title),
        file=file,
        file_size=file.size,
        file_hash=hash_filelike(file),
        description="" if is_decorative else typeset(drawing.alt),
        is_decorative=is_decorative,
        credit=CREDIT,
        licence=LICENCE,
        focal_point_x=round(drawing.sun[0] * width),
        focal_point_y=round(drawing.sun[1] * height),
        focal_point_width=width // 4,
        focal_point_height=height // 4,
        uploaded_by_user=shelf.writer,
    )
    photo.files_can_wait = True
    photo.full_clean(exclude=("file",))
    photo.save()
    photo.tags.add(*shelf.tags(TAG))
    log(instance=photo, action="wagtail.create", user=shelf.writer, content_changed=True)
    return shelf.file(photo, drawing.key)


def add_document(shelf: Shelf, slug: str, title: str, lines: list[str]) -> Attachment:
    """A PDF to download."""
    file = ContentFile(pdf([typeset(line) for line in lines]), name=f"{slug}.pdf")
    document = Attachment(
        title=typeset(title),
        file=file,
        file_size=file.size,
        file_hash=hash_filelike(file),
        uploaded_by_user=shelf.writer,
    )
    document.save()
    document.tags.add(*shelf.tags(TAG))
    log(instance=document, action="wagtail.create", user=shelf.writer, content_changed=True)
    return shelf.file(document, slug)


def add_embed(shelf: Shelf, address: str, title: str) -> Embed:
    """What a provider would have answered about a video, so that nobody needs to ask."""
    found = Embed.objects.filter(hash=get_embed_hash(address)).first()
    if found is not None:
        return found
    identity = address.rpartition("=")[2]
    embed = Embed.objects.create(
        url=address,
        hash=get_embed_hash(address),
        type="video",
        title=typeset(title),
        author_name="Technopole CMS",
        provider_name="YouTube",
        thumbnail_url="https://example.org/demonstration/video.jpg",
        width=1280,
        height=720,
        html=(
            f'<iframe width="1280" height="720" title="{typeset(title)}" allowfullscreen '
            f'src="https://www.youtube-nocookie.com/embed/{identity}"></iframe>'
        ),
    )
    return shelf.file(embed, address)
