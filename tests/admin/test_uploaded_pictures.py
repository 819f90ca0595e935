"""What is no picture, or would do harm, is refused with a sentence; what is taken is shown clean."""

import subprocess
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cms.publishing.journal import touched
from cms.publishing.making import make_files
from cms.publishing.pictures import LEASE, make_next
from snippets.models import Photo
from snippets.uploads import decoding
from snippets.uploads.decoder import shrinking
from tests import factories
from tests.walls.hostile_pictures import SCRIPT, bombs, drawn, foreign, lying, with_place

NOT_TAKEN = "Ce n’est pas une image d’un format accepté. Envoyez l’un de ceux-ci\u00a0: JPEG, PNG, GIF, WebP, AVIF, HEIC."
DAMAGED = "Cette image est abîmée ou incomplète\u00a0: envoyez-la de nouveau."
EFFORT = (
    "Ouvrir cette image prend trop de mémoire ou de temps. Réduisez-la, à 16 millions de pixels par exemple, "
    "et enregistrez-la en JPEG."
)


@pytest.fixture
def send(writing: Client, db: None) -> Callable[[str, bytes], list[str]]:
    """Sends a picture as an editor does, and tells the sentences about its file."""

    def sent(name: str, data: bytes) -> list[str]:
        form = {"title": "Image", "description": "Un parc", "file": SimpleUploadedFile(name, data)}
        answer = writing.post(reverse("wagtailimages:add"), form)
        return [] if answer.status_code == 302 else list(answer.context["form"].errors["file"])

    return sent


Send = Callable[[str, bytes], list[str]]


def test_other_things_are_refused_whatever_their_name(send: Send) -> None:
    told = {name: send(name, data) for name, data in foreign() if data}
    assert {name: each for name, each in told.items() if each != [NOT_TAKEN]} == {}
    assert not Photo.objects.exists()


def test_bombs_are_refused_before_they_are_decoded(send: Send) -> None:
    files = dict(bombs())
    assert " ".join(send("million.png", files["million.png"])) == (
        "Cette image a 3600 millions de pixels\u202f; dans un fichier PNG, 60 millions sont acceptés au plus. "
        "Réduisez-la."
    )
    assert send("large.jpg", lying("jpg", 65_500, 65_500))[0].startswith(
        "Cette image a 4291 millions"
    )
    assert send("profile.png", files["profile.png"]) == [DAMAGED]
    assert send("many.png", files["many.png"]) == [DAMAGED]


