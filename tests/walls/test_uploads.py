"""Hostile uploads, through the doors of a serving process: each ends in a sentence or is kept clean."""

from collections.abc import Iterator
from io import BytesIO
from random import Random

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from snippets.models import Attachment, Photo
from tests.admin.conftest import member_of
from tests.processes import Server, serving
from tests.walls.hostile_pictures import SCRIPT, hostile_pictures
from tests.walls.sending import Answer, Member, watched

pytestmark = pytest.mark.django_db(transaction=True)

SEED = 20_260_101
MEGABYTE = 1024 * 1024
MOST_MEMORY = 512 * MEGABYTE
OURS = ("Traceback", 'File "', "object at 0x", "Exception")
FORMATS = {"AVIF", "GIF", "JPEG", "PNG", "WEBP"}
TOLD_BY_FILES = {"exif", "comment", "xmp", "XML:com.adobe.xmp"}
DOCUMENTS = ("pdf", "docx", "odt", "zip", "csv", "ics")
ALIKE = "duplicate_found"
"""The step in which a chooser shows the picture that is there already."""
SHARES = [pytest.param(28, id="a sample"), pytest.param(5, marks=pytest.mark.thorough, id="more")]


@pytest.fixture
def server() -> Iterator[Server]:
    # The signature of a session is made of the key.
    with serving(SECRET_KEY=settings.SECRET_KEY, REST_API="1") as running:
        yield running


@pytest.fixture
def member(server: Server) -> Member:
    """Somebody who may publish."""
    return Member(member_of("Responsables de publication", "responsable"), server.port)


def unclean(name: str, answer: Answer) -> str:
    """What is wrong with an answer, whatever was sent."""
    if answer.status >= 500:
        return f"{name}: {answer.status} {answer.text[:200]}"
    if any(each in answer.text for each in OURS):
        return f"{name}: tells of our side"
    return ""


@pytest.mark.parametrize("share", SHARES)
def test_hostile_files_end_in_a_sentence_or_clean(
    share: int, server: Server, member: Member
) -> None:
    pictures = list(hostile_pictures(Random(SEED), 420))[::share]  # noqa: S311
    wrong, kept = [], 0
    with watched(server.process.pid) as memory:
        for number, (name, data) in enumerate(pictures):
            answer, is_told, is_kept = send_picture(member, number % 3, name, data)
            wrong.append(unclean(name, answer) or ("" if is_told else f"{name}: no sentence"))
            kept += is_kept
        for number, (_, data) in enumerate(pictures[::5]):
            name = f"a.{DOCUMENTS[number % len(DOCUMENTS)]}"
            wrong.append(unclean(name, send_document(member, name, data)))
        assert member.read("/robots.txt").status == 200
    assert [each for each in wrong if each] == []
    assert kept <= Photo.objects.count() > 0
    assert len(memory.decoders) >= kept
    assert memory.of_the_server + memory.of_a_decoder < MOST_MEMORY, vars(memory)
    assert [each for photo in Photo.objects.all() for each in unclean_files(photo)] == []
    for document in Attachment.objects.all():
        assert b"html" not in document.content_type.encode()


def send_picture(member: Member, door: int, name: str, data: bytes) -> tuple[Answer, bool, bool]:
    """What one of the doors for pictures answers, whether it tells a sentence of the picture or keeps it, and
    whether it keeps it."""
    file = SimpleUploadedFile(name, data)
    about = {"title": "Image", "description": "Un parc"}
    if door == 0:
        answer = member.send_form(reverse("wagtailimages:add"), {**about, "file": file})
        is_kept = answer.status == 302
        return answer, is_kept or "error-message" in answer.text, is_kept
    if door == 1:
        answer = member.send_form(
            reverse("wagtailimages:add_multiple"),
            {"title": "Image", "files[]": file},
            **{"X-Requested-With": "XMLHttpRequest"},
        )
        told = answer.told if answer.status < 500 else {}
        # It waits for its description.
        return answer, bool(told.get("success") or told.get("error_message")), "image_id" in told
    form = {f"image-chooser-upload-{key}": value for key, value in {**about, "file": file}.items()}
    answer = member.send_form(reverse("wagtailimages_chooser:create"), form)
    step = answer.told["step"] if answer.status < 500 else ""
    is_kept = step == "chosen"
    return answer, is_kept or step == ALIKE or "error-message" in answer.text, is_kept


def send_document(member: Member, name: str, data: bytes) -> Answer:
    """What the door for documents answers."""
    form = {"title": "Document", "file": SimpleUploadedFile(name, data)}
    return member.send_form(reverse("wagtaildocs:add"), form)


def unclean_files(photo: Photo) -> Iterator[str]:
    """What is wrong with what readers get of a picture."""
    for made in [*photo.renditions.all(), photo.get_rendition("max-165x165")]:
        with made.file.open() as file:
            content = file.read()
        shown = Image.open(BytesIO(content))
        shown.load()
        if shown.format not in FORMATS or shown.getexif() or set(shown.info) & TOLD_BY_FILES:
            yield f"{photo.file.name} {made.filter_spec}: {shown.format} {list(shown.info)}"
        if SCRIPT in content or b"<script" in content:
            yield f"{photo.file.name} {made.filter_spec}: a script"
