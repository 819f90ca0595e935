"""When files of pictures are made, by whom, and what they show."""

from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pillow_heif
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from cms.publishing import pictures
from cms.publishing.making import make_files
from cms.publishing.pictures import LEASE, Claim, ClaimLostError, make_next, picture_was_saved
from snippets.models import Photo, Rendition
from snippets.pictures import ImageFormat, ImagePreset, urgent_specs, wanted_specs
from snippets.renditions import files_of, given_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def saved(picture: Image.Image, kind: str = "JPEG", **fields: Any) -> Photo:
    """A picture of the library."""
    file = BytesIO()
    options = {"exif": fields.pop("exif")} if "exif" in fields else {}
    if kind == "HEIC":
        pillow_heif.from_pillow(picture).save(file)
    else:
        picture.save(file, kind, **options)
    content = ContentFile(file.getvalue(), f"photo.{kind.lower()}")
    return Photo.objects.create(title="Photo", description="Un dessin", file=content, **fields)


def plain(width: int = 1000, height: int = 600, colour: str = "#3a6b78") -> Image.Image:
    return Image.new("RGB", (width, height), colour)


def specs(photo: Photo) -> set[str]:
    return set(photo.renditions.values_list("filter_spec", flat=True))


def all_specs(photo: Photo, **options: bool) -> set[str]:
    options = {"is_transparent": False, "with_avif": False, **options}
    return set(wanted_specs(photo.width, photo.height, **options))


def opened(photo: Photo, spec: str) -> Image.Image:
    with photo.renditions.get(filter_spec=spec).file.open() as file:
        return Image.open(BytesIO(file.read()))


def make_all_due() -> None:
    while make_next():
        pass


