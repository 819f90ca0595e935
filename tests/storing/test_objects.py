"""What lies in the bucket under which name, and who can read it."""

import re
from typing import Any

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.publishing.making import make_files
from tests import factories
from tests.storing.servers import status_of

pytestmark = pytest.mark.django_db


def head(name: str) -> dict[str, Any]:
    storage = default_storage
    return storage.client.head_object(Bucket="uploads", Key=storage.key(name))


def unsigned(address: str) -> str:
    return address.partition("?")[0]


def test_files_made_ahead_are_public_and_kept_for_ever(stored: Any) -> None:
    photo = factories.make_photo()
    make_files(photo)
    for rendition in photo.renditions.all():
        name = rendition.file.name
        assert re.match(r"images/[A-Za-z0-9]{16}/photo\.", name)
        assert rendition.url == stored.public_root + name
        assert status_of(rendition.url) == 200
        told = head(name)
        assert told["CacheControl"] == "public, max-age=31536000, immutable"
        assert told["ContentType"] in ("image/webp", "image/jpeg")
        assert told["ContentLength"] == rendition.file_size


def test_originals_and_documents_are_read_by_addresses_that_are_signed(stored: Any) -> None:
    for thing in (factories.make_photo(), factories.make_document()):
        assert status_of(thing.file.url) == 200
        assert status_of(unsigned(thing.file.url)) == 403
        assert "X-Amz-Expires=900&" in thing.file.url
        told = head(thing.file.name)
        assert told["CacheControl"] == "private, no-store"
        assert told["ContentDisposition"] == "attachment"
        assert told["ContentType"] == "application/octet-stream"


def test_what_browsers_execute_is_never_public(stored: Any) -> None:
    for name in ("images/a.svg", "images/a.html", "images/a", "images/a.webp.xml"):
        with pytest.raises(SuspiciousFileOperation):
            default_storage.save(name, ContentFile(b"<script>"))
    sent = SimpleUploadedFile("a.png", b"<script>", content_type="text/html")
    assert head(default_storage.save("images/a.png", sent))["ContentType"] == "image/png"
    assert head(default_storage.save("documents/a.html", sent))["ContentType"] == (
        "application/octet-stream"
    )


def test_two_files_of_one_name_never_meet(stored: Any, requests_to_storage: list[str]) -> None:
    names = {default_storage.save("documents/a.pdf", ContentFile(b"a")) for _ in range(3)}
    assert len(names) == 3
    assert [each.partition(" ")[0] for each in requests_to_storage] == ["PUT"] * 3
    assert {name.rpartition("/")[2] for name in names} == {"a.pdf"}


def test_long_name_fits_into_its_column(stored: Any) -> None:
    name = default_storage.save(f"documents/{'é' * 200}.pdf", ContentFile(b"a"), max_length=100)
    assert len(name) <= 100
    assert name.endswith("é.pdf")
    with default_storage.open(name) as file:
        assert file.read() == b"a"


def test_file_is_read_again_and_deleted(stored: Any) -> None:
    document = factories.make_document()
    with document.file.open() as file:
        assert file.read() == b"%PDF-1.4 programme"
    with document.file.open() as file:
        assert file.read(4) == b"%PDF"
    name = document.file.name
    default_storage.delete(name)
    default_storage.delete(name)
    assert not default_storage.exists(name)
    with pytest.raises(FileNotFoundError):
        default_storage.open(name)


def test_deleted_picture_leaves_nothing(
    stored: Any, django_capture_on_commit_callbacks: Any
) -> None:
    photo = factories.make_photo()
    make_files(photo)
    with django_capture_on_commit_callbacks(execute=True):
        photo.delete()
    found = default_storage.client.list_objects_v2(Bucket="uploads", Prefix=stored.root)
    assert found["KeyCount"] == 0
