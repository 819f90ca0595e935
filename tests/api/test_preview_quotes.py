"""The quotes of a previewed page are those of its draft, in the page and in every list."""

from typing import Any

import pytest

from pages.models import Quote
from tests.factories import block, make_person, make_report, make_technopole, make_testimonial

QUERY = """
{
  quotes { totalCount nodes { id text role person { name } } }
  technopole(slug: "place") { quotes { totalCount nodes { text } } }
  preview { ... on EventReport {
    quotes { id text role blockId saidOn technopole { name } page { title } }
    body { id ... on QuoteBlock { quote { id text } } }
  } }
}
"""

pytestmark = pytest.mark.django_db


def quote(text: str, person: Any, **values: Any) -> dict[str, Any]:
    return block("quote", {"text": text, "person": person.pk, "role": "mayor", **values})


def texts(found: list[dict[str, Any]]) -> list[str]:
    return [each["text"] for each in found]


def test_quotes_of_a_draft_do_not_contradict_those_of_the_lists(preview: Any, ask: Any) -> None:
    person, place = make_person(name="Speaker"), make_technopole(name="Place", slug="place")
    kept, removed = quote("Kept, as published", person), quote("Removed", person)
    report = make_report(title="Mine", technopole=place, body=[kept, removed])
    make_report(title="Other", technopole=place, body=[quote("Of another page", person)])
    published = {each["text"]: each["id"] for each in ask(QUERY)["quotes"]["nodes"]}
    kept["value"] |= {"text": "Kept, as rewritten", "role": "former mayor"}
    report.body = [quote("New", person), kept]
    report.save_revision()

    answer = preview(report, QUERY)

    new, rewritten = answer["preview"]["quotes"]
    assert (new["text"], rewritten["text"]) == ("New", "Kept, as rewritten")
    assert rewritten["id"] == published["Kept, as published"]
    assert rewritten["role"] == "former mayor"
    assert new == {
        "id": new["id"],
        "text": "New",
        "role": "mayor",
        "blockId": answer["preview"]["body"][0]["id"],
        "saidOn": "2025-07-08",
        "technopole": {"name": "Place"},
        "page": {"title": "Mine"},
    }
    assert [each["quote"]["text"] for each in answer["preview"]["body"]] == [
        "New",
        "Kept, as rewritten",
    ]
    assert preview(report, QUERY)["preview"]["quotes"][0]["id"] == new["id"]
    assert answer["quotes"]["totalCount"] == 2
    assert sorted(texts(answer["quotes"]["nodes"])) == ["Kept, as rewritten", "Of another page"]
    assert answer["technopole"]["quotes"]["totalCount"] == 2
    assert sorted(texts(answer["technopole"]["quotes"]["nodes"])) == [
        "Kept, as rewritten",
        "Of another page",
    ]
    assert sorted(texts(ask(QUERY)["quotes"]["nodes"])) == sorted(published)
    assert Quote.objects.count() == 3


def test_quote_of_a_person_who_is_a_draft_is_left_out_everywhere(preview: Any) -> None:
    person, hidden = make_person(), make_person(name="Hidden", live=False)
    said = quote("Said", person)
    report = make_report(body=[said, quote("Said too", person)])
    said["value"]["person"] = hidden.pk
    report.body = [said, quote("", person)]
    report.save_revision()
    answer = preview(report, QUERY)
    assert texts(answer["preview"]["quotes"]) == [""]
    assert [each["quote"]["text"] for each in answer["preview"]["body"]] == [""]
    assert answer["quotes"] == {"totalCount": 0, "nodes": []}


def test_pull_quote_is_that_of_the_draft(preview: Any, ask: Any) -> None:
    testimonial = make_testimonial(pull_quote="As published", slug="one")
    query = '{ testimonial(slug: "one") { pullQuote { id text } quotes { text } } }'
    published = ask(query)["testimonial"]["pullQuote"]
    testimonial.pull_quote = "As rewritten"
    testimonial.save_revision()
    assert preview(testimonial, query)["testimonial"] == {
        "pullQuote": {"id": published["id"], "text": "As rewritten"},
        "quotes": [{"text": "As rewritten"}],
    }
    testimonial.pull_quote = ""
    testimonial.save_revision()
    found = preview(testimonial, query + " ")["testimonial"]
    assert found == {"pullQuote": None, "quotes": []}
    assert ask(query)["testimonial"]["pullQuote"] == published
