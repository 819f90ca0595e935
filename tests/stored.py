"""Where the uploads of the run are, on a disk or in a bucket."""

from pathlib import Path
from typing import Any
from urllib.request import urlopen

from django.conf import settings
from django.core.files.storage import default_storage


def stored_names() -> set[str]:
    """The name of every upload."""
    if settings.OBJECT_STORAGE is not None:
        return set(default_storage.stamps())
    folder = Path(settings.MEDIA_ROOT)
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def address_of_pictures() -> str:
    """How the whole addresses of the files of pictures begin."""
    host = "http://localhost" if settings.MEDIA_URL.startswith("/") else ""
    return f"{host}{settings.MEDIA_URL}images/"


def given_at(address: str, client: Any) -> tuple[str, bytes]:
    """The media type and the content that stand at a whole address."""
    if address.startswith("http://localhost/"):
        response = client.get(address.removeprefix("http://localhost"))
        assert response.status_code == 200
        return response["Content-Type"], response.getvalue()
    with urlopen(address) as response:  # noqa: S310
        return response.headers["Content-Type"], response.read()
