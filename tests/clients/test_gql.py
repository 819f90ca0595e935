"""Python's gql, which checks operations against the schema that it fetches by introspection."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLError

from pages.models import EventReport
from tests.clients.node import HERE

gql = pytest.importorskip("gql")
transports = pytest.importorskip("gql.transport.requests")

pytestmark = [pytest.mark.clients, pytest.mark.django_db]


@pytest.fixture
def session(endpoint: str) -> Iterator[Any]:
    transport = transports.RequestsHTTPTransport(url=endpoint)
    with gql.Client(transport=transport, fetch_schema_from_transport=True) as session:
        yield session


def asked(session: Any, operation: str, **variables: Any) -> dict[str, Any]:
    request = gql.gql((HERE / "operations" / f"{operation}.graphql").read_text())
    request.variable_values = variables
    return session.execute(request)


def test_every_operation_fits_the_schema_and_is_answered(session: Any) -> None:
    slug = "first-12-14-chateau-gombert"
    story = asked(session, "story", slug=slug, locale="en")
    assert story["eventReport"]["title"] == EventReport.objects.get(slug=slug).title
    assert all(asked(session, "directory", locale="en").values())


def test_cursors_are_followed_to_the_end(session: Any) -> None:
    titles, after, more = [], None, True
    while more:
        page = asked(session, "reports", first=1, after=after)["eventReports"]
        titles += [edge["node"]["title"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    french = EventReport.objects.filter(locale__language_code="fr").order_by("starts_at")
    assert titles == [report.title for report in french]


def test_field_that_the_schema_lacks_is_not_even_sent(session: Any) -> None:
    with pytest.raises(GraphQLError, match="Cannot query field 'nothing'"):
        session.execute(gql.gql("{ nothing }"))
