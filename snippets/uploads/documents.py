"""Documents: the kinds that are taken, what the bytes of each begin with, and how each is given out."""

import re
import struct
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

ARCHIVE = b"PK\x03\x04"
END_OF_ARCHIVE = b"PK\x05\x06"
LONGEST_END = 65_557
"""Bytes from the end of an archive in which its list of files is announced."""
LONGEST_LIST = 1024 * 1024
"""Bytes of the list of files in an archive of an office program."""
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document."""

    media_type: str
    holds: bytes = b""
    """A folder that an archive of this kind has."""


KINDS = {
    "csv": DocumentKind("text/csv"),
    "docx": DocumentKind(f"{OFFICE}wordprocessingml.document", b"word/"),
    "ics": DocumentKind("text/calendar"),
    "odp": DocumentKind(f"{OPEN}presentation"),
    "ods": DocumentKind(f"{OPEN}spreadsheet"),
    "odt": DocumentKind(f"{OPEN}text"),
    "pdf": DocumentKind("application/pdf"),
    "pptx": DocumentKind(f"{OFFICE}presentationml.presentation", b"ppt/"),
    "xlsx": DocumentKind(f"{OFFICE}spreadsheetml.sheet", b"xl/"),
    "zip": DocumentKind("application/zip"),
}
"""By the ending of a file's name."""


def ending_of(name: str) -> str:
    """The ending of a file's name, without the point."""
    return PurePath(name).suffix.lower().removeprefix(".")


def is_what_it_is_called(name: str, file: IO[bytes]) -> bool:
    """Whether a document is of the kind that its name tells. Nothing is unpacked."""
    ending = ending_of(name)
    kind = KINDS.get(ending)
    file.seek(0)
    start = file.read(1024)
    file.seek(0)
    if kind is None:
        return False
    if ending == "pdf":
        return start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-")
    if ending == "ics":
        return bool(re.match(rb"(\xef\xbb\xbf)?\s*BEGIN:VCALENDAR\s", start, re.IGNORECASE))
    if ending == "csv":
        return is_table(file)
    if not start.startswith(ARCHIVE):
        return False
    if kind.media_type.startswith(OPEN):
        return start[30:].startswith(b"mimetype" + kind.media_type.encode())
    return is_archive_with(kind.holds, file)


def is_table(file: IO[bytes]) -> bool:
    """Whether a file is text without marks that no table has; spreadsheets write UTF-16 too."""
    file.seek(0)
    if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
        file.seek(0)
        return True
    file.seek(0)
    while part := file.read(65_536):
        if b"\0" in part:
            return False
    file.seek(0)
    return True


def is_archive_with(folder: bytes, file: IO[bytes]) -> bool:
    """Whether an archive ends as one, and, if `folder` is given, lists what office programs put there."""
    size = file.seek(0, 2)
    file.seek(max(0, size - LONGEST_END))
    tail = file.read()
    file.seek(0)
    place = tail.rfind(END_OF_ARCHIVE)
    if place < 0 or len(tail) < place + 22:
        return False
    if not folder:
        return True
    length, start = struct.unpack_from("<II", tail, place + 12)
    if length > LONGEST_LIST or start + length > size:
        return False
    file.seek(start)
    listed = file.read(length)
    file.seek(0)
    return b"[Content_Types].xml" in listed and folder in listed
