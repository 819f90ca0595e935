"""Documents are what their names say, and are given out so that a browser runs nothing of them."""

from collections.abc import Callable
from errno import ENOSPC
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from cms.policy.policies import FILE
from cms.publishing.journal import one_change
from cms.publishing.making import make_files
from snippets.models import Attachment, Photo
from tests import factories
from tests.walls.hostile_pictures import SCRIPT, drawn


def packed(**files: bytes) -> bytes:
    """An archive of files, in their order."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


OFFICE = packed(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
OPEN = packed(mimetype=b"application/vnd.oasis.opendocument.text")
TRUE = {
    "a.pdf": b"%PDF-1.7\n",
    "a.docx": OFFICE,
    "a.odt": OPEN,
    "a.zip": packed(a=b"a"),
    "a.csv": "nom;fonction\nÉva;élue".encode("cp1252"),
    "a.ics": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
}
PAGE = b"<!doctype html>" + SCRIPT
FALSE = {
    **{
        f"a.{ending}": PAGE
        for ending in ("pdf", "docx", "odt", "zip", "ics", "xlsx", "pptx", "odp")
    },
    "b.csv": b"\x7fELF\0\0",
    "b.xlsx": OFFICE,
    "b.ods": OPEN,
    "b.docx": packed(a=b"a"),
    "c.docx": OFFICE[:-30],
}
OTHERS = ("a.html", "a.svg", "a.js", "a.exe", "a.docm", "a", "a.pdf.html")


@pytest.fixture
def send(writing: Client, db: None) -> Callable[[str, bytes], str]:
    """Sends a document as an editor does, and tells the sentence about its file."""

    def sent(name: str, data: bytes) -> str:
        form = {"title": "Document", "file": SimpleUploadedFile(name, data)}
        answer = writing.post(reverse("wagtaildocs:add"), form)
        if answer.status_code == 302:
            return ""
        return " ".join(answer.context["form"].errors["file"])

    return sent


def test_documents_are_what_their_names_say(send: Callable[[str, bytes], str]) -> None:
    assert {name: told for name, data in TRUE.items() if (told := send(name, data))} == {}
    assert Attachment.objects.count() == len(TRUE)
    for name, data in FALSE.items():
        assert "mais n’en est pas un, ou il est abîmé" in send(name, data), name
    for name in OTHERS:
        assert "Ce type de document n’est pas accepté." in send(name, PAGE), name
    assert Attachment.objects.count() == len(TRUE)


@pytest.mark.usefixtures("on_disk")
def test_a_document_is_kept_and_never_shown(client: Client, db: None) -> None:
    for name in ("a.pdf", "a.csv", "a.html"):
        document = Attachment.objects.create(title="A", file=ContentFile(PAGE, name))
        answer = client.get(document.url)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Security-Policy"] == FILE
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "html" not in answer["Content-Type"]
        assert "no-cache" in answer["Cache-Control"]
        assert b"".join(answer.streaming_content) == PAGE


def test_a_document_has_one_address(client: Client, db: None) -> None:
    document = factories.make_document()
    arabic = "".join(chr(0x660 + int(digit)) for digit in str(document.pk))
    for key in (arabic, f"+{document.pk}", f"{document.pk}/x", 10**30):
        assert client.get(f"/documents/{key}/{document.filename}").status_code == 404


@pytest.mark.usefixtures("on_disk")
def test_the_password_of_a_collection_opens_its_documents(client: Client, db: None) -> None:
    private = Collection.get_first_root_node().add_child(name="Partenaires")
    CollectionViewRestriction.objects.create(
        collection=private, restriction_type="password", password="sesame"
    )
    document = factories.make_document(collection=private)
    asked = client.get(document.url)
    assert "password" in asked.content.decode()
    form = {"password": "sesame", "return_url": document.url}
    assert client.post(asked.context["action_url"], form).status_code == 302
    answer = client.get(document.url)
    assert b"".join(answer.streaming_content)
    assert answer["Content-Security-Policy"] == FILE


def test_a_document_of_a_private_collection_is_reached_by_no_address(
    client: Client, db: None
) -> None:
    private = Collection.get_first_root_node().add_child(name="Privée")
    below = private.add_child(name="Dedans")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    document = factories.make_document(collection=below)
    assert client.get(document.url).status_code == 302
    names = (document.file.name, document.file.name.upper(), f"images/../{document.file.name}")
    spelled = ("images/%2e%2e/", "images/%252e%252e/", "images/..%5c", "images//../")
    for name in (*names, *(f"{each}{document.file.name}" for each in spelled)):
        assert client.get(f"/media/{name}").status_code == 404, name
        assert client.get(f"/media/{name}", headers={"Range": "bytes=0-9"}).status_code == 404


def test_a_document_whose_file_is_gone_is_not_found(client: Client, db: None) -> None:
    document = factories.make_document()
    document.file.storage.delete(document.file.name)
    assert client.get(document.url).status_code == 404


@pytest.mark.usefixtures("on_disk")
def test_a_picture_that_becomes_private_leaves_its_addresses(
    client: Client, db: None, django_capture_on_commit_callbacks: Any
) -> None:
    folder = Collection.get_first_root_node().add_child(name="Presse")
    with one_change():
        photo = factories.make_photo(collection=folder)
    make_files(photo)
    thumbnail = photo.get_rendition("max-165x165")
    addresses = [each.url for each in photo.renditions.all()]
    assert {status(client, each) for each in addresses} == {200}
    stem = thumbnail.file.name.rpartition("/")[2].split(".")
    assert any(len(part) == 24 for part in stem)
    with django_capture_on_commit_callbacks(execute=True), one_change():
        CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    assert {status(client, each) for each in addresses} == {404}
    photo = Photo.objects.get(pk=photo.pk)
    assert photo.files_due_at is not None
    make_files(photo)
    assert not {each.url for each in photo.renditions.all()} & set(addresses)


def status(client: Client, address: str) -> int:
    """What an address answers, read to its end."""
    answer = client.get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def test_a_file_that_cannot_be_replaced_is_there_as_before(
    writing: Client, client: Client, monkeypatch: pytest.MonkeyPatch, transactional_db: None
) -> None:
    document = factories.make_document()
    photo = factories.make_photo()
    make_files(photo)
    before = set(photo.renditions.values_list("pk", flat=True))
    sent = {"title": "B", "description": "Un parc", "collection": document.collection_id}
    doors = (
        (document, "wagtaildocs:edit", SimpleUploadedFile("b.pdf", TRUE["a.pdf"])),
        (photo, "wagtailimages:edit", SimpleUploadedFile("b.png", drawn("png"))),
    )
    writing.raise_request_exception = False

    def full(*args: Any) -> None:
        raise OSError(ENOSPC, "No space left on device")

    for kept, door, file in doors:
        with monkeypatch.context() as patched:
            patched.setattr(type(default_storage._wrapped), "_save", full)
            answer = writing.post(reverse(door, args=[kept.pk]), {**sent, "file": file})
        assert answer.status_code == 500
        again = type(kept).objects.get(pk=kept.pk)
        assert (again.file.name, again.title) == (kept.file.name, kept.title)
        assert again.file.storage.exists(again.file.name)
    assert set(photo.renditions.values_list("pk", flat=True)) == before


@pytest.mark.usefixtures("on_disk")
def test_a_replaced_file_goes_and_a_document_keeps_its_address(
    writing: Client, client: Client, transactional_db: None
) -> None:
    document = factories.make_document()
    address, old, name = document.url, document.file.name, document.filename
    for text in (b"%PDF-1.7 second", b"%PDF-1.7 third"):
        form = {
            "title": "A",
            "collection": document.collection_id,
            "file": SimpleUploadedFile(name, text),
        }
        assert (
            writing.post(reverse("wagtaildocs:edit", args=[document.pk]), form).status_code == 302
        )
        now = Attachment.objects.get(pk=document.pk)
        assert now.file.name != old
        assert not now.file.storage.exists(old)
        old = now.file.name
        answer = client.get(address, follow=True)
        assert b"".join(answer.streaming_content) == text
    assert client.get(address.replace(name, f"x{name}")).status_code == 404


def test_a_replaced_picture_goes_with_what_was_made_of_it(
    writing: Client, transactional_db: None
) -> None:
    photo = factories.make_photo()
    make_files(photo)
    before = [photo.file.name, *(each.file.name for each in photo.renditions.all())]
    form = {
        "title": "B",
        "description": "Un parc",
        "collection": photo.collection_id,
        "file": SimpleUploadedFile("b.png", drawn("png")),
    }
    assert writing.post(reverse("wagtailimages:edit", args=[photo.pk]), form).status_code == 302
    now = Photo.objects.get(pk=photo.pk)
    assert now.file.storage.exists(now.file.name)
    assert [name for name in before if now.file.storage.exists(name)] == []
