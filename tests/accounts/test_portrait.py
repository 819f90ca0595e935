"""The picture that users show of themselves is drawn anew before anybody sees it."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.users.models import UserProfile

from snippets.uploads import decoding
from tests.walls.hostile_pictures import SCRIPT, drawn, lying, with_place

DAMAGED = "Cette image est abîmée ou incomplète\u00a0: envoyez-la de nouveau."
BUSY = "Trop d’images arrivent en ce moment. Renvoyez celle-ci dans une minute."


@pytest.fixture
def account(redactrice: Any, on_disk: Path) -> Any:
    """The account of an editor, which her browser shows and sends."""
    return Account(redactrice)


class Account:
    """The screen where users set themselves up: all of its forms are sent together."""

    def __init__(self, user: Any) -> None:
        # Without a name no part of the screen is kept.
        user.first_name, user.last_name = "Camille", "Exemple"
        user.save()
        self.user, self.client = user, Client()
        self.client.force_login(user)

    def send(self, name: str, data: bytes) -> str:
        """Send the screen as it stands with this picture. Tells the sentence under it, if there is one."""
        sent = SimpleUploadedFile(name, data)
        answer = self.client.post(self.address, {**self.fields(), "avatar-avatar": sent})
        if answer.status_code == 302:
            return ""
        screen = BeautifulSoup(answer.content, "html.parser")
        [told] = screen.select(".error-message")
        return told.get_text(strip=True)

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
    account.client.post(account.address, account.fields())
    assert [each.name for each in on_disk.rglob("*.webp")] == [Path(account.portrait.name).name]


def test_a_portrait_is_taken_away(account: Account, on_disk: Path) -> None:
    account.send("a.png", drawn("png"))
    account.client.post(account.address, {**account.fields(), "avatar-avatar-clear": "on"})
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