def test_what_takes_too_much_memory_or_time_is_refused(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = BytesIO()
    Image.new("RGB", (9900, 9900)).save(data, "JPEG", progressive=True, subsampling=0)
    assert send("progressive.jpg", data.getvalue()) == [EFFORT]

    def late(*args: Any, **kwargs: Any) -> None:
        raise subprocess.TimeoutExpired("decoder", 60)

    monkeypatch.setattr(subprocess, "run", late)
    assert send("long.jpg", drawn("jpg")) == [EFFORT]
    assert not Photo.objects.exists()


def test_a_decoder_that_dies_takes_nobody_with_it(
    send: Send, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    dying = tmp_path / "dying.py"
    dying.write_text("import os; os.kill(os.getpid(), 11)")
    monkeypatch.setattr(decoding, "DECODER", dying)
    assert send("crash.jpg", drawn("jpg")) == [EFFORT]


@pytest.mark.parametrize(
    "answer",
    [
        b"{",
        b"[]",
        b"5",
        b"{}",
        b"\xff",
        b'{"width": "wide", "height": 9}',
        b'{"width": 1e999, "height": 9}',
        b'{"error": "other"}',
        b'{"error": ["damaged"]}',
        b'{"error": "pixels", "pixels": []}',
    ],
)
def test_a_decoder_that_says_odd_things_is_not_believed(
    send: Send, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, answer: bytes
) -> None:
    odd = tmp_path / "odd.py"
    odd.write_text(f"import sys; sys.stdout.buffer.write({answer!r} + b'\\n')")
    monkeypatch.setattr(decoding, "DECODER", odd)
    assert send("odd.jpg", drawn("jpg")) == [DAMAGED]


@pytest.mark.parametrize(
    "answer",
    [
        b'{"mode": "RGB", "size": [2, 2], "profile": -1}',
        b'{"mode": "RGB", "size": [99999, 99999], "profile": 0}',
        b'{"mode": "RGB", "size": [-2, -2], "profile": 0}',
        b'{"mode": "RGB", "size": [2.0, 2], "profile": 0}',
        b'{"mode": "P", "size": [2, 2], "profile": 8}',
        b'{"mode": ["RGB"], "size": [2, 2], "profile": 0}',
        b'{"mode": "RGB", "size": 2, "profile": 0}',
        b'{"mode": "RGB"}',
    ],
)
def test_pixels_that_are_none_are_not_believed(answer: bytes) -> None:
    given = subprocess.CompletedProcess([], 0, answer + b"\n" + bytes(12))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(subprocess, "run", lambda *args, **kwargs: given)
        with pytest.raises(decoding.UndecodableError) as told:
            decoding.decoded(BytesIO(drawn("jpg")))
    assert told.value.trouble is decoding.Trouble.DAMAGED


def test_who_waits_too_long_for_the_pictures_before_is_told(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "LONGEST_WAIT", 0.01)
    with decoding.one_at_a_time:
        [sentence] = send("a.jpg", drawn("jpg"))
    assert sentence == "Trop d’images arrivent en ce moment. Renvoyez celle-ci dans une minute."


@pytest.mark.parametrize("door", ["wagtailimages:add", "wagtailimages:add_multiple"])
def test_a_picture_is_decoded_once_and_before_anything_is_locked(
    writing: Client, db: None, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    within: list[bool] = []
    run = decoding.decode

    def noting(*args: Any) -> Any:
        within.append(touched.get() is not None)
        return run(*args)

    monkeypatch.setattr(decoding, "decode", noting)
    for data in (drawn("jpg"), b"GIF89a"):
        within.clear()
        file = {"file" if door.endswith(":add") else "files[]": SimpleUploadedFile("a.jpg", data)}
        writing.post(reverse(door), {"title": "Image", "description": "Un parc", **file})
        assert within == [False]


def test_pictures_that_find_the_decoder_taken_wait_for_the_next_look(
    db: None, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    time_machine.move_to(now := timezone.now(), tick=False)
    photo = factories.make_photo()
    Photo.objects.update(files_due_at=now)
    monkeypatch.setattr(decoding, "LONGEST_WAIT", 0.01)
    with decoding.one_at_a_time:
        assert make_next() is False
    time_machine.move_to(now + LEASE + timedelta(seconds=1), tick=False)
    assert make_next() is True
    assert photo.renditions.exists()


def test_a_heavy_file_is_refused_unread(send: Send, settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000
    [sentence] = send("a.png", drawn("png"))
    assert sentence.endswith("1000\u00a0octets sont acceptés au plus. Réduisez-le.")


@pytest.mark.parametrize("name", ["a.jpg", "a.html", "a", "a.php.gif"])
def test_a_name_gets_the_ending_of_what_the_picture_is(send: Send, name: str) -> None:
    assert send(name, drawn("png")) == []
    assert Photo.objects.get().file.name.endswith(".png")


def test_large_pictures_are_decoded_small_and_cropped_in_place(db: None, settings: Any) -> None:
    """All around the focal point is blue, the rest grey."""
    picture = Image.new("RGB", (9000, 6000), "#808080")
    picture.paste("#0000ff", (0, 0, 3000, 1800))
    file = BytesIO()
    picture.save(file, "PNG")
    focus = {"x": 1500, "y": 900, "width": 3000, "height": 1800}
    photo = Photo.objects.create(
        title="Grande",
        description="Un parc",
        file=SimpleUploadedFile("grande.png", file.getvalue()),
        **{f"focal_point_{name}": value for name, value in focus.items()},
    )
    assert (photo.width, photo.height) == (9000, 6000)
    make_files(photo, only=frozenset({"fill-1920x1080|format-jpeg"}))
    [made] = photo.renditions.all()
    assert (made.width, made.height) == (1920, 1080)
    with made.file.open() as opened:
        shown = Image.open(opened).convert("RGB")
        assert [round(part, -1) for part in shown.getpixel((20, 20))] == [0, 0, 250]


@pytest.mark.parametrize(
    ("size", "divided_by"),
    [
        ((1000, 600), 1),
        ((4000, 3000), 1),
        ((6000, 4000), 2),
        ((12_000, 9000), 4),
        ((2000, 20_000), 2),
    ],
)
def test_pictures_are_decoded_as_large_as_their_files_need(
    size: tuple[int, int], divided_by: int
) -> None:
    assert shrinking(*size) == divided_by


def test_readers_learn_neither_where_a_picture_was_taken_nor_what_hides_in_it(send: Send) -> None:
    data = drawn("jpg", exif=with_place()) + SCRIPT
    assert SCRIPT in data
    assert send("place.jpg", data) == []
    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (80, 120)
    make_files(photo)
    photo.get_rendition("max-165x165")
    assert photo.renditions.count() > 5
    for made in photo.renditions.all():
        with made.file.open() as file:
            content = file.read()
        shown = Image.open(BytesIO(content))
        assert not shown.getexif(), made.filter_spec
        assert set(shown.info) & {"exif", "comment", "XML:com.adobe.xmp"} == set()
        assert b"script" not in content
