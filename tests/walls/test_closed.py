"""Ways in that stand open in other houses: nothing is written by the API, no markup of strangers goes out, and no reader
waits for the schema."""

import re

import pytest
from django.test import Client

from cms.api.schema import schema
from tests.factories import block, make_report
from tests.processes import printed_once_loaded

HOSTILE = (
    "<p>Avant<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)></svg>"
    '<iframe src="https://evil.example/"></iframe><b onclick="alert(1)" style="x">mot</b>'
    '<a href="javascript:alert(1)">piège</a><object data="x"></object><base href="//evil.example/">'
    '<form action="//evil.example/"><input></form><style>@import "//evil.example/"</style></p>'
)
OF_STRANGERS = ("alert(1)", "evil.example", "javascript:")
LIVE = re.compile(
    r"<(script|svg|iframe|object|embed|form|input|base|style|link|meta)\b|\son\w+=|javascript:|evil\.example",
    re.IGNORECASE,
)
ASK = """{ eventReport(slug: "un") {
  contentHtml: emailHtml
  body { ... on ParagraphBlock { content { html text markdown } } } } }"""


def test_the_api_has_queries_only() -> None:
    assert schema.graphql_schema.query_type is not None
    assert schema.graphql_schema.mutation_type is None
    assert schema.graphql_schema.subscription_type is None


@pytest.mark.django_db
def test_no_markup_of_strangers_goes_out(client: Client) -> None:
    """Written past the editor of texts, by an import for instance."""
    make_report(slug="un", body=[block("paragraph", HOSTILE)])
    answer = client.post("/graphql/", {"query": ASK}, content_type="application/json").json()
    told = answer["data"]["eventReport"]["body"][0]["content"]
    assert told["html"] == "<p>Avant<b>mot</b><a>piège</a></p><p></p>"
    mail = client.get("/newsletter/reports/un.html").content.decode()
    for text in (answer["data"]["eventReport"]["contentHtml"], mail, told["markdown"]):
        assert "piège" in text
        assert [each for each in OF_STRANGERS if each in text] == []
    page = client.get("/evenements/un/").content.decode()
    _, _, main = page.partition("<main")
    assert "piège" in main
    assert [found.group() for found in LIVE.finditer(main)] == []


BUILT = """
schema = sys.modules["cms.api.schema"].schema
assert "graphql_schema" in vars(schema)
print(len(schema.graphql_schema.type_map))
"""


def test_the_schema_stands_before_the_first_request() -> None:
    assert int(printed_once_loaded(BUILT)) > 100
