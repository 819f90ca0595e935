"""Makes the files of one picture."""

from collections.abc import Callable, Collection
from pathlib import PurePath

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from cms.publishing.decoded import DecodedFilter, decode, has_holes, placeholder_of
from cms.publishing.journal import note
from snippets.deleted_files import let_go
from snippets.models import Photo, Rendition
from snippets.pictures import known_specs, urgent_specs, wanted_specs

LONGEST_STEM = 30


def make_files(
    photo: Photo,
    *,
    only: frozenset[str] | None = None,
    before_each: Callable[[], None] = lambda: None,
) -> int:
    """Make the missing files of `photo`, the urgent ones first, and drop old ones; tells how many
    were made. `before_each` is called before each of them. With `only`, those of some specs, and none is
    dropped."""
    urgent = urgent_specs(photo.width, photo.height)
    if is_complete(photo, among=only):
        return 0
    picture = decode(photo)
    if photo.made_of != photo.file.name:
        look_at(photo, placeholder_of(picture))
    wanted = specs_of(photo, is_transparent=has_holes(picture))
    missing = [spec for spec in wanted if spec not in current_specs(photo)]
    chosen = [spec for spec in missing if only is None or spec in only]
    for spec in sorted(chosen, key=lambda spec: spec not in urgent):
        before_each()
        make_file(photo, DecodedFilter(spec, picture))
    if only is None:
        drop(old_files(photo, wanted))
    note(photo)
    return len(chosen)


def specs_of(photo: Photo, *, is_transparent: bool) -> tuple[str, ...]:
    """The files that `photo` should have in this installation."""
    return wanted_specs(
        photo.width,
        photo.height,
        is_transparent=is_transparent,
        with_avif=settings.RENDITION_AVIF,
    )


def current_specs(photo: Photo) -> set[str]:
    """The files that `photo` has, cropped as its focal point asks for now."""
    rows = Rendition.objects.filter(image=photo).values_list("filter_spec", "focal_point_key")
    return {spec for spec, key in rows if key == DecodedFilter(spec).get_cache_key(photo)}


def is_complete(photo: Photo, *, among: frozenset[str] | None = None) -> bool:
    """Whether no file is missing, nor one too many, told without decoding the picture."""
    if photo.made_of != photo.file.name:
        return False
    present = current_specs(photo)
    for is_transparent in (False, True):
        wanted = set(specs_of(photo, is_transparent=is_transparent))
        if (wanted if among is None else wanted & among) <= present:
            return among is not None or not old_files(photo, wanted).exists()
    return False


def look_at(photo: Photo, placeholder: str) -> None:
    """Note what a new file shows, and drop the renditions of the one it replaced."""
    if photo.made_of:
        drop(Rendition.objects.filter(image=photo))
    photo.placeholder, photo.made_of = placeholder, photo.file.name
    unchanged = Photo.objects.filter(pk=photo.pk, file=photo.file.name)
    unchanged.update(placeholder=placeholder, made_of=photo.file.name)


def make_file(photo: Photo, decoded: DecodedFilter) -> None:
    """Make one file."""
    file = photo.generate_rendition_file(decoded)
    stem = PurePath(photo.file.name).stem[:LONGEST_STEM]
    measure = decoded.spec.partition("|")[0]
    rendition = Rendition(
        image=photo,
        filter_spec=decoded.spec,
        focal_point_key=decoded.get_cache_key(photo),
        file_size=file.size,
    )
    name = f"{stem}.{measure}{PurePath(file.name).suffix}"
    rendition.file.save(name, file, save=False)
    file.close()
    try:
        with transaction.atomic():
            rendition.save()
    except IntegrityError:  # made by somebody else meanwhile, or the picture is gone
        let_go(rendition.file)


def old_files(photo: Photo, wanted: Collection[str]) -> QuerySet[Rendition]:
    """The files of presets that are cropped as the focal point no longer asks, or not wanted."""
    known = known_specs(photo.width, photo.height)
    old = [
        key
        for key, spec, focus in Rendition.objects.filter(
            image=photo, filter_spec__in=known
        ).values_list("pk", "filter_spec", "focal_point_key")
        if spec not in wanted or focus != DecodedFilter(spec).get_cache_key(photo)
    ]
    return Rendition.objects.filter(pk__in=old)


def drop(renditions: QuerySet[Rendition]) -> None:
    """Delete `renditions`, rows first."""
    with transaction.atomic():
        renditions.delete()
