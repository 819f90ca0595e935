"""Nothing is sent into private networks, whatever names lead there."""

import socket
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cms.webhooks import posting
from cms.webhooks.addresses import ForbiddenAddressError, destination
from cms.webhooks.models import Delivery, Endpoint
from tests.factories import make_organisation
from tests.webhooks.receiver import Receiver

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",  # noqa: S104
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.1.1.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "::7f00:1",
    "::ffff:0:7f00:1",
    "fec0::1",
    "fc00::1",
    "fe80::1%eth0",
    "ff02::1",
    "2001:db8::1",
]
PUBLIC = "93.184.215.14"
OPENSSL = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
    "-subj /CN=receiver.example -addext subjectAltName=DNS:receiver.example"
).split()


def names(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every name lead to these addresses."""
    found = [(None, None, None, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, PUBLIC, address)
    with pytest.raises(ForbiddenAddressError, match="réseau privé"):
        destination("https://receiver.example/")


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:7f00:1]/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
    ],
)
def test_no_spelling_of_this_machine_is_taken(url: str) -> None:
    with pytest.raises(ForbiddenAddressError):
        destination(url)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://receiver.example/", "doit commencer par https://"),
        ("ftp://receiver.example/", "doit commencer par https://"),
        ("file:///etc/passwd", "doit commencer par https://"),
        ("https://a:b@receiver.example/", "ni nom d’utilisateur"),
        ("https://receiver.example:99999/", "pas une adresse"),
        ("https://[::1/", "pas une adresse"),
    ],
)
def test_odd_addresses_are_refused(url: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, PUBLIC)
    with pytest.raises(ForbiddenAddressError, match=why):
        destination(url)


def test_public_address_is_where_it_goes_whatever_the_name_means_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names(monkeypatch, PUBLIC)
    place = destination("https://receiver.example:8443/a?b=c")
    assert (place.address, place.port, place.target) == (PUBLIC, 8443, "/a?b=c")
    assert place.host_header == "receiver.example:8443"


def test_hosts_inside_are_taken_where_the_operator_says_so(settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = ["localhost"]
    assert destination("http://localhost:3000/").address in ("127.0.0.1", "::1")
    with pytest.raises(ForbiddenAddressError):
        destination("http://127.0.0.1:3000/")


def test_name_that_leads_inside_later_is_sent_nothing(
    make_endpoint: Callable[..., Endpoint],
    receiver: Receiver,
    send: Callable[[Endpoint], int],
    settings: Any,
) -> None:
    endpoint = make_endpoint(kinds=["ORGANISATION"])
    make_organisation()
    settings.WEBHOOK_PRIVATE_HOSTS = []
    assert send(endpoint) == 1
    assert receiver.got == []
    assert "https://" in Delivery.objects.get().attempts[0]["trouble"]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate of receiver.example in one file."""
    key, file = tmp_path / "key.pem", tmp_path / "receiver.pem"
    try:
        subprocess.run([*OPENSSL, "-keyout", key, "-out", file], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not there")
    file.write_text(key.read_text() + file.read_text())
    return file


@pytest.mark.parametrize(
    ("host", "is_taken"), [("receiver.example", True), ("other.example", False)]
)
def test_receiver_has_to_prove_its_name(
    host: str, is_taken: bool, certificate: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = [host]
    monkeypatch.setattr("cms.webhooks.addresses.resolved", lambda *_: ["127.0.0.1"])
    monkeypatch.setattr(posting.certifi, "where", lambda: str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    secret = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    with Receiver(tls=context) as receiver:
        receiver.secrets.append(secret)
        url = f"https://{host}:{receiver.port}/"
        outcome = posting.post(url, [secret], "msg_1", {"type": "x"})
    assert outcome.is_taken is is_taken, outcome
    assert [each.headers["Host"] for each in receiver.got] == (
        [f"{host}:{receiver.port}"] if is_taken else []
    )


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("-5", 0),
        ("soon", 0),
        ("", 0),
        ("9" * 400, 86_400),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ],
)
def test_time_asked_for_is_bounded(told: str, seconds: int) -> None:
    assert posting.waiting_time(told).total_seconds() == seconds
