"""The provider of a video is asked as a stranger is: what it answers harms nobody, and costs little."""

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from urllib3 import HTTPResponse
from urllib3.exceptions import ReadTimeoutError
from wagtail.blocks import StructBlockValidationError
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedException
from wagtail.embeds.models import Embed

from cms import embeds
from pages.blocks.media import EmbedBlock
from pages.frames import frame

pytestmark = pytest.mark.django_db

VIDEO = "https://www.youtube.com/watch?v=a_b-c"
FRAME = '<iframe width="200" src="https://www.youtube.com/embed/a_b-c?feature=oembed"></iframe>'
ANSWER = {
    "type": "video",
    "title": "Une visite",
    "author_name": "Le parc",
    "provider_name": "<b>Faux</b>",
    "html": FRAME,
    "width": 1280,
    "height": 720,
    "thumbnail_url": "https://i.ytimg.com/vi/a_b-c/hqdefault.jpg",
}
METADATA = "http://169.254.169.254/latest/meta-data/"
ELSEWHERE = [
    METADATA,
    "https://169.254.169.254/",
    "http://www.youtube.com/oembed",
    "https://evil.example/",
    "https://www.youtube.com@evil.example/",
    "https://www.youtube.com:8443/oembed",
    "file:///etc/passwd",
]


class Provider:
    """Answers in the place of the network, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: list[HTTPResponse | Exception] = []

    def __call__(self, method: str, url: str, **how: Any) -> HTTPResponse:
        assert (method, how["redirect"], how["retries"]) == ("GET", False, False)
        assert how["timeout"].connect_timeout <= 3
        assert how["timeout"].read_timeout <= 8
        self.asked.append(url)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def say(self, content: Any, status: int = 200, **headers: str) -> None:
        """Answer so, next."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.answers.append(answered(BytesIO(body), status, **headers))


def answered(body: Any, status: int = 200, **headers: str) -> HTTPResponse:
    return HTTPResponse(body, headers, status, preload_content=False)


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    fake = Provider()
    monkeypatch.setattr(embeds.pool, "urlopen", fake)
    return fake


def refused(provider: Provider) -> bool:
    """Whether the form tells the editor, in a sentence, and nothing is kept."""
    block = EmbedBlock()
    block.set_name("embed")
    with pytest.raises(StructBlockValidationError) as raised:
        block.clean(block.to_python({"media": VIDEO}))
    [sentence] = raised.value.block_errors["media"].messages
    assert "127" not in sentence
    return len(sentence) > 20 and not Embed.objects.exists()


@pytest.mark.parametrize(
    ("address", "endpoint"),
    [
        (VIDEO, "https://www.youtube.com/oembed"),
        ("https://youtu.be/a_b-c", "https://www.youtube.com/oembed"),
        ("http://vimeo.com/76979871", "https://vimeo.com/api/oembed.json"),
        ("https://www.dailymotion.com/video/x1", "https://www.dailymotion.com/api/oembed/"),
    ],
)
def test_three_providers_are_asked_over_https(
    provider: Provider, address: str, endpoint: str
) -> None:
    provider.say(ANSWER)
    assert get_embed(address).title == "Une visite"
    [asked] = provider.asked
    assert asked.partition("?")[0] == endpoint
    assert parse_qs(urlsplit(asked).query) == {"url": [address], "format": ["json"]}


@pytest.mark.parametrize(
    "address",
    [
        METADATA,
        "https://evil.example/watch?v=1",
        "https://soundcloud.com/a/b",
        "https://www.youtube.com.evil.example/watch?v=1",
        "https://evil.example/?https://www.youtube.com/watch?v=1",
    ],
)
def test_nobody_else_is_asked(provider: Provider, address: str) -> None:
    with pytest.raises(EmbedException):
        get_embed(address)
    assert provider.asked == []


def test_what_is_kept_is_made_by_us(provider: Provider) -> None:
    provider.say({**ANSWER, "html": f"<script>1</script>{FRAME}<img src=x onerror=1>"})
    kept = get_embed(VIDEO)
    assert kept.html == (
        '<iframe src="https://www.youtube.com/embed/a_b-c?feature=oembed" width="1280" height="720" '
        'title="Une visite" loading="lazy" allowfullscreen '
        'referrerpolicy="strict-origin-when-cross-origin" '
        'allow="fullscreen; picture-in-picture"></iframe>'
    )
    assert kept.provider_name == "YouTube"
    assert kept.thumbnail_url == ANSWER["thumbnail_url"]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_redirect_leads_elsewhere(provider: Provider, address: str) -> None:
    provider.say(b"", 302, Location=address)
    assert refused(provider)
    assert len(provider.asked) == 1


