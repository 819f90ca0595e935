from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def uploads(settings: Any, tmp_path: Path) -> Path:
    if settings.OBJECT_STORAGE is not None:
        pytest.skip("a bucket gives what lies in it itself")
    settings.MEDIA_ROOT = tmp_path / "media"
    for folder in ("images", "avatar_images", "original_images", "documents", "other"):
        file = settings.MEDIA_ROOT / folder / "a.png"
        file.parent.mkdir(parents=True)
        file.write_bytes(folder.encode())
    (tmp_path / "db.sqlite3").write_text("secret")
    return settings.MEDIA_ROOT


@pytest.fixture
def editor_client(django_user_model: Any) -> Client:
    editor = django_user_model.objects.create_user("editor")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(editor)
    return client


@pytest.mark.parametrize("folder", ["images", "avatar_images"])
def test_renditions_are_public(client: Client, uploads: Path, folder: str) -> None:
    answer = client.get(f"/media/{folder}/a.png")

    assert b"".join(answer.streaming_content) == folder.encode()
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_originals_are_for_editors(client: Client, editor_client: Client, uploads: Path) -> None:
    assert client.get("/media/original_images/a.png").status_code == 404

    answer = editor_client.get("/media/original_images/a.png")

    assert b"".join(answer.streaming_content) == b"original_images"
    assert answer["Cache-Control"] == "private, no-store"


def test_reader_with_an_account_is_no_editor(
    client: Client, uploads: Path, django_user_model: Any
) -> None:
    client.force_login(django_user_model.objects.create_user("reader"))
    assert client.get("/media/original_images/a.png").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "documents/a.png",
        "other/a.png",
        "images/../documents/a.png",
        "images/%2e%2e/documents/a.png",
        "images/../../db.sqlite3",
        "../db.sqlite3",
        "/etc/passwd",
        "images/none.png",
        "images/",
        "images",
        "images/a.png%00",
        "",
    ],
)
def test_nothing_else_is_served(editor_client: Client, uploads: Path, name: str) -> None:
    assert editor_client.get(f"/media/{name}").status_code == 404


def test_original_is_not_reached_through_a_public_folder(client: Client, uploads: Path) -> None:
    assert client.get("/media/images/../original_images/a.png").status_code == 404
