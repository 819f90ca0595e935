"""What readers are given: addresses, for which nobody asks the storage, and documents they may read."""

from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from cms.publishing.making import make_files
from tests import factories
from tests.storing.servers import status_of

pytestmark = pytest.mark.django_db
QUERY = (
    "{ eventReports { nodes { emailHtml cover { rendition(preset: COVER) { url } "
    "srcset(preset: CARD) } } } }"
)


def made_report() -> Any:
    photo = factories.make_photo()
    make_files(photo)
    return factories.make_report(cover=photo)


def test_answers_name_the_public_address_and_ask_nobody(
    stored: Any, client: Client, requests_to_storage: list[str]
) -> None:
    report = made_report()
    requests_to_storage.clear()
    answer = client.get("/graphql/", {"query": QUERY}).json()
    [node] = answer["data"]["eventReports"]["nodes"]
    assert node["cover"]["rendition"]["url"].startswith(f"{stored.public_root}images/")
    assert node["cover"]["srcset"].count(f"{stored.public_root}images/") == 2
    assert f'src="{stored.public_root}images/' in node["emailHtml"]
    feeds = ("all.rss", "all.atom", "all.json")
    for address in [*(f"/feeds/{each}" for each in feeds), report.get_url(), "/"]:
        response = client.get(address)
        assert response.status_code == 200
        assert stored.public_root in response.content.decode() or address == "/"
    [item] = client.get("/feeds/all.json").json()["items"]
    [file] = item["attachments"]
    assert file["size_in_bytes"] == int(urlopen(file["url"]).headers["Content-Length"])  # noqa: S310
    assert requests_to_storage == []


def test_document_is_handed_over_by_an_address_that_ends_soon(stored: Any, client: Client) -> None:
    document = factories.make_document(name="Programme d’été.pdf")
    response = client.get(document.url)
    assert response.status_code == 302
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    told = parse_qs(urlsplit(response["Location"]).query)
    assert told["X-Amz-Expires"] == ["60"]
    assert told["response-content-disposition"][0].startswith("attachment; filename")
    assert told["response-content-type"] == ["application/pdf"]
    with urlopen(response["Location"]) as given:  # noqa: S310
        assert given.read() == b"%PDF-1.4 programme"
    assert status_of(response["Location"].partition("?")[0]) == 403
    assert status_of(client.head(document.url)["Location"], "HEAD") == 200


def test_private_document_is_handed_to_nobody_who_may_not_read_it(
    stored: Any, client: Client, requests_to_storage: list[str]
) -> None:
    document = factories.make_document(collection=factories.make_collection(is_private=True))
    requests_to_storage.clear()
    response = client.get(document.url)
    assert response.status_code == 302
    assert "uploads" not in response["Location"]
    assert "Amz" not in response["Location"]
    assert requests_to_storage == []


def test_lost_document_is_not_found(stored: Any, client: Client) -> None:
    document = factories.make_document()
    default_storage.delete(document.file.name)
    assert client.get(document.url).status_code == 404