def test_a_provider_sends_on_to_itself_twice_at_most(provider: Provider) -> None:
    provider.say(b"", 301, Location="/oembed/v2")
    provider.say(ANSWER)
    assert get_embed(VIDEO).title == "Une visite"
    assert provider.asked[1] == "https://www.youtube.com/oembed/v2"
    Embed.objects.all().delete()
    for _ in range(3):
        provider.say(b"", 302, Location="/oembed")
    assert refused(provider)
    assert len(provider.asked) == 5


class Trickle:
    """A body of which a little comes at a time, for ever."""

    closed = False

    def __init__(self, wait: Callable[[], object]) -> None:
        self.wait = wait

    def read(self, amount: int | None = None) -> bytes:
        self.wait()
        return b" "

    read1 = read

    def close(self) -> None:
        self.closed = True


def test_slow_answer_is_not_waited_for(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(embeds, "monotonic", lambda: clock[0])
    body = Trickle(lambda: clock.__setitem__(0, clock[0] + 1))
    provider.answers.append(answered(body))
    assert refused(provider)
    assert clock[0] <= embeds.SECONDS + 1
    assert body.closed


def test_endless_answer_is_not_read_to_its_end(provider: Provider) -> None:
    read: list[int] = []
    body = Trickle(lambda: read.append(1))
    provider.answers.append(answered(body))
    assert refused(provider)
    assert len(read) <= embeds.LONGEST + 1


HOSTILE: dict[str, Any] = {
    "a page": b"<!doctype html><title>Error</title>",
    "bytes": b"\xff\xfe\x00",
    "nothing": b"",
    "nested": b"[" * 50_000,
    "a list": [ANSWER],
    "no type": {"html": FRAME},
    "a picture": {"type": "photo", "url": "https://evil.example/x.png"},
    "no frame": {**ANSWER, "html": "<script>alert(1)</script>"},
    "no text": {**ANSWER, "html": {"a": 1}},
    "a stranger's frame": {**ANSWER, "html": FRAME.replace("www.youtube.com", "evil.example")},
    "a frame over HTTP": {**ANSWER, "html": FRAME.replace("https", "http")},
    "a script as a frame": {**ANSWER, "html": '<iframe src="javascript:alert(1)"></iframe>'},
    "a broken address": {**ANSWER, "html": '<iframe src="https://[www.youtube.com/"></iframe>'},
    "a user in an address": {
        **ANSWER,
        "html": '<iframe src="https://www.youtube.com@evil.example/"></iframe>',
    },
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_answer_ends_in_a_sentence(provider: Provider, what: str) -> None:
    provider.say(HOSTILE[what])
    assert refused(provider)


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_refusal_ends_in_a_sentence(provider: Provider, status: int) -> None:
    provider.say(ANSWER, status)
    assert refused(provider)


@pytest.mark.parametrize("error", [ReadTimeoutError(embeds.pool, "", "127.0.0.1"), OSError("127")])
def test_no_answer_ends_in_a_sentence(provider: Provider, error: Exception) -> None:
    provider.answers.append(error)
    assert refused(provider)


def test_odd_values_are_left_out(provider: Provider) -> None:
    odd = {"title": ["x"], "author_name": None, "width": "wide", "height": -5}
    provider.say({**ANSWER, **odd, "thumbnail_url": "https://tracker.example/pixel.png"})
    kept = get_embed(VIDEO)
    assert (kept.title, kept.author_name, kept.thumbnail_url) == ("", "", "")
    assert 'width="640" height="360" title="YouTube"' in kept.html


def test_what_was_stored_otherwise_is_shown_as_a_frame_of_ours() -> None:
    """By an import, or by an older release."""
    stored = f'<script>1</script><iframe onload="1" src="{METADATA}"></iframe>'
    assert frame(stored, title="", width=1, height=1) == ""
    shown = frame(f'{FRAME}<script>1</script>"', title='"><script>', width=1, height=1)
    assert "<script>" not in shown
    assert shown.count("<") == 2


@pytest.fixture(autouse=True)
def nothing_left_over(provider: Provider) -> Iterator[None]:
    """Every answer was asked for."""
    yield
    assert provider.answers == []
