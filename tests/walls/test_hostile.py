"""Whatever is sent, the answer is clean: found, not found, or refused with a reason."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from cms.api import documents
from cms.api.ids import encoded, global_id
from snippets.models import Photo, Rendition
from tests.factories import block, make_person, make_photo, make_report, make_sector
from tests.stored import stored_names
from tests.walls.asking import Asking, Samples
from tests.walls.walk import aliased
from tests.walls.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

REFUSALS = {"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED", "LIMIT_EXCEEDED", "COST_EXCEEDED"}
OURS = (
    "Traceback",
    "object at 0x",
    'File "',
    "matching query",
    "expected a number",
    "DoesNotExist",
)
TEXTS = [
    "",
    " ",
    '"',
    '"' * 250,
    "a\0b",
    "\0",
    "%",
    "'; DROP TABLE pages_home; --",
    "\\",
    "(((((a+)+)+)+)+)$",
    "* OR NEAR(",
    "title:x AND NOT",
    "🙂" * 60,
    "\u202e\u0000\ufeff",
    "../" * 50,
    "mot " * 60,
    "NULL",
]
IDS = [
    "",
    "abc",
    "=",
    "====",
    "é",
    "\0",
    "9" * 400,
    "-1",
    "1e9",
    "\u0662",
    *(
        encoded("EventReport", key)
        for key in ("", "x", "-1", 0, 2**31, 2**63, 2**64, "9" * 18, "9" * 4000, "1\0", "²", "1.5")
    ),
    *(
        encoded(name, 1)
        for name in ("User", "Page", "Query", "Block", "Revision", "object", "Site")
    ),
    *(encoded(name, 1, 2) for name in ("Block", "Figure", "Sector")),
    encoded("EventReport"),
    encoded(),
    encoded("a" * 30_000, "b" * 40_000),
]
EXTREMES = {
    "Boolean": ["true"],
    "Date": ['"0001-01-01"', '"9999-12-31"'],
    "DateTime": ['"0001-01-01T00:00:00+14:00"', '"9999-12-31T23:59:59-12:00"'],
    "Int": ["0", "-1", "101", "2147483647", "-2147483648"],
    "Locale": ['""', '"xx"', '"fr\\u0000"', '"FR"'],
}


@pytest.fixture
def send(client: Client) -> Any:
    def post(query: str, **variables: Any) -> Any:
        body = {"query": query, "variables": variables}
        return client.post("/graphql/", body, content_type="application/json")

    return post


def unclean(answer: dict[str, Any]) -> Iterator[str]:
    """The errors of an answer that are ours, or speak of our side."""
    for error in answer.get("errors", []):
        message = error["message"]
        if error["extensions"]["code"] not in REFUSALS or any(word in message for word in OURS):
            yield message


@pytest.mark.parametrize("samples", [Samples({"String": TEXTS, "ID": IDS}), Samples({}, EXTREMES)])
def test_every_argument_takes_hostile_values(world: World, send: Any, samples: Samples) -> None:
    asking = Asking(Samples({"String": ["commun"], "ID": [global_id(world.seen[0])]}))
    for way, _, fields in asking.uses(samples, only_texts=bool(samples.texts)):
        for field in fields:
            [(asked, _)] = aliased(way, [field])
            response = send(asked)
            assert response.status_code == 200
            assert list(unclean(response.json())) == [], asked[:300]


@pytest.mark.parametrize("identifier", IDS, ids=lambda text: ascii(text[:12]))
def test_what_is_no_id_of_ours_finds_nothing(send: Any, identifier: str) -> None:
    answer = send("query ($id: ID!) { node(id: $id) { id } }", id=identifier).json()
    assert answer["data"] == {"node": None}


def test_id_of_one_type_gives_none_of_another(send: Any) -> None:
    sector = make_sector()
    query = "query ($id: ID!) { node(id: $id) { __typename } }"
    for name in ("EventReport", "Person", "Image", "Document", "Home", "Quote"):
        assert send(query, id=encoded(name, sector.pk + 1000)).json()["data"] == {"node": None}
    assert send(query, id=global_id(sector)).json()["data"] == {"node": {"__typename": "Sector"}}


@pytest.mark.parametrize("text", ['"' * 40_000, "mot " * 20_000, "(a+)+$" * 20_000, "\0" * 30_000])
def test_long_searches_are_refused_by_literal_and_by_variable(send: Any, text: str) -> None:
    query = "query ($text: String) { quotes(search: $text) { totalCount } }"
    by_literal = f"{{ quotes(search: {json.dumps(text)}) {{ totalCount }} }}"
    by_default = (
        f"query ($text: String = {json.dumps(text)}) {{ quotes(search: $text) {{ totalCount }} }}"
    )
    for answer in (send(query, text=text), send(by_literal), send(by_default)):
        [error] = answer.json()["errors"]
        assert error["extensions"]["code"] == "LIMIT_EXCEEDED"


@pytest.mark.parametrize(
    "first", ["-1", "101", "99999999999999", "1.5", '"1"', "true", "[1]", "{}"]
)
def test_impossible_page_sizes_are_refused_where_they_are_written(send: Any, first: str) -> None:
    for root in ("organisations", "quotes", "pages"):
        answer = send(f"{{ {root}(first: {first}) {{ totalCount }} }}").json()
        assert answer["errors"]
        assert list(unclean(answer)) == []


@pytest.mark.parametrize("order", ["owner__password", "pk", "-starts_at", "title", "?"])
def test_orders_are_those_of_the_enum(send: Any, order: str) -> None:
    query = "query ($order: EventReportOrder) { eventReports(orderBy: $order) { totalCount } }"
    by_literal = send(f"{{ eventReports(orderBy: {json.dumps(order)}) {{ totalCount }} }}")
    for answer in (send(query, order=order), by_literal):
        [error] = answer.json()["errors"]
        assert list(unclean(answer.json())) == []
        assert "password_" not in error["message"]
        assert "slug" not in error["message"]
        assert "data" not in answer.json()


def test_filters_know_no_field_of_the_database(send: Any) -> None:
    for name in ("owner", "owner__password", "live", "pk", "technopole__name__startswith"):
        answer = send(f"{{ eventReports(filter: {{{name}: true}}) {{ totalCount }} }}").json()
        assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


def test_failure_that_reads_like_a_refusal_is_masked(
    send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(page: Any) -> int:
        raise TypeError("Argument 'password' of connect() is missing.")

    make_report()
    monkeypatch.setattr("pages.models.EventReport.reading_minutes", property(fail))
    answer = send("{ eventReports { nodes { readingMinutes } } }").json()
    assert answer["errors"][0]["extensions"] == {"code": "INTERNAL"}
    assert "password" not in str(answer)


def test_null_stands_for_the_default_of_an_argument(send: Any) -> None:
    words = {"text": "Dit", "person": make_person().pk, "role": "élue"}
    make_report(cover=make_photo(), body=[block("quote", words), block("paragraph", "<p>Lu</p>")])
    query = """
    query ($first: Int, $words: Typography, $format: ImageFormat, $links: LinkStyle) {
      eventReports { nodes {
        related(first: $first) { id }
        quotes { text(typography: $words) }
        body { ... on ParagraphBlock { content {
          html(typography: $words, links: $links) text(typography: $words)
        } } }
        cover { srcset(preset: CARD, format: $format) rendition(preset: CARD, format: $format) { url } }
      } }
    }
    """
    given = send(query, first=None, words=None, format=None, links=None).json()
    assert "errors" not in given, given["errors"]
    assert given["data"] == send(query).json()["data"]


def test_rules_of_validation_are_whole(send: Any) -> None:
    unused = send("{ __typename } fragment Unused on Query { __typename }").json()
    assert unused["errors"][0]["message"] == "Fragment 'Unused' is never used."


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"query=%7B__typename%7D"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n{__typename}\r\n--x--\r\n',
        ),
        ("text/plain", b'{"query": "{__typename}"}'),
        ("application/graphql", b"{__typename}"),
    ],
)
def test_forms_of_other_sites_execute_nothing(client: Client, media_type: str, body: bytes) -> None:
    response = client.generic("POST", "/graphql/", body, content_type=media_type)
    assert response.status_code == 415
    assert b"Query" not in response.content


@pytest.mark.parametrize("depth", [100, 700, *range(800, 1050, 50), 2_000, 20_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":[', "]}")])
def test_nested_variables_are_refused(
    client: Client, opening: str, closing: str, depth: int
) -> None:
    query = "query ($n: Int) { quotes(first: $n) { totalCount } }"
    nested = opening * depth + closing * depth
    body = f'{{"query": "{query}", "variables": {{"n": {nested}}}}}'
    response = client.generic("POST", "/graphql/", body.encode(), content_type="application/json")
    [error] = response.json()["errors"]
    assert error["extensions"]["code"] in {"BAD_REQUEST", "BAD_USER_INPUT"}


def test_editor_who_is_signed_in_gets_the_same_bytes(client: Client) -> None:
    make_report()
    body = {
        "query": '{ eventReports { nodes { title body { id } } } page(path: "/") { __typename } }'
    }
    anonymous = client.post("/graphql/", body, content_type="application/json")
    client.force_login(get_user_model().objects.create_superuser("editor"))
    signed_in = client.post("/graphql/", body, content_type="application/json")
    assert signed_in.content == anonymous.content
    assert not signed_in.cookies
    for response in (anonymous, signed_in):
        assert "Cookie" not in response["Vary"]
        assert "Set-Cookie" not in response


def test_no_query_makes_a_file(world: World, send: Any) -> None:
    before, renditions = stored_names(), Rendition.objects.count()
    photo = Photo.objects.readable().first()
    presets = ("CARD", "COVER", "FULL", "LOGO", "PORTRAIT", "SOCIAL", "THUMBNAIL")
    asked = " ".join(
        f"{preset}{image_format}: rendition(preset: {preset}, format: {image_format}) {{ url }}"
        for preset in presets
        for image_format in ("AVIF", "JPEG", "PNG", "WEBP")
    )
    query = f"query ($id: ID!) {{ node(id: $id) {{ ... on Image {{ {asked} }} }} }}"
    assert send(query, id=global_id(photo)).json()["data"]["node"]["CARDWEBP"]["url"]
    assert (stored_names(), Rendition.objects.count()) == (before, renditions)
    assert send("{ eventReports { nodes { cover { rendition(width: 1) { url } } } } }").json()[
        "errors"
    ]


def test_suggestions_end_with_introspection(send: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    mistyped = '{ eventReport(slug: "x") { titl } }'
    told = "Cannot query field 'titl' on type 'EventReport'."
    assert send(mistyped).json()["errors"][0]["message"].startswith(f"{told} Did you mean 'title'")
    monkeypatch.setattr(settings, "GRAPHQL_INTROSPECTION", False)
    documents.memory.documents.clear()
    assert send(mistyped).json()["errors"][0]["message"] == told
