"""The picture that users show of themselves is drawn anew before anybody sees it."""

from collections.abc import Callable
from errno import ENOSPC
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.users.models import UserProfile

from cms.publishing.journal import touched
from snippets.models import FileToDelete
from snippets.uploads import decoding
from tests.walls.hostile_pictures import SCRIPT, drawn, lying, with_place

DAMAGED = "Cette image est abîmée ou incomplète\u00a0: envoyez-la de nouveau."
BUSY = "Trop d’images arrivent en ce moment. Renvoyez celle-ci dans une minute."


@pytest.fixture
def account(redactrice: Any, on_disk: Path, django_capture_on_commit_callbacks: Callable) -> Any:
    """The account of an editor, which her browser shows and sends."""
    return Account(redactrice, lambda: django_capture_on_commit_callbacks(execute=True))


class Account:
    """The screen where users set themselves up: all of its forms are sent together."""

    def __init__(self, user: Any, commits: Callable) -> None:
        # Without a name no part of the screen is kept.
        user.first_name, user.last_name = "Camille", "Exemple"
        user.save()
        self.user, self.client = user, Client(raise_request_exception=False)
        self.commits = commits
        self.client.force_login(user)

    def send(self, name: str, data: bytes) -> str:
        """Send the screen as it stands with this picture. Tells the sentence under it, if there is one."""
        sent = SimpleUploadedFile(name, data)
        answer = self.post(**{"avatar-avatar": sent})
        if answer.status_code == 302:
            return ""
        screen = BeautifulSoup(answer.content, "html.parser")
        assert answer.status_code == 200
        [told] = screen.select(".error-message")
        return told.get_text(strip=True)

    def post(self, **told: Any) -> Any:
        """The answer to the screen as it stands, with something more; it is committed."""
        fields = {**self.fields(), **told}
        with self.commits():
            return self.client.post(self.address, fields)

    def fields(self) -> dict[str, str]:
        """What a browser sends of the screen when nothing is changed in it."""
        screen = BeautifulSoup(self.client.get(self.address).content, "html.parser")
        fields = {}
        for each in screen.select("input[name], select[name]"):
            is_idle = each.get("type") in ("checkbox", "radio") and not each.has_attr("checked")
            if "-" not in each["name"] or is_idle or each.get("type") == "file":
                continue
            chosen = each.select_one("option[selected]") or each.select_one("option") or each
            fields[each["name"]] = chosen.get("value", "")
        return fields

    @property
    def address(self) -> str:
        return reverse("wagtailadmin_account")

    @property
    def portrait(self) -> Any:
        return UserProfile.objects.get(user=self.user).avatar


def test_a_portrait_is_drawn_anew(account: Account) -> None:
    sent = drawn("jpg", (900, 600), exif=with_place()) + SCRIPT
    assert account.send("moi.jpg", sent) == ""
    assert account.portrait.name.endswith(".webp")
    with account.portrait.open() as file:
        kept = file.read()
    shown = Image.open(BytesIO(kept))
    shown.load()
    # The picture lay on its side.
    assert (shown.format, shown.size) == ("WEBP", (267, 400))
    assert not shown.getexif()
    assert set(shown.info) & {"exif", "xmp", "comment"} == set()
    assert b"script" not in kept
    answer = account.client.get(account.portrait.url)
    assert (answer["Content-Type"], b"".join(answer.streaming_content)) == ("image/webp", kept)


def test_a_new_portrait_takes_the_place_of_the_one_before(account: Account, on_disk: Path) -> None:
    account.send("a.png", drawn("png"))
    first = account.portrait.name
    account.send("a.png", drawn("png", (300, 300)))
    assert account.portrait.name != first
    assert [each.name for each in on_disk.rglob("*.webp")] == [Path(account.portrait.name).name]
    account.post()
    assert [each.name for each in on_disk.rglob("*.webp")] == [Path(account.portrait.name).name]


def test_a_portrait_is_taken_away(account: Account, on_disk: Path) -> None:
    account.send("a.png", drawn("png"))
    account.post(**{"avatar-avatar-clear": "on"})
    assert not account.portrait
    assert list(on_disk.rglob("*.webp")) == []


def test_a_damaged_portrait_ends_in_a_sentence(account: Account) -> None:
    account.send("a.png", drawn("png"))
    kept = account.portrait.name
    assert account.send("a.jpg", drawn("jpg")[:-300]) == DAMAGED
    assert account.send("a.svg", SCRIPT).startswith("Ce n’est pas une image d’un format accepté.")
    assert account.send("a.jpg", lying("jpg", 65_500, 65_500)).startswith(
        "Cette image a 4291 millions"
    )
    assert account.portrait.name == kept


def test_a_portrait_that_cannot_be_drawn_now_is_sent_again(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seeing whether it can be decoded was its turn; drawing it finds others before it."""
    decode = decoding.decode

    def busy_with_others(file: Any, *asked: str) -> Any:
        if asked:
            raise decoding.UndecodableError(decoding.Trouble.BUSY)
        return decode(file)

    monkeypatch.setattr(decoding, "decode", busy_with_others)
    assert account.send("a.png", drawn("png")) == BUSY
    assert not account.portrait


def test_a_portrait_that_cannot_be_kept_leaves_the_one_before(
    account: Account, on_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.send("a.png", drawn("png"))
    before = account.portrait.name

    def full(*args: Any) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    sent = SimpleUploadedFile("b.png", drawn("png", (300, 300)))
    assert account.post(**{"avatar-avatar": sent}).status_code == 500
    assert account.portrait.name == before
    assert [each.name for each in on_disk.rglob("*.webp")] == [Path(before).name]
    assert not FileToDelete.objects.exists()


@pytest.mark.parametrize("is_taken_away", [True, False])
def test_a_change_that_is_taken_back_leaves_the_portrait(
    account: Account, on_disk: Path, monkeypatch: pytest.MonkeyPatch, *, is_taken_away: bool
) -> None:
    account.send("a.png", drawn("png"))
    before = account.portrait.name
    save = UserProfile.save

    def save_and_fail(profile: UserProfile, *args: Any, **told: Any) -> None:
        save(profile, *args, **told)
        raise RuntimeError

    monkeypatch.setattr(UserProfile, "save", save_and_fail)
    sent = SimpleUploadedFile("b.png", drawn("png", (300, 300)))
    told = {"avatar-avatar-clear": "on"} if is_taken_away else {"avatar-avatar": sent}
    assert account.post(**told).status_code == 500
    assert account.portrait.name == before
    assert account.portrait.storage.exists(before)
    assert not FileToDelete.objects.exists()


def test_a_portrait_is_decoded_before_others_have_to_wait(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    decode, within = decoding.decode, []

    def noted(file: Any, *asked: str) -> Any:
        within.append(touched.get() is not None)
        return decode(file, *asked)

    monkeypatch.setattr(decoding, "decode", noted)
    assert account.send("a.png", drawn("png")) == ""
    assert within == [False, False]
