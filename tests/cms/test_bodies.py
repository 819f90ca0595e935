"""What a request brings is weighed before any of it is read."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.test import Client
from django.urls import reverse

from cms.bodies import MOST_OF_MEMBERS, MOST_OF_STRANGERS

TOO_LARGE = "Cet envoi est trop volumineux"


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file that is sent may be taken in."""

    def fail(*args: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(FileUploadHandler, "new_file", fail)


@pytest.mark.parametrize("name", ["wagtailimages:add", "wagtaildocs:add", "wagtailadmin_login"])
def test_a_stranger_writes_nothing_to_the_disk(
    client: Client, db: None, unread: None, name: str
) -> None:
    form = {"file": SimpleUploadedFile("a.png", bytes(MOST_OF_STRANGERS))}
    answer = client.post(reverse(name), form)
    assert answer.status_code == 413
    assert TOO_LARGE in answer.content.decode()


@pytest.mark.parametrize("path", ["/graphqlanything", "/graphql/x", "/api/v3/x", "/api/v3x"])
def test_what_is_called_like_a_door_is_none(
    client: Client, db: None, unread: None, settings: Any, path: str
) -> None:
    settings.REST_API = False
    file = SimpleUploadedFile("a.png", bytes(MOST_OF_STRANGERS))
    answer = client.post(path, {"file": file})
    assert answer.status_code == 413
    assert "256,0\u00a0Kio" in answer.content.decode()


def test_a_member_is_told_what_is_taken(admin_client: Client, unread: None) -> None:
    form = {"file": SimpleUploadedFile("a.png", bytes(MOST_OF_MEMBERS))}
    answer = admin_client.post(reverse("wagtailimages:add"), form)
    assert answer.status_code == 413
    assert "25,0\u00a0Mio sont acceptés au plus" in answer.content.decode()
    several = admin_client.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": SimpleUploadedFile("a.png", bytes(MOST_OF_MEMBERS))},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert several.status_code == 413
    assert TOO_LARGE in several.json()["error_message"]


def test_a_form_with_too_much_text_is_refused_with_a_sentence(
    admin_client: Client, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = admin_client.post(reverse("wagtailadmin_account"), {"text": "a" * 2000})
    assert answer.status_code == 413
    assert "Ce formulaire contient trop de texte" in answer.content.decode()
