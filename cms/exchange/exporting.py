"""Everything, written into a file: what readers see of what is public, and drafts as they were last saved.

What was changed of something public and is not published yet is not taken out.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.db.models import Model
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.embeds.models import Embed
from wagtail.models import Page

from cms.checking.everything import CHUNK, as_it_counts, whole
from cms.exchange.kinds import FILES, ORDER, is_page, name_of
from cms.exchange.references import Known, Ref, root_of
from cms.exchange.shapes import FORMAT, VERSION, Video
from cms.exchange.telling import Teller
from pages.kinds import KINDS, MODELS, ContentKind
from snippets.models.former import MERGED, FormerSlug, kind_of

CONTENT = "content.json"
"""The name of the content in an archive; pictures and documents stand beside it, in the folder files."""

Progress = Callable[[Iterator[Any], int], Iterator[Any]]


def export(path: Path, progress: Progress) -> int:
    """Write everything into an archive; tells how many things there are in it."""
    known = Known()
    teller = Teller(known)
    items = []
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for thing in progress(everything(), len(known.keys)):
            items.append(told(thing, teller))
            if isinstance(thing, FILES):
                add_file(archive, thing, items[-1]["file"]["path"])
        archive.writestr(
            CONTENT, json.dumps(content_of(items, known), ensure_ascii=False, indent=1)
        )
    return len(items)


def content_of(items: list[dict[str, Any]], known: Known) -> dict[str, Any]:
    """A file of these items, with the videos and the redirects."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": timezone.now().isoformat(),
        "items": items,
        "videos": [video(each) for each in Embed.objects.order_by("url")],
        "redirects": list(redirects(known)),
        "former_slugs": list(former_slugs()),
    }


def everything() -> Iterator[Model]:
    """All things, in the order in which they are brought in."""
    for kind in ORDER:
        yield from things_of(kind)


def things_of(kind: ContentKind) -> Iterator[Model]:
    """The things of a kind: what readers see, else the draft as it was last saved."""
    things = MODELS[kind]._base_manager.order_by("path" if is_page(kind) else "pk")
    keys = list(things.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield from map(as_it_counts, whole(things.filter(pk__in=keys[start : start + CHUNK])))


def told(thing: Model, teller: Teller) -> dict[str, Any]:
    """A thing as a file holds it."""
    refs = teller.known.refs
    ref = refs[root_of(type(thing)), thing.pk]
    parent = refs.get((Page, thing.get_parent().pk)) if isinstance(thing, Page) else None
    return teller.tell(thing, ref, parent=parent)


def add_file(archive: ZipFile, thing: Any, path: str) -> None:
    """Put the file of a picture or document into an archive; pictures are compressed already."""
    with thing.file.open("rb") as source:
        archive.writestr(path, source.read(), compress_type=ZIP_STORED)


def video(embed: Embed) -> dict[str, Any]:
    """A video as its provider described it."""
    shape = Video(**{name: getattr(embed, name) for name in Video.model_fields})
    return shape.model_dump(mode="json", exclude_defaults=True)


def redirects(known: Known) -> Iterator[dict[str, Any]]:
    """Old paths that lead somewhere."""
    for each in Redirect.objects.order_by("old_path"):
        page: Ref | str | None = each.redirect_page_id and known.ref(Page, each.redirect_page_id)
        if page or each.redirect_link:
            yield {
                "path": each.old_path,
                **({"to_page": page} if page else {"to_address": each.redirect_link}),
                "permanent": each.is_permanent,
            }


def former_slugs() -> Iterator[dict[str, str]]:
    """Slugs of records that became part of another one."""
    kinds = {kind_of(model): name_of(KINDS[model]) for model in MERGED}
    for each in FormerSlug.objects.select_related("locale").order_by("kind", "slug", "pk"):
        to = f"{kinds[each.kind]}/{each.translation_key}/{each.locale.language_code}"
        yield {"to": to, "locale": each.locale.language_code, "slug": each.slug}