def test_upload_makes_the_urgent_files_after_the_commit(
    django_capture_on_commit_callbacks: Callable,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        photo = saved(plain())
        assert not Rendition.objects.exists()
    photo.refresh_from_db()
    wanted = all_specs(photo)
    assert specs(photo) == wanted & urgent_specs(1000, 600)
    assert photo.placeholder.startswith("data:image/webp;base64,")
    assert photo.files_due_at <= timezone.now()
    make_all_due()
    photo.refresh_from_db()
    assert specs(photo) == wanted
    assert photo.files_due_at is None


def test_rolled_back_upload_makes_nothing(django_capture_on_commit_callbacks: Callable) -> None:
    def give_up() -> None:
        with transaction.atomic():
            saved(plain())
            raise ZeroDivisionError

    with (
        django_capture_on_commit_callbacks(execute=True) as callbacks,
        pytest.raises(ZeroDivisionError),
    ):
        give_up()
    assert callbacks == []
    assert not Rendition.objects.exists()


def test_picture_among_many_waits_for_the_thread(
    django_capture_on_commit_callbacks: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Photo, "files_can_wait", True)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        photo, other = saved(plain()), saved(plain(colour="#ffffff"))
    assert callbacks == []
    make_next()
    make_next()
    assert specs(photo) == specs(other) == all_specs(photo) & urgent_specs(1000, 600)
    make_all_due()
    assert specs(photo) == specs(other) == all_specs(photo)


def test_broken_picture_stops_nobody(
    django_capture_on_commit_callbacks: Callable, caplog: pytest.LogCaptureFixture
) -> None:
    broken, photo = saved(plain()), saved(plain())
    with broken.file.storage.open(broken.file.name, "wb") as file:
        file.write(b"no picture")
    with django_capture_on_commit_callbacks(execute=True):
        picture_was_saved(broken)
    Photo.objects.update(files_due_at=timezone.now())
    make_all_due()
    assert specs(photo) == all_specs(photo)
    due_at = Photo.objects.values_list("files_due_at", flat=True).get(pk=broken.pk)
    assert due_at > timezone.now() + timedelta(minutes=59)
    assert f"The files of picture {broken.pk} cannot be made." in caplog.text


def test_two_processes_never_work_on_one_picture() -> None:
    saved(plain())
    mine, other = (Claim(Photo.objects.get()) for _ in range(2))
    mine.renew()
    with pytest.raises(ClaimLostError):
        other.renew()
    assert make_next() is False
    mine.renew()


def test_what_a_killed_process_began_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    class KilledError(BaseException):
        """As after kill -9: nothing else is done."""

    def die(photo: Photo, **options: Any) -> None:
        make_files(photo, **options)
        raise KilledError

    photo = saved(plain())
    Photo.objects.update(files_due_at=timezone.now())
    with monkeypatch.context() as patched:
        patched.setattr(pictures, "make_files", die)
        with pytest.raises(KilledError):
            make_next()
    first = set(Rendition.objects.values_list("pk", flat=True))
    assert make_next() is False
    with time_machine.travel(timezone.now() + LEASE * 2):
        make_all_due()
    assert specs(photo) == all_specs(photo)
    assert first <= set(Rendition.objects.values_list("pk", flat=True))


def test_picture_saved_while_its_files_are_made_is_due_anew() -> None:
    photo = saved(plain())
    claim = Claim(photo)
    claim.renew()
    picture_was_saved(photo)
    with pytest.raises(ClaimLostError):
        claim.renew()


def test_focal_point_decides_what_is_kept() -> None:
    picture = plain(1600, 400, "#ffffff")
    ImageDraw.Draw(picture).rectangle((0, 0, 399, 399), fill="#ff0000")
    focus = {"focal_point_x": 200, "focal_point_y": 200}
    photo = saved(picture, focal_point_width=100, focal_point_height=100, **focus)
    make_files(photo)
    red, _, blue = opened(photo, "fill-192x192|format-jpeg").getpixel((96, 96))
    assert (red > 250, blue < 10) == (True, True)


def test_moved_focal_point_makes_new_crops_and_drops_old_ones() -> None:
    photo = saved(plain())
    make_files(photo)
    before = dict(photo.renditions.values_list("pk", "filter_spec"))
    photo.focal_point_x = photo.focal_point_y = 10
    photo.focal_point_width = photo.focal_point_height = 10
    photo.save()
    assert make_files(photo) == len([spec for spec in before.values() if spec[:4] == "fill"])
    after = dict(photo.renditions.values_list("pk", "filter_spec"))
    assert sorted(after.values()) == sorted(before.values())
    assert {spec[:3] for key, spec in after.items() if key in before} == {"max"}


def test_replaced_file_has_files_of_its_own() -> None:
    photo = saved(plain())
    make_files(photo)
    before = set(photo.renditions.values_list("file", flat=True))
    placeholder = photo.placeholder
    other = saved(plain(colour="#ff0000"))
    photo.file = other.file
    photo.save()
    make_files(photo)
    assert specs(photo) == all_specs(photo)
    assert before & set(photo.renditions.values_list("file", flat=True)) == set()
    assert photo.placeholder != placeholder


def test_nothing_is_made_twice() -> None:
    photo = saved(plain())
    assert make_files(photo) == len(all_specs(photo))
    assert make_files(photo) == 0
    photo.title = "Other"
    photo.save()
    assert make_files(photo) == 0


def test_transparent_picture_has_png() -> None:
    picture = Image.new("RGBA", (500, 300), (0, 0, 0, 0))
    photo = saved(picture, "PNG")
    make_files(photo)
    assert specs(photo) == all_specs(photo, is_transparent=True)
    for image_format in ("png", "webp"):
        shown = opened(photo, f"max-500x300|format-{image_format}").convert("RGBA")
        assert shown.getpixel((9, 9))[3] == 0
    given = given_file(photo, files_of([photo])[photo.pk], ImagePreset.FULL, ImageFormat.JPEG)
    assert (given.format, given.width, given.height) == (ImageFormat.PNG, 500, 300)


def test_opaque_png_has_jpeg() -> None:
    photo = saved(plain().convert("RGBA"), "PNG")
    make_files(photo)
    assert specs(photo) == all_specs(photo)


@pytest.mark.parametrize("kind", ["HEIC", "AVIF", "GIF", "WEBP"])
def test_other_originals_have_the_same_files(kind: str) -> None:
    photo = saved(plain(500, 300), kind)
    make_files(photo)
    assert specs(photo) == all_specs(photo)
    assert opened(photo, "max-500x300|format-jpeg").format == "JPEG"


@pytest.mark.parametrize("mode", ["CMYK", "L", "I;16", "P", "1", "LA"])
def test_colours_of_any_kind_are_understood(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    photo = saved(Image.new(mode, (50, 30)), kind)
    make_files(photo)
    assert opened(photo, "max-50x30|format-webp").size == (50, 30)


def test_files_tell_nothing_of_the_camera_and_stand_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"
    photo = saved(plain(900, 500), exif=exif)
    assert (photo.width, photo.height) == (500, 900)
    make_files(photo)
    for rendition in photo.renditions.all():
        shown = opened(photo, rendition.filter_spec)
        assert shown.getexif() == {}
        assert shown.size == (rendition.width, rendition.height)
    assert opened(photo, "max-500x900|format-jpeg").size == (500, 900)


def test_files_are_as_large_as_their_rows_say_and_never_larger_than_the_picture() -> None:
    for size in ((1, 1), (3, 900), (433, 217), (2000, 1999)):
        photo = saved(plain(*size))
        make_files(photo)
        assert specs(photo) == all_specs(photo)
        for rendition in photo.renditions.all():
            assert opened(photo, rendition.filter_spec).size == (rendition.width, rendition.height)
            assert rendition.width <= size[0]
            assert rendition.height <= size[1]


def test_avif_is_made_where_it_is_switched_on(settings: Any) -> None:
    photo = saved(plain(700, 300))
    make_files(photo)
    settings.RENDITION_AVIF = True
    call_command("renditions")
    assert specs(photo) == all_specs(photo, with_avif=True)
    avif = "max-700x300|format-avif"
    assert opened(photo, avif).format == "AVIF"
    settings.RENDITION_AVIF = False
    call_command("renditions")
    assert specs(photo) == all_specs(photo)


def test_command_makes_lost_files_anew() -> None:
    photo = saved(plain())
    make_files(photo)
    lost = photo.renditions.first()
    lost.file.storage.delete(lost.file.name)
    call_command("renditions", "--anew")
    assert specs(photo) == all_specs(photo)
    assert opened(photo, lost.filter_spec).size == (lost.width, lost.height)


def test_command_tells_what_it_cannot_read(capsys: pytest.CaptureFixture) -> None:
    broken, photo = saved(plain()), saved(plain())
    with broken.file.storage.open(broken.file.name, "wb") as file:
        file.write(b"no picture")
    call_command("renditions")
    told = capsys.readouterr()
    assert told.out == f"{len(all_specs(photo))} files made; 1 pictures cannot be read.\n"
    assert told.err.startswith(f"Picture {broken.pk}, Photo: ")
    assert Photo.objects.get(pk=photo.pk).files_due_at is None


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_placeholder_is_tiny_whatever_it_shows(mode: str) -> None:
    noise = Image.effect_noise((300, 300), 200)
    photo = saved(Image.merge(mode, [noise] * len(mode)), "PNG")
    make_files(photo, only=urgent_specs(photo.width, photo.height))
    assert len(photo.placeholder) <= 600
    picture = Image.open(BytesIO(b64decode(photo.placeholder.partition(",")[2])))
    assert (picture.format, picture.size) == ("WEBP", (20, 20))
