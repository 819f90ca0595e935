"""Pictures on the site, in the same files that the API gives: none is made for a reader."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from snippets.models import Photo
from snippets.pictures import AVIF, JPEG, WEBP, ImagePreset
from snippets.renditions import Files, files_of, given_file, given_set, srcset

register = template.Library()


@register.simple_tag
def preset(photo: Photo, name: str, **attributes: Any) -> SafeString:
    """The `picture` element of a preset, with `attributes` such as alt, sizes and loading."""
    files, kind = files_of([photo]).get(photo.pk, {}), ImagePreset[name]
    sizes = attributes.pop("sizes", None)
    sources = format_html_join(
        "", "<source{}>", ([flatatt(each)] for each in modern_sources(photo, files, kind, sizes))
    )
    shown = given_file(photo, files, kind, JPEG)
    others = given_set(photo, files, kind, JPEG)
    if len(others) > 1:
        attributes |= {"srcset": srcset(others), "sizes": sizes}
    size = {"src": shown.url, "width": shown.width, "height": shown.height}
    return format_html("<picture>{}<img{}></picture>", sources, flatatt(size | attributes))


def modern_sources(
    photo: Photo, files: Files, kind: ImagePreset, sizes: str | None
) -> Iterator[dict[str, Any]]:
    """The attributes of the sources in formats smaller than JPEG, as far as there are files."""
    for image_format in (AVIF, WEBP):
        given = given_set(photo, files, kind, image_format)
        if given[0].format is image_format and given[0].url != photo.shown_placeholder:
            yield {
                "type": f"image/{image_format.value}",
                "srcset": srcset(given),
                "sizes": sizes,
            }
