"""Pictures are described when they are uploaded, wherever that is, and damaged ones refused."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile

from snippets.models import Photo
from tests import factories

URGENT = 5
TEXT = "Deux entrepreneurs parlent à des étudiants"


def drawn(picture_format: str) -> bytes:
    """A picture with too much detail to fit in its first half."""
    picture = Image.effect_noise((300, 200), 80).convert("RGB")
    file = BytesIO()
    if picture_format == "heic":
        pillow_heif.from_pillow(picture).save(file)
    else:
        picture.save(file, {"jpg": "JPEG"}.get(picture_format, picture_format))
    return file.getvalue()


def picture_file(picture_format: str = "jpg", *, part: float = 1) -> SimpleUploadedFile:
    content = drawn(picture_format)
    return SimpleUploadedFile(f"IMG_1.{picture_format}", content[: int(len(content) * part)])


def add(client: Client, **form: Any) -> Any:
    return client.post(reverse("wagtailimages:add"), {"title": "IMG_1", **form})


def add_many(client: Client, file: SimpleUploadedFile) -> dict[str, Any]:
    form = {"files[]": file, "title": "IMG_1"}
    return json.loads(client.post(reverse("wagtailimages:add_multiple"), form).content)


def test_one_picture_is_described(writing: Client) -> None:
    answer = add(writing, file=picture_file())
    assert "Décrivez ce que montre l’image" in answer.content.decode()
    assert not Photo.objects.exists()

    add(writing, file=picture_file(), description=f" {TEXT} ")
    assert Photo.objects.get().alt == TEXT


def test_a_decorative_picture_has_no_text(writing: Client) -> None:
    answer = add(writing, file=picture_file(), description=TEXT, is_decorative="on")
    assert not Photo.objects.exists()
    assert "Une image décorative n’a pas de description" in answer.content.decode()
    add(writing, file=picture_file(), is_decorative="on")
    assert Photo.objects.get().alt == ""


@pytest.mark.parametrize("picture_format", ["jpg", "png", "webp", "avif", "heic", "gif"])
def test_pictures_of_phones_and_cameras_are_accepted(writing: Client, picture_format: str) -> None:
    add(writing, file=picture_file(picture_format), description=TEXT)
    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (300, 200)
    assert photo.get_rendition("width-100|format-webp").width == 100


@pytest.mark.parametrize("picture_format", ["jpg", "png", "webp", "avif", "heic"])
def test_a_damaged_picture_is_refused_with_a_sentence(writing: Client, picture_format: str) -> None:
    answer = add(writing, file=picture_file(picture_format, part=0.5), description=TEXT)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not Photo.objects.exists()
    assert writing.get(reverse("wagtailimages:index")).status_code == 200


def test_many_pictures_wait_for_their_description(writing: Client) -> None:
    answer = add_many(writing, picture_file("heic"))
    assert answer["success"] is True
    assert not Photo.objects.exists()
    assert "Texte alternatif" in answer["form"]

    upload = UploadedFile.objects.get()
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[upload.pk])
    prefix = f"uploaded-image-{upload.pk}"
    refused = json.loads(writing.post(address, {f"{prefix}-title": "IMG_1"}).content)
    assert refused["success"] is False
    assert "Décrivez ce que montre l’image" in refused["form"]
    assert not Photo.objects.exists()

    form = {f"{prefix}-title": "IMG_1", f"{prefix}-description": TEXT}
    assert json.loads(writing.post(address, form).content)["success"] is True
    photo = Photo.objects.get()
    assert (photo.alt, photo.width, photo.uploaded_by_user.username) == (TEXT, 300, "redactrice")


def test_one_damaged_picture_among_many_is_refused(writing: Client) -> None:
    answer = add_many(writing, picture_file(part=0.5))
    assert answer["success"] is False
    assert (
        answer["error_message"]
        == "Cette image est abîmée ou incomplète\u00a0: envoyez-la de nouveau."
    )
    assert not UploadedFile.objects.exists()


def test_a_picture_is_described_while_a_story_is_written(writing: Client) -> None:
    address = reverse("wagtailimages_chooser:create")
    prefix = "image-chooser-upload"
    form = {f"{prefix}-title": "IMG_1", f"{prefix}-file": picture_file()}
    asked = json.loads(writing.post(address, form).content)
    assert asked["step"] == "reshow_creation_form"
    assert "Décrivez ce que montre l’image" in asked["htmlFragment"]

    form |= {f"{prefix}-file": picture_file(), f"{prefix}-description": TEXT}
    assert json.loads(writing.post(address, form).content)["step"] == "chosen"
    assert Photo.objects.get().alt == TEXT


def test_a_picture_tells_where_it_is_used(writing: Client) -> None:
    photo = factories.make_photo()
    cover = factories.make_report(title="En couverture", cover=photo)
    figure = factories.block("image", {"image": photo.pk, "alt_text": ""})
    body = factories.make_report(title="Dans le texte", body=[figure])
    shown = writing.get(reverse("wagtailimages:image_usage", args=[photo.pk])).content.decode()
    assert cover.title in shown
    assert body.title in shown


def test_an_uploaded_picture_is_shown_at_once_and_a_new_file_too(
    writing: Client, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        add(writing, file=picture_file(), description=TEXT)
    photo = Photo.objects.get()
    before = photo.placeholder, *files_for_readers(photo)
    assert len(before) == 1 + URGENT
    with django_capture_on_commit_callbacks(execute=True):
        form = {"title": "IMG_1", "description": TEXT, "file": picture_file("png")}
        writing.post(reverse("wagtailimages:edit", args=[photo.pk]), form)
    photo = Photo.objects.get()
    after = photo.placeholder, *files_for_readers(photo)
    assert len(after) == 1 + URGENT
    assert set(before) & set(after) == set()


def files_for_readers(photo: Photo) -> list[str]:
    """The names of the files of presets."""
    renditions = photo.renditions.filter(filter_spec__contains="format-")
    return list(renditions.values_list("file", flat=True))
