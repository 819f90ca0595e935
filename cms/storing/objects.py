"""Uploads as objects of a bucket.

`images/` is public: what editors make public is made of files that lie there, each in a folder whose name nobody
guesses. Everything else, originals and documents among them, is read with our key or by an address that is signed
and ends soon. Nothing that readers ask for asks the storage: addresses are made of names.
"""

from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Self

from boto3.s3.transfer import TransferConfig
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.utils.crypto import get_random_string
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from cms.storing.connecting import connection_of, impatient, reached

PUBLIC_FOLDER = "images/"
PICTURES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
"""What browsers show and never execute. Nothing else is public."""
PUBLIC = {"CacheControl": "public, max-age=31536000, immutable"}
OWN = {
    "CacheControl": "private, no-store",
    "ContentDisposition": "attachment",
    "ContentType": "application/octet-stream",
}
SECONDS_SIGNED = 900
"""How long an original can be read by the address that an editor's page gives."""
LENGTH_OF_FOLDER = 16
TRIED = ".reachable"
"""The object that is written to see whether any can be."""
ONE_PART = TransferConfig(use_threads=False, multipart_threshold=64 * 1024 * 1024)
"""No upload is larger: a part more is a request more."""


class ObjectStorage(S3Storage):
    """The bucket of the settings."""

    def __init__(self) -> None:
        self.place = settings.OBJECT_STORAGE
        super().__init__(
            access_key=self.place.access_key,
            secret_key=self.place.secret_key,
            bucket_name=self.place.name,
            location=self.place.folder,
            file_overwrite=False,
            querystring_expire=SECONDS_SIGNED,
            transfer_config=ONE_PART,
            cloudfront_signer=None,
        )

    @property
    def connection(self) -> Any:
        """What django-storages asks, as this thread has it."""
        return connection_of(self.place)

    @property
    def bucket(self) -> Any:
        """The bucket, as this thread asks it."""
        return self.connection.Bucket(self.bucket_name)

    @property
    def client(self) -> Any:
        """What sends requests."""
        return self.connection.meta.client

    def key(self, name: str) -> str:
        """The key of the object that has a name."""
        return self._normalize_name(PurePosixPath(name.replace("\\", "/")).as_posix())

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """A name in a folder of its own. Nobody guesses it, and two who upload at once never have the same;
        what stood under a name once never stands there again."""
        path = PurePosixPath(name.replace("\\", "/"))
        folder = (path.parent / get_random_string(LENGTH_OF_FOLDER)).as_posix()
        longest = (max_length or 255) - len(folder) - 1 - len(path.suffix)
        if longest < 1:
            raise SuspiciousFileOperation(f"There is no room for a file named {name!r}.")
        return f"{folder}/{path.stem[:longest]}{path.suffix}"

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """What is told of an object. What the sender says of the type of a file counts for nothing."""
        if not name.removeprefix(self.place.root).startswith(PUBLIC_FOLDER):
            return dict(OWN)
        media_type = PICTURES.get(PurePosixPath(name).suffix.lower())
        if media_type is None:
            raise SuspiciousFileOperation(f"{name!r} is no picture: it does not become public.")
        return {**PUBLIC, "ContentType": media_type}

    def url(self, name: str, parameters: Any = None, expire: int | None = None, **told: Any) -> str:
        """Where a browser finds a file: made of its name, without asking anybody."""
        if name.startswith(PUBLIC_FOLDER):
            return self.place.public_root + filepath_to_uri(name)
        return super().url(name, parameters, expire, **told)

    def _open(self, name: str, mode: str = "rb") -> File:
        if "w" in mode:
            return super()._open(name, mode)
        return Downloaded(self, name)

    def _save(self, name: str, content: Any) -> str:
        with reached():
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        """Delete a file; one that is not there is deleted."""
        with reached():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        with reached():
            return super().exists(name)

    def size(self, name: str) -> int:
        """Bytes of a file."""
        with reached():
            return super().size(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Folders and files in a folder."""
        with reached():
            return super().listdir(path)

    def get_modified_time(self, name: str) -> Any:
        """When a file was written."""
        with reached():
            return super().get_modified_time(name)

    def read(self, name: str) -> bytes:
        """What a file holds."""
        with reached():
            found = self.client.get_object(Bucket=self.place.name, Key=self.key(name))
            with found["Body"] as body:
                return body.read()

    def stamps(self) -> dict[str, tuple[str, int]]:
        """Digest and bytes of all that is there, by name."""
        with reached():
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.place.name, Prefix=self.place.root
            )
            found = [each for page in pages for each in page.get("Contents", ())]
        skipped = len(self.place.root)
        return {each["Key"][skipped:]: (each["ETag"], each["Size"]) for each in found}

    def streamed(self, name: str) -> tuple["Arriving", tuple[str, int]]:
        """A file to be read part by part, and its digest and bytes."""
        with reached():
            found = self.client.get_object(Bucket=self.place.name, Key=self.key(name))
        return Arriving(found["Body"]), (found["ETag"], found["ContentLength"])

    def put(self, name: str, content: File) -> None:
        """Write a file under the name it has, over what stands there."""
        self._save(name, content)

    def look(self, name: str) -> None:
        """See that there is such a file, and wait for that no longer than a reader should."""
        with reached():
            impatient(self.place).head_object(Bucket=self.place.name, Key=self.key(name))

    def try_to_write(self) -> None:
        """See that files can be kept here now, before a form that sends one is taken for good."""
        with reached():
            impatient(self.place).put_object(Bucket=self.place.name, Key=self.key(TRIED), Body=b"")


class Arriving:
    """What an object holds, while it comes."""

    def __init__(self, body: Any) -> None:
        self.body = body

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *about: object) -> None:
        self.body.close()

    def read(self, size: int) -> bytes:
        """The next part."""
        with reached():
            return self.body.read(size)


class Downloaded(File):
    """What an object holds; it is asked for anew where it is opened anew."""

    def __init__(self, storage: ObjectStorage, name: str) -> None:
        super().__init__(BytesIO(storage.read(name)), name)
        self.storage = storage

    def open(self, mode: str | None = None) -> Self:
        """The file from its beginning."""
        if self.closed:
            self.file = BytesIO(self.storage.read(self.name))
        self.seek(0)
        return self
